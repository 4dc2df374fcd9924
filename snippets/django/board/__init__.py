"""A board of posts: accounts, sessions, categories and a search behind one JSON interface."""
