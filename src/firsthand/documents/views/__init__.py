"""Pages of manuscripts and editions: writing and editions at the desk, and what everyone may read."""
