from django.apps import AppConfig
from django.utils.translation import gettext_noop


class VaultConfig(AppConfig):
    name = "bihuan.vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.common.navigation import Entry, register
        from bihuan.vault import checks  # noqa: F401  importing registers them
        from bihuan.vault.views import LOOKS

        register(Entry("protection", gettext_noop("身份保护"), "vault:alarms", LOOKS, icon="lock", order=75))
