from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop


class PrintingConfig(AppConfig):
    """A part of appeals."""

    name = "bihuan.appeals.printing"
    label = "printing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the templates known to the documents."""
        from bihuan.appeals import documents
        from bihuan.appeals.printing import templates

        documents.use_templates(templates.KEEPER)
        _show()


def _show() -> None:
    """Printing in the main navigation; texts to reply with beside each case."""
    from bihuan.appeals.printing.runs import MAY_PRINT
    from bihuan.appeals.printing.views.texts import panel
    from bihuan.casework import registry
    from bihuan.casework.panels import Panel, register
    from bihuan.casework.showing import labels
    from bihuan.common import navigation

    navigation.register(
        navigation.Entry(
            "printing",
            gettext_noop("打印"),
            "printing:index",
            frozenset(MAY_PRINT),
            "print",
            "p",
            order=65,
        )
    )
    labels.DATA_LABELS["seats"] = gettext_lazy("打印给哪些序号")
    for process in registry.all_processes():
        if process.name.startswith("appeals."):
            register(process.name, Panel("replies", gettext_noop("答复和回执"), "printing/panel.html", panel))
