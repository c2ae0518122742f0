"""The app of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Versioned under /api/v1/."""

    name = "bihuan.api"
    default_auto_field = "django.db.models.BigAutoField"
