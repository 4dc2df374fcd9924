"""The readers: an app of its own."""
