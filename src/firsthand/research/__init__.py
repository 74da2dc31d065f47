"""Desk research: published works, what was noted about them, and what is quoted from them."""
