"""Items: a small API over one table."""
