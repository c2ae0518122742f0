from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Work safety: enterprises, risk, inspections, hidden hazards."""

    name = "bihuan.safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the processes known, with their guards, consequences, documents, panels, ledgers and pages."""
        from bihuan.casework import registry
        from bihuan.safety.enterprises import importing as register_of_enterprises
        from bihuan.safety.hazards import consequences, documents, guards, importing
        from bihuan.safety.hazards.process import HAZARD
        from bihuan.safety.inspections import consequences as inspection_consequences
        from bihuan.safety.inspections import documents as inspection_documents
        from bihuan.safety.inspections import guards as inspection_guards
        from bihuan.safety.inspections.process import INSPECTION

        registry.register(HAZARD)
        registry.register(INSPECTION)
        for part in (
            guards, consequences, documents, importing, inspection_guards, inspection_consequences, inspection_documents,
            register_of_enterprises,
        ):  # fmt: skip
            part.register_all()
