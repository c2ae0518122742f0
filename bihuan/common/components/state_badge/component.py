"""Markup of a state."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from bihuan.common.escaping import escape
from bihuan.common.icons import icon_markup


def render(*, label: str, phase: str) -> SafeString:
    """See contract.toml."""
    return _remembered(str(label), str(phase), get_language())


@lru_cache(maxsize=1024)
def _remembered(label: str, phase: str, language: str | None) -> SafeString:
    del language  # a key of the cache; the active language does the work
    shown = escape(gettext(label)) if label else ""
    return SafeString(f'<span class="badge badge--{escape(phase)}">{icon_markup(phase)}{shown}</span>')
