"""The books: an app that can be included under any prefix, and more than once."""
