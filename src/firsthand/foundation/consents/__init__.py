"""Grants: what people agreed to, and the one place that answers whether a thing may be used or shown."""
