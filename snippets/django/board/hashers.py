"""Argon2id at a cost that is stated here and nowhere else."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class BoardPasswordHasher(Argon2PasswordHasher):
    memory_cost = 19456
    time_cost = 2
    parallelism = 1
