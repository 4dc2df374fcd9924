"""A path converter: what a part of a path may look like, and what it becomes."""


# --8<-- [start:converter]
class MonthConverter:
    """A month of the year; any other number is no match, so the answer is 404."""

    regex = "0?[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


# --8<-- [end:converter]
