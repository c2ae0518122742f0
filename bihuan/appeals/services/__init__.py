"""Writes of the appeals slice. Steps that need nothing beyond the table are taken through `casework.services.take`."""

from bihuan.appeals.services.registering import (
    Letter,
    opening_for,
    receives_directly,
    register,
    registry_for,
)

__all__ = ["Letter", "opening_for", "receives_directly", "register", "registry_for"]
