"""Passwords, hashed by Argon2id away from the event loop, which would stand still meanwhile."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

hasher = PasswordHasher()
# Checked when the user is unknown, so that the answer takes as long as for a known one.
UNKNOWN_USER_HASH = hasher.hash(secrets.token_urlsafe())


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(hasher.hash, password)


async def password_matches(password_hash: str, password: str) -> bool:
    try:
        return await asyncio.to_thread(hasher.verify, password_hash, password)
    except VerifyMismatchError:
        return False
