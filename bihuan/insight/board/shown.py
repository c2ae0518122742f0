"""What every page of figures has: its selection, how far the counting is, and its figures by key."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.insight.access import DISTRICT
from bihuan.insight.board.figure import Figure
from bihuan.insight.models import Counted
from bihuan.insight.selection import Selection
from bihuan.organizations.actor import Actor

LATE = timedelta(minutes=10)  # the worker counts every minute


class Shown(ABC):
    """Figures of a selection; each is made when it is asked for."""

    KEYS: tuple[str, ...] = ()

    def __init__(self, selection: Selection, *, actor: Actor, at: datetime, query: QueryDict) -> None:
        self.selection, self.actor, self.at, self.query = selection, actor, at, query
        self.counted = Counted.objects.filter(pk=1).first() or Counted()

    @property
    @abstractmethod
    def makers(self) -> dict[str, Callable[[], Figure]]:
        """Every figure by its key, in the order of the page."""

    def figure(self, key: str) -> Figure:
        """One figure. KeyError for a key that there is not."""
        return self.makers[key]()

    @property
    def figures(self) -> dict[str, Figure]:
        """All of them; their keys with _ for - so that a template can name them."""
        return {key.replace("-", "_"): make() for key, make in self.makers.items()}

    @property
    def uncounted(self) -> bool:
        """Nothing has been counted yet."""
        return self.counted.counted_at is None or self.counted.standing_at is None

    @property
    def behind(self) -> bool:
        """The counting has stopped: the numbers are older than they should be."""
        return self.counted.standing_at is not None and self.at - self.counted.standing_at > LATE

    def tabs(self, current: str) -> list[dict[str, object]]:
        """The pages of figures, with the same selection; `current` is an address by its name."""
        query = self.selection.address()
        found: list[dict[str, object]] = [
            {"label": label, "url": f"{reverse(name)}?{query}", "current": name == current}
            for label, name in ((_("看板"), "insight:board"), (_("考核指标"), "insight:indicators"))
        ]
        if self.actor.has(*DISTRICT):
            found.append({"label": _("领导责任"), "url": reverse("insight:leader"), "current": False})
        return found
