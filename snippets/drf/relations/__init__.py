"""Books and their authors, fetched one by one and at once."""
