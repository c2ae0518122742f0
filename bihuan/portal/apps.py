"""The app of the residents' pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class PortalConfig(AppConfig):
    """What a resident sees, and what staff see of what residents said."""

    name = "bihuan.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for what the portal writes, what it tells the slice below, and its one entry: tabs lead on from there."""
        from bihuan.appeals import offices, telling
        from bihuan.common.navigation import Entry, register
        from bihuan.organizations.roles import Role
        from bihuan.portal import panels, selectors, wording
        from bihuan.portal.services.wishing import AtTheDesk

        offices.use(selectors.office_of)
        telling.use(AtTheDesk())
        wording.register_words()
        panels.register_all()
        register(
            Entry(
                "office", gettext_noop("群众服务"), "portal:office",
                frozenset({Role.INTAKE, Role.DISPATCHER, Role.UNIT_HEAD}), icon="info", order=70,
            )
        )  # fmt: skip
