"""Signing in: argon2, lock-out, second factor. Pages are in `views/`, rules of accounts in `services/`."""
