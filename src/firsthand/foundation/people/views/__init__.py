"""The pages about organisations, people and one's own account."""
