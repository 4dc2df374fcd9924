"""Passwords, hashed by Argon2id away from the event loop, which would stand still meanwhile."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
# Checked when there is no such author, so that the answer takes as long as for a wrong password.
UNKNOWN_AUTHOR_HASH = hasher.hash(secrets.token_urlsafe())


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(hasher.hash, password)


async def password_matches(password_hash: str, password: str) -> bool:
    try:
        return await asyncio.to_thread(hasher.verify, password_hash, password)
    except VerifyMismatchError:
        return False
