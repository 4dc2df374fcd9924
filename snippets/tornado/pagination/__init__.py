"""The pagination topic: a long list of books, in pages."""
