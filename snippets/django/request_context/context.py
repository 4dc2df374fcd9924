"""Who is reading: a value that belongs to one request and can be asked for anywhere in it."""

from contextvars import ContextVar

reader: ContextVar[str] = ContextVar("reader", default="nobody")


def note(what: str) -> str:
    """Stand for code far from the view that was not handed the request."""
    return f"{reader.get()} reads {what}"
