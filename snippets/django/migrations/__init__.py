"""A table that gets a column."""
