from django.apps import AppConfig


class WallConfig(AppConfig):
    """A part of casework."""

    name = "bihuan.casework.wall"
    label = "wall"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.casework.wall import policy
        from bihuan.organizations import standing

        standing.ask_by(policy.STANDS_BEFORE)
