"""Passwords, hashed by Argon2id at a cost that is stated here and nowhere else."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
# Checked when there is no such author, so that the answer takes as long as for a wrong password.
UNKNOWN_AUTHOR_HASH = hasher.hash(secrets.token_urlsafe())


def password_matches(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False
