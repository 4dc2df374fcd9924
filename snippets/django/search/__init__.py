"""A search over books and their authors."""
