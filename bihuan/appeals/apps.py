from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "bihuan.appeals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.appeals import assistants, documents, guards, importing, panels  # noqa: PLC0415 - models are ready only now
        from bihuan.appeals.process import PETITION  # noqa: PLC0415
        from bihuan.casework import registry  # noqa: PLC0415

        registry.register(PETITION)
        guards.register_all()
        documents.register_all()
        importing.register_all()
        assistants.register_all()
        panels.register_all()
