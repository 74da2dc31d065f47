"""Settings, addresses, the three surfaces, pages that show several slices, and the command."""
