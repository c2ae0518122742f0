"""Markup of a badge."""

from __future__ import annotations

from django.utils.safestring import SafeString

from bihuan.common.escaping import escape
from bihuan.common.icons import icon_markup


def render(*, label: object, kind: str = "plain", icon: str | None = None) -> SafeString:
    """See contract.toml."""
    picture = icon_markup(icon) if icon else ""
    return SafeString(f'<span class="badge badge--{escape(kind)}">{picture}{escape(label)}</span>')
