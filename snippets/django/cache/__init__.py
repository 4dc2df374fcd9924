"""Books read through a cache in Redis."""
