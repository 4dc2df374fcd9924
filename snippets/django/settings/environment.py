"""Reads one variable each; what is wrong with it is said with its name, and without its value."""

import os

from django.core.exceptions import ImproperlyConfigured


def secret(name: str) -> str:
    value = os.environ.get(name, "")
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} has to be set, to 32 characters or more")
    return value


def whole_number(name: str, *, default: int, most: int) -> int:
    value = os.environ.get(name, f"{default}")
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} has to be a whole number from 1 to {most}")
    return int(value)


def boolean(name: str) -> bool:
    value = os.environ.get(name, "false").lower()
    if value not in {"true", "1", "false", "0"}:
        raise ImproperlyConfigured(f"{name} has to be true or false")
    return value in {"true", "1"}


def words(name: str, *, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    return default if value is None else [word.strip() for word in value.split(",") if word.strip()]
