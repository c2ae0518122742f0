"""The app of the Board."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class InsightConfig(AppConfig):
    """Puts the Board into the main navigation."""

    name = "bihuan.insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the navigation entry."""
        from bihuan.common.navigation import Entry, register
        from bihuan.directives import ways
        from bihuan.insight.access import READERS

        ways.register(ways.Way(gettext_noop("落实追溯"), "insight:ordered"))

        register(
            Entry(
                "board",
                gettext_noop("看板"),
                "insight:board",
                roles=READERS,
                icon="board",
                shortcut="b",
                order=40,
            )
        )
