from django.apps import AppConfig
from django.utils.translation import gettext_noop


class AppealsConfig(AppConfig):
    name = "bihuan.appeals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from bihuan.appeals import assistants, consequences, documents, guards, importing, panels, protecting
        from bihuan.appeals.processes import ALL
        from bihuan.casework import registry

        for process in ALL:
            registry.register(process)
        guards.register_all()
        documents.register_all()
        importing.register_all()
        assistants.register_all()
        panels.register_all()
        consequences.register_all()
        protecting.register_all()
        _navigate()


def _navigate() -> None:
    """The intake desk, for whoever may open a petition, and the other desks for theirs."""
    from bihuan.appeals.processes.petition import PETITION
    from bihuan.common.navigation import Entry, register
    from bihuan.organizations.roles import Role

    roles = frozenset(role for step in PETITION.openings for role in step.roles)
    register(Entry("register", gettext_noop("登记"), "appeals:register", roles, "register", "r", order=30))
    watching = frozenset({Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR, Role.UNIT_HEAD})
    calling = frozenset({Role.INTAKE, Role.DISPATCHER})
    register(
        Entry(
            "review_desk",
            gettext_noop("复查复核"),
            "appeals:review_desk",
            frozenset({Role.REVIEWER}),
            order=31,
        )
    )
    register(Entry("call_backs", gettext_noop("回访"), "appeals:call_backs", calling, order=32))
    register(Entry("backlog", gettext_noop("积存"), "appeals:backlog", watching, order=33))
