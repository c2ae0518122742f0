from django.apps import AppConfig
from django.utils.translation import gettext_noop


class DirectivesConfig(AppConfig):
    name = "bihuan.directives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from bihuan.casework import panels, registry
        from bihuan.common.navigation import Entry, register
        from bihuan.directives import guards
        from bihuan.directives.panels import sentence
        from bihuan.directives.permissions import READERS
        from bihuan.directives.process import MEASURE

        registry.register(MEASURE)
        panels.register(
            MEASURE.name,
            panels.Panel("sentence", gettext_noop("文件原话"), "directives/sentence_panel.html", sentence),
        )
        guards.register_all()
        register(
            Entry("directives", gettext_noop("公文"), "directives:library", READERS, "law", "w", order=60)
        )
