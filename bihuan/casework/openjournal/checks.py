"""Said at start-up and by `check`: production has a key to sign heads with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register  # noqa: A004  Django's name

from bihuan.casework.openjournal import keys
from bihuan.casework.openjournal.errors import SigningKeyError


@register("security")
def production_has_a_signing_key(**_kwargs: Any) -> list[CheckMessage]:
    """openjournal.W001 in production without a usable key: work goes on, but no head is published and no receipt made."""
    if settings.DEMO:
        return []
    try:
        keys.signing_key()
    except SigningKeyError as error:
        return [Warning(str(error), id="openjournal.W001")]
    return []
