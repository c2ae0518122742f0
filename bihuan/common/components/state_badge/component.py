"""Markup of a state."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bihuan.common.icons import icon_markup


def render(*, label: str, phase: str) -> SafeString:
    """See contract.toml."""
    shown = escape(gettext(label)) if label else ""
    return SafeString(f'<span class="badge badge--{escape(phase)}">{icon_markup(str(phase))}{shown}</span>')
