"""Sharing between organisations: what was signed, what was handed over, and who has to be told when consent ends."""
