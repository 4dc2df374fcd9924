"""How the table of books came to be."""
