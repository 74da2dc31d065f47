"""What a giver fills in: one small form a question, and the receipt."""
