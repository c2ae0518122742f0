"""The cases a list is about: what the actor may see, narrowed by the filters, and along which index it is read.

Who answers for the district reads the cases. A unit reads its involvements, which repeat what a list is narrowed and
sorted by (models.Involvement): first their keys, then the cases of one page. So a filter that few of the unit's cases
pass costs no look at the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.casework.choices import Choices
from bihuan.casework.filters import (
    RUNNING,
    Filters,
    conditions,
    fields_asked,
    implies_running,
    on_case,
    only_ended,
    only_running,
)
from bihuan.casework.listing.columns import ListColumn
from bihuan.casework.listing.paging import DEFAULT, Stretch
from bihuan.casework.models import Case, Involvement
from bihuan.casework.selectors import sees_all, visibility, works_at_all
from bihuan.casework.wall import policy
from bihuan.organizations.actor import Actor

# What each page needs of a case beside its columns: its place in the order, the steps open on it, its address.
BASE = (
    "number", "process", "state", "phase", "seq", "registered_at", "changed_at", "next_due_at", "next_due_clock",
    "holder_unit", "holder_account", "registry_unit",
)  # fmt: skip
# What an involvement repeats of its case.
REPEATED = frozenset(
    (
        "registered_at", "process", "phase", "state", "topic", "channel", "next_due_clock", "next_due_at",
        "jurisdiction",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was asked for: filters, order and columns."""

    filters: Filters
    sort: str = DEFAULT
    columns: Sequence[ListColumn] = ()


def _from_case(name: str) -> str:
    """The path from a case, whose involvement is joined."""
    return f"involvements__{name}" if name in REPEATED else name


def _on_involvement(name: str) -> str:
    """The path on an involvement."""
    return "case" if name == "pk" else name


@dataclass(frozen=True, slots=True)
class Scope:
    """The cases an actor may see that pass the filters; `q` is still to be looked up. A list for `paging`."""

    actor: Actor
    wanted: Wanted
    choices: Choices
    at: datetime
    text: bool = field(default=False)  # also what a search shows of its match

    @property
    def shows_any(self) -> bool:
        """False for who opens no file."""
        return sees_all(self.actor) or works_at_all(self.actor)

    @property
    def group(self) -> int | None:
        """The unit whose cases alone are meant, for a search; None for the whole district."""
        if not sees_all(self.actor):
            return self.actor.unit_id
        unit = self.wanted.filters.unit  # a unit is involved in what it holds
        return self.choices.unit_id(unit) if unit else None

    def holds(self, *, running: bool) -> bool:
        """False when the filters let no running case pass, or no ended one."""
        return not (only_ended if running else only_running)(self.wanted.filters)

    def cases(self, *more: Q, running: bool = False, due: bool = False) -> QuerySet[Case]:
        """The cases, with what else they must fulfil. One `filter` for all: it must be the same involvement throughout.

        `running`: no ended one among them is wanted. `due`: `more` asks for a deadline.
        """
        filters = self.wanted.filters
        running = running or only_running(filters)
        path = _from_case if self._through_unit else on_case
        asked = [*conditions(filters, self.choices, at=self.at, path=path), *more, policy.passes(self.actor)]
        if not self._holds_all:
            asked.append(visibility(self.actor, running=running))
        if self._through_unit and filters.unit:
            asked.append(self._held_by_other(self.choices.unit_id(filters.unit)))
        if running and not self._through_unit and not (implies_running(filters) or due):
            asked.append(RUNNING)
        return Case.objects.filter(*asked)

    def read(self, stretch: Stretch, count: int | None = None) -> QuerySet[Case]:
        """Its cases in the stretch, in order; the first `count` of them."""
        segment = stretch.segment
        running = bool(segment.running)
        if count is not None and self._by_keys and segment.key in ("", *REPEATED):
            keys = self._involvements(*stretch.only(_on_involvement), running=running)
            keys = keys.order_by(*stretch.order(_on_involvement))
            cases = Case.objects.filter(pk__in=keys.values("case")[:count])
            return self.shown(cases).order_by(*stretch.order(on_case))
        path = _from_case if self._through_unit else on_case
        cases = self.cases(*stretch.only(path), running=running, due=bool(segment.due))
        return self.shown(cases).order_by(*stretch.order(path))[:count]

    def count(self, most: int) -> int:
        """How many there are, at most so many."""
        rows: QuerySet[Case] | QuerySet[Involvement] = self._involvements() if self._by_keys else self.cases()
        return rows.order_by()[:most].count()

    def shown(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """The cases with what the columns show, and no more."""
        return with_columns(cases, self.wanted.columns, text=self.text)

    @property
    def _through_unit(self) -> bool:
        """The list is read along the actor's unit's own index. Not when only what that unit holds is asked for."""
        return not sees_all(self.actor) and not self._holds_all

    @property
    def _holds_all(self) -> bool:
        """Only cases that the actor's own unit holds are asked for; a unit always sees what it holds."""
        unit = self.wanted.filters.unit
        return bool(unit) and self.choices.unit_id(unit) == self.actor.unit_id and works_at_all(self.actor)

    @property
    def _by_keys(self) -> bool:
        """The involvements alone tell which cases they are."""
        return (
            self._through_unit
            and works_at_all(self.actor)
            and fields_asked(self.wanted.filters, self.choices) <= REPEATED
        )

    def _involvements(self, *more: Q, running: bool = False) -> QuerySet[Involvement]:
        filters = self.wanted.filters
        asked = conditions(filters, self.choices, at=self.at, path=_on_involvement)
        if running or only_running(filters):
            asked.append(Q(running=True))
        return Involvement.objects.filter(
            *asked, *more, policy.passes(self.actor, "case_id"), unit=self.actor.unit_id
        )

    def _held_by_other(self, unit_id: int) -> Q:
        """Both units work on it: two indexes tell, before a single case is read."""
        return Q(Exists(Involvement.objects.filter(unit=unit_id, case=OuterRef("pk"))))


def with_columns(
    cases: QuerySet[Case], columns: Sequence[ListColumn], *, text: bool = False, steps: bool = False
) -> QuerySet[Case]:
    """The cases with what the columns show, and no more.

    With `text` also what a search shows of its match, with `steps` what tells which steps are open on it.
    """
    joins = dict.fromkeys(join for column in columns for join in column.joins)
    fields = dict.fromkeys(
        (
            *BASE, "subject", *(name for column in columns for name in column.fields), *(("body",) if text else ()),
            *(("facts",) if steps else ()),
        )
    )  # fmt: skip
    return cases.select_related(*joins).only(*fields) if joins else cases.only(*fields)
