"""What lies on each desk: always among the cases the actor may see, never by who appeals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet
from django.utils.dateparse import parse_date

from bihuan.appeals.processes import ALL
from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.processes.petition import PETITION
from bihuan.casework import registry
from bihuan.casework.models import Case, Entry
from bihuan.casework.selectors import visible_cases
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor

MOST = 200  # rows of a desk; the case list goes on from there
# In the order of the work: to be decided, to be served, to be sent back or carried out.
REVIEW = (
    "reviewing", "re_reviewing", "re_hearing", "reviewed", "re_reviewed", "revoked", "carrying", "re_served",
    "review_served",
)  # fmt: skip
CALLS = ("calling", "unsatisfied", "replied")
PROMISED = ("executing", "promised", "helping", "redoing", "deferred")


@dataclass(slots=True)
class Row:
    """A case on a desk, with what that desk asks of its journal."""

    case: Case
    state: str
    asked_on: date | None = None
    asked: str = ""
    opinion: str = ""
    calls: int = 0
    last_call: datetime | None = None
    words: str = ""


@dataclass(slots=True)
class Heap:
    """Open cases of one unit, field of topics or state: how many, the oldest day, how many are late."""

    name: str
    count: int = 0
    oldest: date | None = None
    late: int = 0
    waiting: list[tuple[str, int]] = field(default_factory=list)  # state (a Chinese label) and how many

    def days(self, today: date) -> int:
        """The age of the oldest, in days."""
        return (today - self.oldest).days if self.oldest is not None else 0


def review_desk(actor: Actor) -> list[Row]:
    """Reviews and re-reviews that the actor's unit holds, the nearest deadline first (art. 35, 36)."""
    rows = _rows(
        _of(actor).filter(process=PETITION.name, state__in=REVIEW, holder_unit_id=actor.unit_id),
        PETITION.name,
    )
    by_case = {row.case.pk: row for row in rows}
    outcomes = dict(_choices("decide_review", "review_result"))
    steps = ("ask_review", "ask_re_review", "decide_review", "decide_re_review")
    for entry in Entry.objects.filter(case__in=by_case, kind="step", step__in=steps).order_by("case", "seq"):
        row = by_case[entry.case_id]
        given = entry.data.get("given", entry.data)
        if entry.step.startswith("ask_"):
            row.asked_on = parse_date(str(given.get("asked_on", "")))
            row.asked, row.opinion = PETITION.step(entry.step).label, ""
        else:
            row.opinion = outcomes.get(str(given.get("review_result", "")), "")
    return rows


def call_backs(actor: Actor) -> list[Row]:
    """Hotline orders to be called back, redone or looked over in the actor's registry, the longest waiting first."""
    cases = _of(actor).filter(process=HOTLINE.name, state__in=CALLS, holder_unit_id=actor.unit_id)
    rows = _rows(cases, HOTLINE.name, "holder_since")
    by_case = {row.case.pk: row for row in rows}
    steps = ("call_unreached", "call_unsatisfied", "resident_unsatisfied", "pass_audit")
    for entry in Entry.objects.filter(case__in=by_case, kind="step", step__in=steps).order_by("case", "seq"):
        row = by_case[entry.case_id]
        given = entry.data.get("given", entry.data)
        if entry.step == "pass_audit":  # done anew: calls are counted anew
            row.calls = 0
        elif entry.step == "call_unreached":
            row.calls, row.last_call = row.calls + 1, entry.at
        else:
            row.words = str(given.get("words", ""))
    return sorted(rows, key=lambda row: CALLS.index(row.case.state))


def heaps(actor: Actor, *, at: datetime) -> tuple[list[Heap], list[Heap]]:
    """What lies open, by unit and by field of topics, with the reason for waiting: the state it is in. Never by person."""
    labels = {
        (process.name, state.name): state.label for process in ALL for state in process.states
    }  # a report of wrongdoing counts where the actor may see it at all
    groups = (
        _of(actor)
        .exclude(phase=Phase.ENDED)
        .filter(process__in=[process.name for process in ALL])
        .order_by()
        .values_list("holder_unit__name", "topic", "process", "state")
        .annotate(n=Count("pk"), oldest=Min("received_on"), late=Count("pk", filter=Q(next_due_at__lte=at)))
    )
    units: dict[str, Heap] = {}
    topics: dict[str, Heap] = {}
    for unit, topic, process, state, count, oldest, late in groups:
        for heap in (
            units.setdefault(unit, Heap(unit)),
            topics.setdefault(topic.split("/")[0], Heap(topic.split("/")[0])),
        ):
            heap.count += count
            heap.late += late
            heap.oldest = min(heap.oldest or oldest, oldest)
            heap.waiting.append((labels.get((process, state), state), count))
    for heap in (*units.values(), *topics.values()):
        sums: dict[str, int] = {}
        for label, count in heap.waiting:
            sums[label] = sums.get(label, 0) + count
        heap.waiting = sorted(sums.items(), key=lambda row: -row[1])
    return _oldest_first(units), _oldest_first(topics)


def promises(actor: Actor) -> list[Row]:
    """What was promised by a date and is not proven yet, the nearest date first."""
    cases = _of(actor).filter(state__in=PROMISED, process__in=(PETITION.name, HOTLINE.name))
    return _rows(cases.exclude(phase=Phase.ENDED))


def _of(actor: Actor) -> QuerySet[Case]:
    return visible_cases(actor)


def _rows(cases: QuerySet[Case], process: str = "", order: str = "next_due_at") -> list[Row]:
    found = cases.select_related("holder_unit", "jurisdiction").order_by(order, "pk")[:MOST]
    return [Row(case, registry.get(process or case.process).state(case.state).label) for case in found]


def _choices(step: str, name: str) -> tuple[tuple[str, str], ...]:
    return next(one.choices for one in PETITION.step(step).gives if one.name == name)


def _oldest_first(found: dict[str, Heap]) -> list[Heap]:
    return sorted(found.values(), key=lambda heap: (heap.oldest or date.max, heap.name))


def today_of(at: datetime) -> date:
    """The day in China."""
    return at.astimezone(CHINA).date()
