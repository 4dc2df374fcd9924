"""Books, and a command that puts some on the shelf."""
