"""The app of enforcement: a room of work safety with tables of its own."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """Penalties, closure proposals, interviews and warnings, listed supervision."""

    name = "bihuan.safety.enforcement"
    label = "enforcement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the processes known, with their guards, consequences, documents and panels."""
        from bihuan.casework import registry
        from bihuan.safety.enforcement import assistants, consequences, documents, guards, panels
        from bihuan.safety.enforcement.process import PENALTY
        from bihuan.safety.enforcement.small_processes import ADMONITION, CLOSURE, LISTING

        for process in (PENALTY, CLOSURE, ADMONITION, LISTING):
            registry.register(process)
        for part in (guards, consequences, documents, assistants, panels):
            part.register_all()
