"""The app of imports. A part of casework: slices register what can be imported (`targets.register`)."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Puts imports into the main navigation."""

    name = "bihuan.casework.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the navigation entry."""
        from bihuan.casework.imports.targets import IMPORTERS
        from bihuan.common import navigation

        navigation.register(
            navigation.Entry(
                key="imports", label="导入", url_name="imports:index", roles=frozenset(IMPORTERS), icon="imports",
                shortcut="i", order=70,
            )
        )  # fmt: skip
