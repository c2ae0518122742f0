"""The app of suspension: a room of work safety with tables of its own."""

from django.apps import AppConfig


class SuspensionConfig(AppConfig):
    """Suspension and resumption of production."""

    name = "bihuan.safety.suspension"
    label = "suspension"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the processes known, with their guards, consequences, documents and panels."""
        from bihuan.casework import registry
        from bihuan.safety.suspension import assistants, consequences, documents, guards, panels
        from bihuan.safety.suspension.process import TABLES

        for process in TABLES:
            registry.register(process)
        for part in (guards, consequences, documents, assistants, panels):
            part.register_all()
