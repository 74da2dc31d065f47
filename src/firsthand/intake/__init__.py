"""Testimony comes in here: help first, then the limits of confidentiality, then what happened, then consent use by use."""
