"""Bringing an office's ledger in: staged, tried first, resumable, and the same file twice adds nothing."""
