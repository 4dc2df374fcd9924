"""Answer a request with a greeting, the small way."""


def app() -> str:
    return "Hello!"
