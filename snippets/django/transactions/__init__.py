"""Orders that take several books, or none."""
