"""Markup of keys."""

from __future__ import annotations

from django.utils.safestring import SafeString

from bihuan.common.escaping import escape


def render(*, keys: object) -> SafeString:
    """See contract.toml."""
    return SafeString(" ".join(f"<kbd>{escape(key)}</kbd>" for key in str(keys).split()))
