"""What the base page needs on every request: navigation, theme, texts for scripts, and the moment of the request."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from bihuan.common.navigation import is_long, links_for
from bihuan.common.texts import texts_block

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def of(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `actors`, `navigation`, `navigation_is_long`, `theme` ("", "light", "dark"), `script_texts`, `now`,
    `demo`, `messages`.

    The middleware of `organizations` sets `request.actor` and `request.actors`, one for each post the account
    may act in.
    """
    actor = getattr(request, "actor", None)
    navigation = SimpleLazyObject(lambda: links_for(actor, request.path))
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "actor": actor,
        "actors": getattr(request, "actors", ()),
        "navigation": navigation,
        "navigation_is_long": SimpleLazyObject(lambda: is_long(navigation)),
        "theme": theme if theme in THEMES else "",
        "script_texts": texts_block(get_language() or ""),
        "now": getattr(request, "now", None) or timezone.now(),
        "demo": settings.DEMO,
        "messages": get_messages(request),
    }
