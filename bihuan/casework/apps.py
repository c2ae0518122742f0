from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "bihuan.casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.casework import checks  # noqa: F401, PLC0415 - registers the system checks
        from bihuan.casework.calendar_change import follow_calendar  # noqa: PLC0415

        follow_calendar()
