"""Escaping for markup that Python writes: a page does it hundreds of times, and nearly every text needs none."""

from __future__ import annotations

import re
from html import escape as _escape

_needed = re.compile("[&<>\"']").search


def escape(text: object) -> str:
    """The text as it may stand in markup or in an attribute. Also of what is markup already: it is shown as written."""
    plain = str(text)
    return _escape(plain) if _needed(plain) else plain
