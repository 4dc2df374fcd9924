"""The jwt_auth topic: tokens for access, and tokens to renew them."""
