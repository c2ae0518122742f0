from django.apps import AppConfig
from django.utils.translation import gettext_noop


class CaseworkConfig(AppConfig):
    name = "bihuan.casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.casework import checks  # noqa: F401 - registers the system checks
        from bihuan.casework.calendar_change import follow_calendar

        follow_calendar()
        _navigate()


def _navigate() -> None:
    """The places of everyone in office."""
    from bihuan.common.navigation import Entry, register

    register(Entry("today", gettext_noop("今日"), "casework:today", icon="today", shortcut="t", order=10))
    register(Entry("cases", gettext_noop("案件"), "casework:cases", icon="cases", shortcut="c", order=20))
    register(Entry("notices", gettext_noop("通知"), "casework:notices", icon="info", shortcut="n", order=80))
