"""The permissions topic: who may do what, with what."""
