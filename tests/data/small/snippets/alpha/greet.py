"""Answer a request with a greeting."""

GREETING = "Hello!"


# --8<-- [start:app]
def app(name: str) -> str:
    """Greet by name."""
    # A comment is no line of code.
    return f"{GREETING} {name}"


# --8<-- [end:app]
