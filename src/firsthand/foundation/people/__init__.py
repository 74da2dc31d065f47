"""Who acts: organisations, persons under chosen names, and their roles."""
