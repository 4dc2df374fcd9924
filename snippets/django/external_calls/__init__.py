"""A view that asks three services at once."""
