"""Manuscripts with versions, and editions: frozen, hashed, published, superseded or withdrawn."""
