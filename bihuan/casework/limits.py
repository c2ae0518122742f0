"""Which time limit is in force: the table's national default, or a district's dated override."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bihuan.casework.models import ClockRule
from bihuan.casework.spec import Clock, Start
from bihuan.common.calendar.rules import Roll, TimeLimit, TimeUnit
from bihuan.common.kept import Kept
from bihuan.organizations.models import Jurisdiction

NATIONAL = "national"


def national(clock: Clock) -> TimeLimit:
    """The limit as the table ships it."""
    return TimeLimit(clock.amount, clock.unit, clock.roll, clock.article, NATIONAL)


class RuleBook:
    """The overrides of one process. Made without rules it gives the national defaults and needs no database."""

    def __init__(self, rules: Iterable[ClockRule] = ()) -> None:
        self._by_clock: dict[str, list[ClockRule]] = {}
        for rule in rules:
            self._by_clock.setdefault(rule.clock, []).append(rule)
        self._lines: dict[int | None, list[int]] = {}

    @classmethod
    def of(cls, process: str) -> RuleBook:
        """The rules of a process. They may be some seconds old, which harms nobody: a rule begins tomorrow at the earliest."""
        return _books.get().get(process) or cls()

    def in_force(self, clock: Clock, *, jurisdiction_id: int | None, on: date) -> TimeLimit:
        """The limit for a clock that starts on a date in a place. The nearest place wins, then the latest rule."""
        best = self.rule(clock.name, jurisdiction_id=jurisdiction_id, on=on)
        if best is None:
            return national(clock)
        return TimeLimit(best.amount, TimeUnit(best.unit), Roll(best.roll), best.article, f"rule-{best.pk}")

    def start_of(self, start: Start, *, jurisdiction_id: int | None, on: date) -> str:
        """Which date of the step the clock counts from: the table's, or another that a rule chose among those it offers."""
        if not start.or_from:
            return start.counts_from
        best = self.rule(start.clock, jurisdiction_id=jurisdiction_id, on=on)
        return (
            best.counts_from if best is not None and best.counts_from in start.or_from else start.counts_from
        )

    def rule(self, clock: str, *, jurisdiction_id: int | None, on: date) -> ClockRule | None:
        """The override in force; None when the table's default is."""
        dated = [
            rule
            for rule in self._by_clock.get(clock, ())
            if rule.in_force_from <= on and (rule.in_force_to is None or on <= rule.in_force_to)
        ]
        if not dated:
            return None
        line = self._line_up(jurisdiction_id)
        near = [rule for rule in dated if rule.jurisdiction_id is None or rule.jurisdiction_id in line]
        return min(
            near,
            key=lambda rule: (
                line.index(rule.jurisdiction_id) if rule.jurisdiction_id is not None else len(line),
                -rule.in_force_from.toordinal(),
                -rule.pk,
            ),
            default=None,
        )

    def _line_up(self, jurisdiction_id: int | None) -> list[int]:
        """The place and what it lies in, nearest first."""
        if jurisdiction_id not in self._lines:
            line: list[int] = []
            place = jurisdiction_id
            while place is not None and place not in line:
                line.append(place)
                place = Jurisdiction.objects.filter(pk=place).values_list("parent_id", flat=True).first()
            self._lines[jurisdiction_id] = line
        return self._lines[jurisdiction_id]


def _read() -> dict[str, RuleBook]:
    rules: dict[str, list[ClockRule]] = {}
    for rule in ClockRule.objects.order_by("pk"):
        rules.setdefault(rule.process, []).append(rule)
    return {process: RuleBook(of_process) for process, of_process in rules.items()}


_books = Kept(_read, seconds=10)


def forget() -> None:
    """After a rule was set: read them again."""
    _books.forget()
