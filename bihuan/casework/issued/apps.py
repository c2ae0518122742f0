from django.apps import AppConfig


class IssuedConfig(AppConfig):
    """A part of casework."""

    name = "bihuan.casework.issued"
    label = "issued"
    default_auto_field = "django.db.models.BigAutoField"
