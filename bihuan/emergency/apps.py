"""The app of emergencies."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class EmergencyConfig(AppConfig):
    """Accidents and readiness."""

    name = "bihuan.emergency"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the process known, with its guards, consequences, documents and panel, and the slice's entry."""
        from bihuan.casework import registry
        from bihuan.common.navigation import Entry, register
        from bihuan.emergency.accidents import assistants, consequences, documents, guards, panels
        from bihuan.emergency.accidents.process import ACCIDENT
        from bihuan.emergency.views.shared import READERS

        registry.register(ACCIDENT)
        for part in (assistants, guards, consequences, documents, panels):
            part.register_all()
        register(
            Entry(
                "emergency",
                gettext_noop("应急"),
                "emergency:accidents",
                frozenset(READERS),
                "clock",
                "e",
                order=36,
            )
        )
