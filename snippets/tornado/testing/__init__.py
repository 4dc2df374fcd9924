"""The testing topic: a reading list and its tests."""
