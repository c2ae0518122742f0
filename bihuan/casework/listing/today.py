"""What Today shows: what I hold and what my unit holds, by deadline, each with its one next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from bihuan.casework import registry
from bihuan.casework.filters import RUNNING
from bihuan.casework.listing.cells import address, deadline
from bihuan.casework.listing.columns import COLUMNS, ListColumn
from bihuan.casework.listing.finding import with_columns
from bihuan.casework.models import Case, Notice, Part, Task
from bihuan.casework.permissions import steps_open_to
from bihuan.casework.selectors import visible_cases
from bihuan.casework.spec import Phase, Step, Who
from bihuan.casework.wall import policy
from bihuan.common.calendar.working import CHINA
from bihuan.common.compiled import Compiled
from bihuan.common.urgency import urgency
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import ROLE_TEXTS, Role

SHOWN = 20
CAP = 100
NOTICES = 5
DAYS = 7
WATCHES = frozenset({Role.LEADER, Role.SUPERVISOR, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Line:
    """A case with the one next step open to the actor, or who else has it."""

    case: Case
    step: Step | None
    waits_for: str
    state: str
    due: SafeString
    urgency: str
    url: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The beginning of a list by deadline, and how long the list is (CAP stands for "or more")."""

    lines: Sequence[Line]
    total: int

    @property
    def more(self) -> bool:
        """There are more than shown."""
        return self.total > len(self.lines)

    @property
    def text(self) -> str:
        """The number as it is written: 99+."""
        return f"{CAP - 1}+" if self.total >= CAP else str(self.total)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip."""

    on: date
    count: int
    today: bool
    label: str
    url: str


def line_of(case: Case, actor: Actor, at: datetime) -> Line:
    """A case with its next step: read from the table, no query."""
    step = next((step for step in steps_open_to(case, actor) if step.main), None)
    return Line(
        case=case, step=step, waits_for="" if step else _who_else(case),
        state=gettext(registry.get(case.process).state(case.state).label), due=deadline(case, at),
        urgency=urgency(case.next_due_at, now=at) if case.next_due_at else "calm", url=address(case),
    )  # fmt: skip


def _who_else(case: Case) -> str:
    process = registry.get(case.process)
    for step in process.steps_from(case.state):
        if step.main and step.who is not Who.SYSTEM:
            comma = ", " if (get_language() or "").startswith("en") else "、"
            roles = comma.join(gettext(ROLE_TEXTS[role].label) for role in step.roles)
            return gettext("待%(roles)s办理：%(step)s") % {"roles": roles, "step": gettext(step.label)}
    return ""


def _queue(cases: QuerySet[Case], actor: Actor, at: datetime, shown: Sequence[ListColumn] = ()) -> Queue:
    rows = list(with_columns(cases, shown, steps=True).order_by("next_due_at", "pk")[:SHOWN])
    total = len(rows) if len(rows) < SHOWN else cases.order_by()[:CAP].count()
    return Queue([line_of(case, actor, at) for case in rows], total)


def held_by(actor: Actor) -> QuerySet[Case]:
    """Open cases in the actor's own hands, in any unit the actor sits in now."""
    return Case.objects.filter(
        policy.passes(actor),
        RUNNING,
        phase=Phase.OPEN,
        holder_account=actor.account_id,
        holder_unit=actor.unit_id,
    )


def common_queue(actor: Actor) -> QuerySet[Case]:
    """Open cases of the actor's unit that nobody in it has been given."""
    return Case.objects.filter(
        policy.passes(actor),
        RUNNING,
        phase=Phase.OPEN,
        holder_unit=actor.unit_id,
        holder_account__isnull=True,
    )


def mine(actor: Actor, at: datetime) -> Queue:
    """What I hold, the earliest deadline first, those without one last."""
    return _queue(held_by(actor), actor, at)


def unit_queue(actor: Actor, at: datetime) -> Queue:
    """What waits in my unit for somebody to take it."""
    return _queue(common_queue(actor), actor, at)


def oldest_overdue(actor: Actor, at: datetime) -> Queue:
    """The district's cases that are past their deadline, the oldest first."""
    return _queue(visible_cases(actor).filter(RUNNING, next_due_at__lte=at), actor, at, (COLUMNS["holder"],))


