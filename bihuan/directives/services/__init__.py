"""Writes of the directives slice."""

from bihuan.directives.services.accepting import accept, dismiss
from bihuan.directives.services.bringing import Document, bring_in
from bihuan.directives.services.mending import Mended, edit, merge, split

__all__ = ["Document", "Mended", "accept", "bring_in", "dismiss", "edit", "merge", "split"]
