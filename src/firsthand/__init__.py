"""Firsthand: the working place of community-led networks."""
