"""The migrations topic: a table that gets a column."""
