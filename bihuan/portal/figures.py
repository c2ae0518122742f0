"""The year in figures (信访工作条例 art. 41), from the Board's buckets. Groups below five are not shown.

Cases before which a wall stands are in none of them (docs/adr/0160).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from bihuan.appeals.process import CHANNELS
from bihuan.casework import registry
from bihuan.common.kept import Kept
from bihuan.common.language import known_path
from bihuan.insight import behind
from bihuan.insight.measures import ALL, ENDED, LATE, MET, RECEIVED, RESULT, STEP, TOPIC
from bihuan.insight.models import Bucket
from bihuan.insight.small import Hidden, Shown, screen
from bihuan.organizations import directory

SLICE = "appeals."
Rows = Sequence[tuple[str, str, int, str, int]]  # process, measure, unit (0: all), key, count
RESULTS = {"support": "支持", "explain": "解释说明", "refuse": "不予支持"}
# The steps by which a petition office sends on, presses, proposes (转送、交办、督办).
MOST_UNITS = 20
# Art. 41(2): what is pressed by a case of its own. Art. 41(3): proposals, and whether they were adopted.
PRESSING = ("supervision.urging", "supervision.order", "supervision.listing")
PROPOSALS = "supervision.proposal"
ANSWERED = {"propose": "提出建议", "adopt": "采纳", "decline": "不采纳"}
MINUTE = 60.0  # the counter counts once a minute, and anybody may ask as often as they like
_kept: dict[int, Kept[Rows]] = {}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows of label and number; a number that is not shown is None."""

    rows: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What was received, about what, who handled it, and how it ended. None: not shown because fewer than five."""

    year: int
    received: int | None
    ended: int | None
    channels: Table
    topics: Table
    units: Table
    sent_on: Table
    results: Table
    in_time: Table
    proposals: Table


def years(*, today: date) -> list[int]:
    """Years with anything counted, the newest first."""
    first = (
        Bucket.objects.filter(process__startswith=SLICE)
        .order_by("month")
        .values_list("month", flat=True)
        .first()
    )
    return list(range(today.year, (first.year if first is not None else today.year) - 1, -1))


def of_year(year: int) -> Year:
    """The figures of a calendar year; of the running one, so far."""
    rows = _kept.setdefault(year, Kept(lambda: _published(year), seconds=MINUTE)).get()
    channels = _counts(rows, RECEIVED)
    sent = _counts(rows, STEP)
    clocks = {name: _counts(rows, name) for name in (MET, LATE)}
    labels = dict(CHANNELS)
    proposals = _counts(rows, STEP, PROPOSALS)
    return Year(
        year=year, received=_one(sum(channels.values())), ended=_one(sum(_counts(rows, ENDED).values())),
        channels=_table({gettext(labels.get(key, "其他渠道")): n for key, n in channels.items()}),
        topics=_table({known_path(key) or gettext("未分类"): n for key, n in _counts(rows, TOPIC).items()}),
        units=_units(rows),
        sent_on=_table(
            {gettext(label): sent[name] for name, label in _sending().items() if name in sent} | _pressing(rows)
        ),
        proposals=_table({gettext(label): proposals[name] for name, label in ANSWERED.items() if name in proposals}),
        results=_table({gettext(RESULTS.get(key, key)): n for key, n in _counts(rows, RESULT).items()}),
        in_time=_table(
            {
                gettext("按期办到的法定期限"): sum(clocks[MET].values()),
                gettext("超过期限才办到的"): sum(clocks[LATE].values()),
            }
        ),
    )  # fmt: skip


def _published(year: int) -> Rows:
    return behind.published(date(year, 1, 1), date(year, 12, 1))


def _sending() -> dict[str, str]:
    """Steps that hand a case from the registry to another unit with a document of its own, by their labels."""
    return {
        step.name: step.label
        for process in registry.all_processes()
        if process.name.startswith(SLICE)
        for step in process.steps
        if step.document in ("transfer", "assignment", "urging")
    }


def _pressing(rows: Rows) -> dict[str, int]:
    """How many cases were opened to press a unit, by their kind."""
    found = {}
    for process in registry.all_processes():
        if process.name in PRESSING and (opened := sum(_counts(rows, RECEIVED, process.name).values())):
            found[gettext(process.label)] = opened
    return found


def _counts(rows: Rows, measure: str, process: str = SLICE) -> dict[str, int]:
    found: Counter[str] = Counter()
    for of, what, unit, key, count in rows:
        if of.startswith(process) and what == measure and unit == ALL:
            found[key] += count
    return dict(found)


def _units(rows: Rows) -> Table:
    found: Counter[int] = Counter()
    for of, what, where, _key, count in rows:
        if of.startswith(SLICE) and what == RECEIVED and where != ALL:
            found[where] += count
    named = {}
    for unit_id, total in found.most_common(MOST_UNITS):
        unit = directory.unit(unit_id)
        named[unit.name if unit is not None else gettext("已撤销的单位")] = total
    return _table(named)


def _one(value: int) -> int | None:
    (row,) = screen([[value]])
    return _shown(row[0])


def _table(counts: Mapping[str, int]) -> Table:
    """The largest first. Beside the total, a single hidden number would follow from the rest: then two are hidden."""
    ordered = sorted(counts.items(), key=lambda row: -row[1])
    if not ordered:
        return Table(())
    (row,) = screen([[count for _label, count in ordered]])
    return Table(tuple((label, _shown(value)) for (label, _n), value in zip(ordered, row, strict=True)))


def _shown(value: Shown) -> int | None:
    return None if isinstance(value, Hidden) else value
