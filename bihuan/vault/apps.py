from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "bihuan.vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.vault import checks  # noqa: F401  importing registers them
