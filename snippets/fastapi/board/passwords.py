"""Passwords, hashed by Argon2id at a cost that is stated here and nowhere else."""

import secrets

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

passwords = PasswordHash([Argon2Hasher(memory_cost=19456, time_cost=2, parallelism=1)])
# Checked when there is no such author, so that the answer takes as long as for a wrong password.
UNKNOWN_AUTHOR_HASH = passwords.hash(secrets.token_urlsafe())
