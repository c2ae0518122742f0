"""The trace of a case, read from the record: one query for each kind of thing, whatever the number of entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from bihuan.casework import journal, registry
from bihuan.casework.models import Case, ClockRow, Entry, Notice, OutboxMessage
from bihuan.casework.showing.journal import label_of
from bihuan.casework.spec import Process
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.models import Account, Appointment, Post
from bihuan.organizations.selectors import Tenure
from bihuan.supervision.models import Money, Statement
from bihuan.supervision.trace import days
from bihuan.supervision.trace.days import Ended, Move, Outcome, Run

DUTIES = ("holder", "registry")


@dataclass(frozen=True, slots=True)
class Held:
    """A run of days with names, and who led the unit in it: tenures of its head's post with the gaps between."""

    run: Run
    unit: str
    account: str
    heads: list[Tenure]
    through: list[str]  # who else had it for a part of the first day

    @property
    def gaps(self) -> list[Tenure]:
        """Days on which nobody, acting or not, led the unit."""
        return [one for one in self.heads if one.vacant]


@dataclass(frozen=True, slots=True)
class Extension:
    """A deadline that was moved: how, by whom, when, with the reason given."""

    how: str  # label of the step
    by: str
    at: datetime
    days: int | None


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One run of a clock."""

    row: ClockRow
    label: str
    holder: str  # who had the ball at its end, or now
    ended: Ended
    extensions: list[Extension] = field(default_factory=list)

    @property
    def missed(self) -> bool:
        """Its end passed before the duty was done."""
        return self.ended.outcome in (Outcome.LATE, Outcome.OVERDUE, Outcome.LAPSED)


@dataclass(frozen=True, slots=True)
class ToldLine:
    """Something that was told: what, to whom, and when each opened it (None: not yet)."""

    kind: str
    data: dict[str, object]
    unit: str
    at: datetime
    opened: list[tuple[str, datetime | None]]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the journal."""

    entry: Entry
    label: str
    actor: str
    holder: str


@dataclass(frozen=True, slots=True)
class CaseTrace:
    """Everything the record shows of a case between two days, inclusive, seen at `at`."""

    case: Case
    process: Process
    first: date
    last: date
    at: datetime
    lines: list[Line]
    held: list[Held]
    clocks: list[ClockLine]
    told: list[ToldLine]
    money: list[Money]
    statements: list[Statement]

    @property
    def days(self) -> int:
        """How many days it covers."""
        return sum(one.run.days for one in self.held)

    @property
    def missed(self) -> list[ClockLine]:
        """Clocks of offices whose end passed before the duty was done."""
        return [one for one in self.clocks if one.missed]

    @property
    def gaps(self) -> list[tuple[str, Tenure]]:
        """Units that nobody led while they had the ball."""
        return [(one.unit, gap) for one in self.held for gap in one.gaps]


def of_case(case: Case, *, at: datetime, first: date | None = None, last: date | None = None) -> CaseTrace:
    """The trace of a case. Without dates: from its first entry to its end, or to `at`."""
    process = registry.get(case.process)
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    moves = [Move(entry.at, entry.holder_unit_id, entry.holder_account_id) for entry in entries]
    start = min((entry.at for entry in entries), default=case.registered_at).astimezone(CHINA).date()
    end = (case.ended_at or at).astimezone(CHINA).date()
    first = max(first or start, start)
    last = min(last or end, at.astimezone(CHINA).date())
    seen = min(at, datetime.combine(last + timedelta(days=1), time(), CHINA))
    found = days.runs(moves, first=first, last=last)
    names = _names(entries, found)
    begin = datetime.combine(first, time(), CHINA)
    return CaseTrace(
        case=case, process=process, first=first, last=last, at=at,
        lines=[
            Line(entry, label_of(entry, process), journal.actor_text(entry.actor), _unit(entry.holder_unit_id))
            for entry in entries
            if first <= entry.at.astimezone(CHINA).date() <= last
        ],
        held=_held(found, moves, names),
        clocks=_clocks(case, process, entries, begin, seen),
        told=[line for _key, line in told_lines(Q(case=case), begin, seen)],
        money=list(Money.objects.filter(case=case, on__lte=last).select_related("line")),
        statements=list(Statement.objects.filter(case=case).select_related("unit")),
    )  # fmt: skip


def _unit(key: int | None) -> str:
    facts = directory.unit(key)
    return facts.short_name if facts is not None else ""


def _names(entries: list[Entry], found: list[Run]) -> dict[int, str]:
    keys = {run.account for run in found} | {entry.holder_account_id for entry in entries}
    return dict(Account.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))


