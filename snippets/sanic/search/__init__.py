"""The search topic: books by words, years and order."""
