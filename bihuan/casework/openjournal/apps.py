"""The app of the open journal: a part of casework, like imports."""

from django.apps import AppConfig


class OpenJournalConfig(AppConfig):
    """Makes the journal's entries checkable by anybody (docs/security/open-journal.md)."""

    name = "bihuan.casework.openjournal"
    label = "openjournal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.casework.openjournal import checks  # noqa: F401  importing registers them