def _held(found: list[Run], moves: list[Move], names: dict[int, str]) -> list[Held]:
    posts = {
        post.unit_id: post for post in Post.objects.filter(unit__in={run.unit for run in found}, is_head=True)
    }
    tenures = _tenures([post.pk for post in posts.values()])
    lines = []
    for run in found:
        post = posts.get(run.unit)
        heads = cut(tenures.get(post.pk, []), run.first, run.last) if post is not None else [
            Tenure(run.first, run.last, None)
        ]  # fmt: skip
        through = [
            _unit(move.unit) for move in days.passed_through(moves, run.first) if move.unit != run.unit
        ]
        name = names.get(run.account, "") if run.account else ""
        lines.append(Held(run, _unit(run.unit), name, heads, list(dict.fromkeys(through))))
    return lines


def _tenures(posts: list[int]) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.filter(post__in=posts).select_related("account", "post")
    for row in rows.order_by("starts_on", "pk"):
        found.setdefault(row.post_id, []).append(row)
    return found


def cut(rows: list[Appointment], first: date, last: date) -> list[Tenure]:
    """The tenures of one post between two days with the gaps between them (`organizations.who_held`, from rows read once)."""
    found: list[Tenure] = []
    uncovered: date | None = first
    for row in rows:
        end = last if row.ends_on is None else min(row.ends_on, last)
        start = max(row.starts_on, first)
        if start > end:
            continue
        if uncovered is not None and start > uncovered:
            found.append(Tenure(uncovered, start - timedelta(days=1), None))
        found.append(Tenure(start, end, row))
        if uncovered is not None:
            after = end + timedelta(days=1)
            uncovered = None if after > last else max(uncovered, after)
    if uncovered is not None and uncovered <= last:
        found.append(Tenure(uncovered, last, None))
    return found


def _clocks(
    case: Case, process: Process, entries: list[Entry], begin: datetime, seen: datetime
) -> list[ClockLine]:
    """Every run of every clock that touched the period, once, in the order they were started."""
    by_seq = {entry.seq: entry for entry in entries}
    labels = {clock.name: clock.label for clock in process.clocks}
    rows = (
        ClockRow.objects.filter(case=case)
        .filter(Q(stopped_at__isnull=True) | Q(stopped_at__gte=begin))
        .order_by("start_seq", "pk")
    )
    lines = []
    for row in rows:
        if row.start_seq in by_seq and by_seq[row.start_seq].at > seen:
            continue
        outcome = days.ended(
            due_at=row.due_at, stopped_at=row.stopped_at, stopped_by=row.stopped_by, at=seen,
            duty=row.obliges in DUTIES,
        )  # fmt: skip
        # Who owed it: whoever had the ball when it stopped, that is before the step that stopped it.
        last = max(
            (seq for seq in by_seq if row.stop_seq is None or seq < row.stop_seq), default=row.start_seq
        )
        holder = by_seq[last].holder_unit_id if last in by_seq else case.holder_unit_id
        if row.obliges == "registry":
            holder = case.registry_unit_id
        lines.append(
            ClockLine(row, labels.get(row.name, row.name), _unit(holder), outcome, extensions(row, process, entries))
        )  # fmt: skip
    return lines


def extensions(row: ClockRow, process: Process, entries: list[Entry]) -> list[Extension]:
    """Steps that prolonged this run, and the step that set it another date by starting it anew."""
    steps = {step.name: step for step in process.steps}
    found = []
    for entry in entries:
        step = steps.get(entry.step)
        if step is None or entry.kind != "step":
            continue
        grown = next((one for one in step.extends if one.clock == row.name), None)
        inside = entry.seq > row.start_seq and (row.stop_seq is None or entry.seq < row.stop_seq)
        renewed = (
            row.stopped_by == "void"
            and entry.seq == row.stop_seq
            and row.name in step.voids
            and any(start.clock == row.name for start in step.starts)
        )
        if (grown is not None and inside) or renewed:
            asked = entry.data.get(grown.days_from) if grown is not None else None
            by = journal.actor_text(entry.actor)
            found.append(Extension(step.label, by, entry.at, int(asked) if isinstance(asked, int) else None))
    return found


def told_lines(which: Q, begin: datetime, seen: datetime) -> list[tuple[int | None, ToldLine]]:
    """What was told between two moments, by the case it was about, with who opened it when."""
    messages = list(
        OutboxMessage.objects.filter(which, created_at__gte=begin, created_at__lt=seen).order_by("created_at", "pk")
    )  # fmt: skip
    opened: dict[int, list[tuple[str, datetime | None]]] = {}
    for notice in Notice.objects.filter(message__in=messages).select_related("account").order_by("pk"):
        read = notice.read_at if notice.read_at is not None and notice.read_at < seen else None
        opened.setdefault(notice.message_id, []).append((notice.account.name, read))
    return [
        (
            row.case_id,
            ToldLine(row.kind, row.data, _unit(row.unit_id), row.created_at, opened.get(row.pk, [])),
        )
        for row in messages
    ]
