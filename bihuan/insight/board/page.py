"""The whole Board of a selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.common import habits
from bihuan.insight.board import clocks, flow, oldest, where
from bihuan.insight.board.figure import Figure
from bihuan.insight.board.shown import Shown
from bihuan.insight.measures import DAYS, ENDED, RECEIVED, STEP, meaning_of
from bihuan.insight.reading import Standings, Tallies, standings, tallies
from bihuan.insight.spread import percentile


@dataclass(frozen=True, slots=True)
class Number:
    """One number at the top: see the component `stat`."""

    label: str
    value: int | str
    unit: str = ""
    note: str = ""
    href: str = ""
    kind: str = "plain"


class Board(Shown):
    """The figures of a selection; each is made when it is asked for, from the same four reads."""

    KEYS = (
        "volumes", "pace", "clocks", "rates", "oldest", "units", "places", "matters", "matters-places", "channels",
        "results", "exceptions",
    )  # fmt: skip

    @cached_property
    def tallies(self) -> Tallies:
        """What was counted in the period."""
        return tallies(self.selection)

    @cached_property
    def open_now(self) -> Standings:
        """What is open."""
        return standings(self.selection)

    @cached_property
    def old(self) -> Sequence[oldest.OldCase]:
        """The cases open longest."""
        return oldest.oldest(self.selection, actor=self.actor, at=self.at)

    @property
    def makers(self) -> dict[str, Callable[[], Figure]]:
        """Every figure by its key, in the order of the page."""
        selection, query = self.selection, self.query
        return {
            "volumes": lambda: flow.volumes(selection, self.tallies),
            "pace": lambda: flow.pace(selection, self.tallies),
            "clocks": lambda: clocks.clocks(selection, self.tallies, self.open_now),
            "rates": lambda: clocks.rates(selection, self.tallies),
            "oldest": lambda: oldest.figure(self.old),
            "units": lambda: where.units(selection, self.open_now, query),
            "places": lambda: where.towns(selection, self.open_now),
            "matters": lambda: where.matters(self.tallies),
            "matters-places": lambda: where.matters_in_places(selection),
            "channels": lambda: flow.channels(selection, self.tallies),
            "results": lambda: flow.results(selection, self.tallies),
            "exceptions": lambda: flow.exceptions(selection, self.tallies),
        }

    @property
    def _of_rate(self) -> str:
        return _("各项期限合计，含现已超期") if self.selection.running else _("各项期限合计")

    @property
    def numbers(self) -> list[Number]:
        """The numbers at the top."""
        total, now = self.tallies, self.open_now.total
        list_url = reverse("casework:cases")
        here = "".join(
            f"&{name}={row.code}"
            for name, row in (("unit", self.selection.unit), ("place", self.selection.place))
            if row is not None
        )
        rate = clocks.overall(self.selection, total, self.open_now)
        middle = percentile(flow.days_taken(total), 0.5) if total.keys(DAYS) else None
        waiting = (
            _("另有 %(count)s 件等待信访人") % {"count": habits.number(now.waiting)} if now.waiting else ""
        )
        return [
            Number(_("期内收到"), total.total(RECEIVED), _("件")),
            Number(_("期内作出处理意见"), total.total(STEP, meaning_of(self.selection.process).decides), _("件"),
                   _("一半在%(days)s天之内") % {"days": middle} if middle is not None else ""),
            Number(_("期内办结"), total.total(ENDED), _("件")),
            Number(_("现在在办"), now.running - now.waiting, _("件"), waiting, f"{list_url}?phase=open{here}&sort=due"),
            Number(_("现在超期"), now.overdue, _("件"), "", f"{list_url}?overdue=1{here}&sort=due",
                   "overdue" if now.overdue else "plain"),
            Number(_("按期率"), habits.percent(rate), "", self._of_rate),
        ]  # fmt: skip
