"""A bounded number of connections to PostgreSQL, shared by all threads."""
