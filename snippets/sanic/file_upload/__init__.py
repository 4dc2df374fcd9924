"""The file upload topic: a picture streamed to disk."""
