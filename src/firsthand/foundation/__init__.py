"""What every slice stands on: consents over the ledger over people and the vault."""
