"""The cache topic: books read through a cache in Redis."""
