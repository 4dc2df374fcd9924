"""The board topic: accounts, posts, categories and a search."""
