"""The login topic: accounts, and sessions kept by the server."""
