"""The app of the residents' pages."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """What a resident sees, and what staff see of what residents said."""

    name = "bihuan.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for what the portal writes into journals and notices."""
        from bihuan.portal import wording

        wording.register_words()
