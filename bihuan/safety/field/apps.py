from django.apps import AppConfig
from django.utils.translation import gettext_noop


class FieldConfig(AppConfig):
    """A part of work safety."""

    name = "bihuan.safety.field"
    label = "field"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the evidence beside the cases it belongs to."""
        from bihuan.casework.panels import Panel, register
        from bihuan.safety.field import panels
        from bihuan.safety.hazards.process import HAZARD
        from bihuan.safety.inspections.process import INSPECTION

        register(
            INSPECTION.name,
            Panel("evidence", gettext_noop("现场证据"), "field/panel.html", panels.of_inspection),
        )
        register(
            HAZARD.name,
            Panel("found_photos", gettext_noop("检查时的照片"), "field/hazard_panel.html", panels.of_hazard),
        )
