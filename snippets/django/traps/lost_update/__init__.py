"""Counting the readers of a book, with and without losing some."""
