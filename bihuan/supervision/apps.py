from django.apps import AppConfig
from django.utils.translation import gettext_noop


class SupervisionConfig(AppConfig):
    """Stands after the other slices in INSTALLED_APPS: it adds a panel to the cases of every process."""

    name = "bihuan.supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from bihuan.casework import registry
        from bihuan.common.navigation import Entry, register
        from bihuan.supervision import consequences, guards, panels, papers
        from bihuan.supervision.permissions import READERS
        from bihuan.supervision.processes import ALL

        for process in ALL:
            registry.register(process)
        guards.register_all()
        papers.register_all()
        consequences.register_all()
        panels.register_all()
        register(
            Entry("supervision", gettext_noop("督查"), "supervision:home", READERS, "eye", "d", order=65)
        )
