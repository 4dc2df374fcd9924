"""The templates topic: a page from a base and a child template."""
