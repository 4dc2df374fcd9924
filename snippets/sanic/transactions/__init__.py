"""The transactions topic: orders that take several books, or none."""
