from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WallConfig(AppConfig):
    """A part of casework."""

    name = "bihuan.casework.wall"
    label = "wall"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.casework.wall import locks, policy
        from bihuan.organizations import standing

        standing.ask_by(policy.STANDS_BEFORE)
        post_migrate.connect(locks.lay, sender=self)  # sent when all apps have migrated