def week(actor: Actor, at: datetime, *, unit_code: str) -> list[Day]:
    """How many deadlines fall on each of the next days: of my unit, or without one of the whole district."""
    asked = {"unit": unit_code} if unit_code else {}
    today = at.astimezone(CHINA).date()
    start = datetime.combine(today, time(), CHINA)
    held = Case.objects.filter(policy.passes(actor), holder_unit=actor.unit_id)
    cases = held if unit_code else visible_cases(actor)
    rows = (
        # A deadline at midnight belongs to the day that ends with it.
        cases.filter(RUNNING, next_due_at__gt=start, next_due_at__lte=start + timedelta(days=DAYS))
        .order_by()
        .values(on=TruncDate(_a_moment_before("next_due_at"), tzinfo=CHINA))
        .annotate(count=Count("pk"))
        .values_list("on", "count")
    )
    counts = dict(rows)
    days = [today + timedelta(days=n) for n in range(DAYS)]
    return [
        Day(
            day, counts.get(day, 0), day == today, gettext("今天") if day == today else _weekday(day),
            _list(sort="due", due_from=day.isoformat(), due_to=day.isoformat(), **asked),
        )
        for day in days
    ]  # fmt: skip


def _weekday(day: date) -> str:
    names = (
        gettext("周一"),
        gettext("周二"),
        gettext("周三"),
        gettext("周四"),
        gettext("周五"),
        gettext("周六"),
        gettext("周日"),
    )
    return f"{names[day.weekday()]} {day.day}"


def _list(**asked: str) -> str:
    return f"{reverse('casework:cases')}?{urlencode(asked)}"


def addresses(username: str, unit_code: str) -> dict[str, str]:
    """Where each queue goes on as a list."""
    return {
        "mine": _list(phase=Phase.OPEN, officer=username, unit=unit_code, sort="due"),
        "unit": _list(phase=Phase.OPEN, unit=unit_code, unassigned="1", sort="due"),
        "overdue": _list(overdue="1", sort="due"),
    }


def _a_moment_before(name: str) -> ExpressionWrapper[CombinedExpression]:
    return ExpressionWrapper(F(name) - timedelta(microseconds=1), output_field=DateTimeField())


def parts_asked(actor: Actor) -> list[Part]:
    """Requests for help that wait for my unit's answer, the earliest date first."""
    return policy.kept(actor, _parts.rows(actor.unit_id)) if actor.unit_id is not None else []


def tasks_of(actor: Actor) -> list[Task]:
    """Sub-tasks that are mine, or my unit's and nobody's yet, the earliest date first."""
    if actor.account_id is None or actor.unit_id is None:
        return []
    return policy.kept(actor, _tasks.rows(actor.account_id, actor.unit_id))


_parts: Compiled[Part] = Compiled(
    lambda unit: Part.objects.filter(unit=unit, replied_at__isnull=True, released_at__isnull=True)
    .select_related("case", "case__holder_unit").order_by("due_on", "asked_at")[:SHOWN],
    -1,
)  # fmt: skip
_tasks: Compiled[Task] = Compiled(
    lambda account, unit: Task.objects.filter(
        Q(account=account) | Q(account__isnull=True), unit=unit, done_at__isnull=True
    ).select_related("case").order_by("due_on", "pk")[:SHOWN],
    -1, -2,
)  # fmt: skip


def _unread_of(account_id: int) -> QuerySet[Notice]:
    rows = Notice.objects.filter(account=account_id, read_at__isnull=True)
    return rows.select_related("message", "message__case").order_by("-at", "-pk")


_unread: Compiled[Notice] = Compiled(lambda account: _unread_of(account)[:NOTICES], -1)


def unread(actor: Actor) -> list[Notice]:
    """My newest unread notices, no more than NOTICES."""
    if actor.account_id is None:
        return []
    if not policy.asked(actor):
        return _unread.rows(actor.account_id)
    return list(_unread_of(actor.account_id).filter(policy.passes(actor, "message__case"))[:NOTICES])
