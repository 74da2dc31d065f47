"""The rules of the house, pure: no framework, no clock, no chance, no disk. What a rule needs is handed to it."""
