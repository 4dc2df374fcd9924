"""The items API topic: create, read, update and delete over SQLite or PostgreSQL."""
