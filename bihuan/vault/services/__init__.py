"""Protect a person, open one for a stated purpose, ask for the same person's matter, change keys, keep no longer than needed."""

from bihuan.vault.services.breaking import break_glass, review_emergency, running
from bihuan.vault.services.bulk import approve_bulk, open_bulk, request_bulk
from bihuan.vault.services.ending import copy_for, correct, due, expire, forget
from bihuan.vault.services.opening import find_same, open  # noqa: A004  read as vault.services.open
from bihuan.vault.services.protecting import protect, protect_many, sealed
from bihuan.vault.services.rotating import rewrap

__all__ = [
    "approve_bulk", "break_glass", "copy_for", "correct", "due", "expire", "find_same", "forget", "open", "open_bulk", "protect",
    "protect_many", "request_bulk", "review_emergency", "rewrap", "running", "sealed",
]  # fmt: skip
