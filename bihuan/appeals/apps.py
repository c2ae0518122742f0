from django.apps import AppConfig
from django.utils.translation import gettext_noop


class AppealsConfig(AppConfig):
    name = "bihuan.appeals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from bihuan.appeals import (
            assistants,
            consequences,
            correcting,
            documents,
            guards,
            importing,
            panels,
            protecting,
        )
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
        correcting.register_all()
        protecting.register_all()
        _navigate()


def _navigate() -> None:
    """The intake desk, for whoever may open a petition, and one entry for all other desks: tabs lead on from there."""
    from bihuan.appeals.desks.tabs import STAFF
    from bihuan.appeals.processes.petition import PETITION
    from bihuan.common.navigation import Entry, register
    from bihuan.organizations.roles import Role

    roles = frozenset(role for step in PETITION.openings for role in step.roles)
    register(Entry("register", gettext_noop("登记"), "appeals:register", roles, "register", "r", order=30))
    readers = frozenset({*STAFF, Role.ADMINISTRATOR})  # the administrator sets the limits
    register(Entry("desks", gettext_noop("信访业务台"), "appeals:desks", readers, "cases", "d", order=31))
