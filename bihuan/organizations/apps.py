"""The app of places, units, posts and accounts."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Connects the receivers of sign-in."""

    name = "bihuan.organizations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register receivers."""
        from bihuan.organizations.sign_in import receivers  # noqa: F401
