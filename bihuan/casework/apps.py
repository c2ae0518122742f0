from django.apps import AppConfig
from django.utils.translation import gettext_noop


class CaseworkConfig(AppConfig):
    name = "bihuan.casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bihuan.casework import checks  # noqa: F401 - registers the system checks
        from bihuan.casework.calendar_change import follow_calendar
        from bihuan.casework.showing import clock_markup, entry_markup
        from bihuan.common import pages

        follow_calendar()
        # The parts that stand a dozen times on the page of a case are Python, not templates.
        pages.register_function("journal_entry", entry_markup.render)
        pages.register_function("clock_card", clock_markup.render)
        _navigate()


def _navigate() -> None:
    """The places of everyone in office."""
    from bihuan.common.navigation import Entry, register

    register(Entry("today", gettext_noop("今日"), "casework:today", icon="today", shortcut="t", order=10))
    register(Entry("cases", gettext_noop("案件"), "casework:cases", icon="cases", shortcut="c", order=20))
    register(Entry("notices", gettext_noop("通知"), "casework:notices", icon="info", shortcut="n", order=80))
