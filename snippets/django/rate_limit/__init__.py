"""Routes that let each client in a few times a minute."""
