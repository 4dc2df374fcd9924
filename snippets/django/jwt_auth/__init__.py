"""Tokens for access, and tokens to renew them."""
