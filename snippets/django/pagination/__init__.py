"""A long list of books, in pages."""
