"""The pages of the register: the same two for everyone, and one for bringing a matrix in."""
