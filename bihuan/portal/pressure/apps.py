"""The app of reports of pressure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from bihuan.casework.models import Case
    from bihuan.organizations.actor import Actor
    from bihuan.vault.retention import Kept


class PressureConfig(AppConfig):
    """A part of the portal."""

    name = "bihuan.portal.pressure"
    label = "pressure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its table, its panel beside the case, and how long its words are kept."""
        from bihuan.casework import registry
        from bihuan.casework.panels import Panel, register
        from bihuan.portal.pressure.process import PRESSURE
        from bihuan.vault import retention

        registry.register(PRESSURE)
        register(PRESSURE.name, Panel("pressure", gettext_noop("反映的内容"), "pressure/panel.html", _panel))
        retention.keep_by(kept)


def _panel(case: Case, actor: Actor) -> dict[str, Any]:
    from bihuan.portal.pressure.services import may_read

    return {"reads": may_read(case, actor)}


def kept(person_id: UUID | None) -> Iterator[Kept]:
    """As long as the matters of appeals, by the setting."""
    from bihuan.appeals.protecting import until
    from bihuan.portal.pressure.models import PressureReport
    from bihuan.vault.retention import Kept

    rows = (
        PressureReport.objects.all() if person_id is None else PressureReport.objects.filter(words=person_id)
    )
    for person, number, track, ended in rows.values_list(
        "words_id", "case__number", "case__process", "case__ended_at"
    ).iterator():
        yield Kept(person, number, track, None if ended is None else until(track, ended))
