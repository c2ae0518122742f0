"""The indicators by which offices are assessed (领域通行的考核指标), each as a share or a mean with what it is made of.

Counted are notices, decisions, reviews and ratings of offices; never who appealed, and never how often somebody did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Sum
from django.db.models.functions import Cast

from bihuan.casework import registry
from bihuan.insight import places
from bihuan.insight.behind import net
from bihuan.insight.measures import (
    ACCEPTED,
    ALL,
    COMPLETE,
    DAYS,
    HEARD,
    LAPSED,
    LATE,
    MET,
    RATED,
    REVISED,
    STEP,
)
from bihuan.insight.models import Bucket, Standing
from bihuan.insight.reading import taken
from bihuan.insight.selection import Selection
from bihuan.insight.small import LEAST

PUBLISHES, DECIDES = "publish_reply", "decide"
GOOD = (4, 5)  # of 5: satisfied and very satisfied
COUNTED = (MET, LATE, LAPSED, HEARD, COMPLETE, REVISED, RATED, STEP)
SUMMED = (ACCEPTED, DAYS)


@dataclass(frozen=True, slots=True)
class Score:
    """`part` of `whole`: a share, or with `days` the mean of so many days over `whole` cases."""

    part: int
    whole: int
    days: bool = False

    @property
    def value(self) -> float | None:
        """The share (0 to 1) or the mean; None when there is nothing to divide."""
        return self.part / self.whole if self.whole else None

    @property
    def small(self) -> bool:
        """It is made of fewer than five cases and is not shown."""
        return 0 < self.whole < LEAST


NOTICE, HANDLING, ACCEPTING, ANSWERING, CONTACT = "notice", "handling", "accepting", "answering", "contact"
UPHELD, WHOLE_REPLY, PUBLIC = "upheld", "whole_reply", "public"
REGISTRY, HANDLER = "registry", "handler"
KEYS = (
    NOTICE, HANDLING, ACCEPTING, ANSWERING, CONTACT, PUBLIC, REGISTRY, HANDLER, UPHELD, WHOLE_REPLY,
)  # fmt: skip

Counts = Mapping[tuple[str, str], int]  # (measure, key)


def district(selection: Selection) -> dict[str, Score]:
    """Each indicator for the unit and place chosen."""
    counts = _counted(selection, units=[selection.unit_key])
    return _scores(counts.get(selection.unit_key, {}), _overdue(selection))


def by_unit(selection: Selection) -> dict[int, dict[str, Score]]:
    """Each indicator for each unit, at the place chosen."""
    keys = [unit.id for unit in places.units() if selection.unit is None or unit.id == selection.unit.id]
    counts = _counted(selection, units=keys)
    late = _overdue_by_unit(selection) if selection.running else {}
    return {
        unit: _scores(counts.get(unit, {}), late.get(unit, {}))
        for unit in keys
        if unit in counts or unit in late
    }


def by_month(selection: Selection) -> dict[object, dict[str, Score]]:
    """Each indicator month by month, for the unit and place chosen. What is overdue now is in no month."""
    counted = _counted(selection, units=[selection.unit_key], by="month")
    return {month: _scores(counts, {}) for month, counts in counted.items()}


# Of the hotline's orders: by the steps of its table.
ANSWERED, SATISFIED, REDONE, DISPUTED, UNREACHED = "answered", "satisfied", "redone", "disputed", "unreached"
# Whoever said so: on the call-back, or unasked.
GLAD, SORRY = "_satisfied", "_unsatisfied"


def of_orders(selection: Selection) -> dict[str, Score]:
    """The indicators of the hotline for the unit and place chosen; `selection` is of its process."""
    counts = _counted(selection, units=[selection.unit_key]).get(selection.unit_key, {})

    def steps(*names: str) -> int:
        return sum(counts.get((STEP, name), 0) for name in names)

    met = counts.get((MET, "answer"), 0)
    missed = counts.get((LATE, "answer"), 0) + counts.get((LAPSED, "answer"), 0)
    table = [step.name for step in registry.get(selection.process).steps]
    glad, sorry = (steps(*(name for name in table if name.endswith(said))) for said in (GLAD, SORRY))
    back, kept, unheard = steps("take_back"), steps("designate"), steps("archive_unreached")
    return {
        ANSWERED: Score(met, met + missed + _overdue(selection).get("answer", 0)),
        SATISFIED: Score(glad, glad + sorry),
        REDONE: Score(steps("redo_order"), steps("answer_order")),
        DISPUTED: Score(back, back + kept),
        UNREACHED: Score(unheard, unheard + glad + sorry),
    }


def _rows(selection: Selection) -> QuerySet[Bucket]:
    period = selection.period
    return Bucket.objects.filter(
        process=selection.process, month__gte=period.first, month__lte=period.last, measure__in=(*COUNTED, *SUMMED)
    )  # fmt: skip


def _counted(
    selection: Selection, *, units: Sequence[int], by: str = "unit"
) -> dict[object, dict[tuple[str, str], int]]:
    """Counts by measure and key at the place chosen; of days also their sum, under the key "sum"."""
    found: dict[object, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    rows = _rows(selection).filter(unit__in=units, place=selection.place_key)
    away = list(taken(selection, (*COUNTED, *SUMMED), units=units, places=[selection.place_key]))
    counted = (
        rows.filter(measure__in=COUNTED).values_list(by, "measure", "key").annotate(n=Sum("count")).order_by()
    )
    less = ((getattr(one, by), one.measure, one.key, one.count) for one in away if one.measure in COUNTED)
    for group, measure, key, count in net(counted, less):
        found[group][measure, key] += count
    days = (
        rows.filter(measure__in=SUMMED)
        .values_list(by, "measure")
        .annotate(n=Sum("count"), total=Sum(F("count") * Cast("key", BigIntegerField())))
        .order_by()
    )
    of_days = (
        (getattr(one, by), one.measure, one.count, one.count * int(one.key))
        for one in away
        if one.measure in SUMMED
    )
    for group, measure, count, total in net(days, of_days, 2):
        found[group][measure, ""] += count
        found[group][measure, "sum"] += total
    return found


def _scores(counts: Counts, overdue: Mapping[str, int]) -> dict[str, Score]:
    def at(measure: str, key: str) -> int:
        return counts.get((measure, key), 0)

    def in_time(clock: str) -> Score:
        met = at(MET, clock)
        return Score(met, met + at(LATE, clock) + at(LAPSED, clock) + overdue.get(clock, 0))

    def yes(measure: str) -> Score:
        return Score(at(measure, "yes"), at(measure, "yes") + at(measure, "no"))

    def rated(target: str) -> Score:
        scores = {score: at(RATED, f"{target} {score}") for score in range(1, 6)}
        return Score(sum(scores[score] for score in GOOD), sum(scores.values()))

    reviewed = {result: at(REVISED, result) for result in ("uphold", "change", "revoke")}
    return {
        NOTICE: in_time("notice"),
        HANDLING: in_time("handling"),
        ACCEPTING: Score(at(ACCEPTED, "sum"), at(ACCEPTED, ""), days=True),
        ANSWERING: Score(at(DAYS, "sum"), at(DAYS, ""), days=True),
        CONTACT: yes(HEARD),
        PUBLIC: Score(at(STEP, PUBLISHES), at(STEP, DECIDES)),
        REGISTRY: rated("registry"),
        HANDLER: rated("handler"),
        UPHELD: Score(reviewed["uphold"], sum(reviewed.values())),
        WHOLE_REPLY: yes(COMPLETE),
    }


def _overdue(selection: Selection) -> dict[str, int]:
    if not selection.running:
        return {}
    found: dict[str, int] = defaultdict(int)
    for unit, clock, overdue in _standing(selection):
        if selection.unit is None or unit == selection.unit.id:
            found[clock] += overdue
    return found


def _overdue_by_unit(selection: Selection) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for unit, clock, overdue in _standing(selection):
        if overdue and unit != ALL:
            found[unit][clock] = overdue
    return found


def _standing(selection: Selection) -> list[tuple[Any, ...]]:
    """(unit, clock, overdue) of the running clocks at the place chosen."""
    rows = Standing.objects.filter(process=selection.process).exclude(clock="")
    if selection.place is not None:
        rows = rows.filter(place=selection.place.id)
    away = (
        (one.unit, one.clock, one.overdue)
        for one in selection.less.standing
        if one.process == selection.process and one.clock and selection.place_key in (ALL, one.place)
    )
    return net(rows.values_list("unit", "clock").annotate(n=Sum("overdue")).order_by(), away)
