"""The testing topic: an API for a reading list and its tests."""
