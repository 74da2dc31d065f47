"""The ledger: append-only, hash-chained, in Refs only. What was done, by whom, and what was made from what."""
