"""Markup of an icon from the sprite that the front-end build writes."""

from __future__ import annotations

from functools import lru_cache

from django.templatetags.static import static

from bihuan.common.escaping import escape


@lru_cache(maxsize=512)
def icon_markup(name: str, label: str = "") -> str:
    """An `<svg>` that refers to the sprite. `label` is read aloud; without it the picture is decoration."""
    address = escape(static("dist/icons.svg"))
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<svg class="icon" {role}><use href="{address}#{escape(name)}"/></svg>'
