"""Said at start-up and by `check`, and not to the first petitioner: production has a usable key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from bihuan.vault.errors import VaultKeyError
from bihuan.vault.keys import keyring


@register("security")
def production_has_a_vault_key(**_kwargs: Any) -> list[CheckMessage]:
    """vault.E001 in production without a usable key. A demo makes its key at first use."""
    if settings.DEMO:
        return []
    try:
        keyring()
    except VaultKeyError as error:
        return [Error(str(error), id="vault.E001")]
    return []
