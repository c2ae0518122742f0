from django.apps import AppConfig


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
