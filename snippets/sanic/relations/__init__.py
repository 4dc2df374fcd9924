"""The relations topic: books and their authors, with and without N+1 queries."""
