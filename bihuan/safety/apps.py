from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Work safety: enterprises, risk, inspections, hidden hazards."""

    name = "bihuan.safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the processes known, with their guards, consequences, documents, panels, ledgers and pages."""
        from bihuan.casework import registry
        from bihuan.safety.hazards import consequences, documents, guards
        from bihuan.safety.hazards.process import HAZARD

        registry.register(HAZARD)
        guards.register_all()
        consequences.register_all()
        documents.register_all()
