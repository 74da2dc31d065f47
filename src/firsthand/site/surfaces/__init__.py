"""The three surfaces. Each is an address table of its own, so that each can be served by its own process on its own host."""
