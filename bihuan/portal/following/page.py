"""One case as its resident reads it: who has it, since when, until when and why, what was done, what they can do.

No internal note, no helper, no sub-task, no officer's name: only steps of the table, units and dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from bihuan.appeals.rules import spoken
from bihuan.appeals.services.groups import step_left
from bihuan.casework import registry
from bihuan.casework.models import Case, Entry
from bihuan.casework.permissions import steps_open_to
from bihuan.casework.showing.clocks import ClockView, clocks_of
from bihuan.casework.spec import Obliges, Phase, Process, Step
from bihuan.common import calendars
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.actor import RESIDENT
from bihuan.portal.following import papers as issued
from bihuan.portal.following.seats import person_of, right_ends, signatory_of
from bihuan.portal.models import AccessCode, Question, Rating, Sent
from bihuan.portal.services.rating import handler_of, may_rate
from bihuan.portal.wording import DO, NEXT, TOLD
from bihuan.vault import selectors as vault
from bihuan.vault.fields import FIELD_LABELS, Field
from bihuan.vault.purposes import BASES, Purpose


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history. `lines`: what was given with it that the resident may read."""

    text: str
    at: datetime
    unit: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Doing:
    """A step of the resident's that the table opens now. `until`: when a right of theirs that it uses runs out.

    `over`: that right ran out already. The step is still there to be asked for: whoever does is told what is possible.
    """

    step: Step
    label: str
    until: datetime | None
    over: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One opening of the resident's identity: when, which unit, for what, by what law."""

    at: datetime
    unit: str
    purpose: str
    law: str
    fields: str


@dataclass(frozen=True, slots=True)
class Rated:
    """One of the two offices that are rated, and the rating once given."""

    target: str
    label: str
    unit: str
    rating: Rating | None


@dataclass(frozen=True, slots=True)
class Following:
    """Everything the page shows, read once."""

    case: Case
    state: str
    ended: bool
    holder: str
    clocks: tuple[ClockView, ...]
    rights: tuple[ClockView, ...]
    past: tuple[ClockView, ...]
    next: str
    history: tuple[Told, ...]
    papers: tuple[issued.Shown, ...]
    decision: issued.Shown | None
    open_questions: tuple[Question, ...]
    answered: tuple[Question, ...]
    sent: tuple[Sent, ...]
    doings: tuple[Doing, ...]
    ratings: tuple[Rated, ...]
    may_rate: bool
    named: bool
    leaves: bool  # a signatory beside the first may step out
    openings: tuple[Seen, ...]


def following(*, code: AccessCode, at: datetime) -> Following:
    """The case behind a code, as its seat may see it."""
    case = code.case
    process = registry.get(case.process)
    state = process.state(case.state)
    entries = list(Entry.objects.filter(case=case, kind="step").order_by("seq"))
    labels = {entry.seq: _told(entry, process) for entry in entries}
    clocks = [
        view
        for view in clocks_of(case=case, process=process, calendar=calendars.current(), starts=labels, at=at)
        if view.row.obliges != Obliges.OPTION
    ]
    questions = list(Question.objects.filter(case=case, seat=code.seat).select_related("unit").order_by("pk"))
    shown = issued.of_case(case)
    running = [view for view in clocks if view.running and view.state != "lapsed"]
    return Following(
        case=case, state=gettext(state.label), ended=state.phase is Phase.ENDED, holder=_unit(case.holder_unit_id),
        clocks=tuple(view for view in running if view.row.obliges != Obliges.RESIDENT),
        rights=tuple(view for view in running if view.row.obliges == Obliges.RESIDENT),
        past=tuple(view for view in clocks if view not in running),
        next=_next(case, at),
        history=tuple(
            Told(labels[entry.seq], entry.at, _unit(entry.unit_id), entry.unit_id is None) for entry in entries
        ),
        papers=tuple(shown), decision=next((one for one in reversed(shown) if one.decides and not one.void), None),
        open_questions=tuple(one for one in questions if one.answered_at is None),
        answered=tuple(one for one in questions if one.answered_at is not None),
        sent=tuple(Sent.objects.filter(case=case, seat=code.seat).select_related("attachment").order_by("at", "pk")),
        doings=tuple(_doings(case, code.seat, clocks, entries, at)),
        ratings=tuple(_ratings(case, code.seat)), may_rate=may_rate(case),
        leaves=signatory_of(case, code.seat) is not None,
        **_identity(case, code.seat),
    )  # fmt: skip


# What of a step is told in the words it was written in, because it was written for the resident: (process, step) to field.
TOLD_WHOLE = {("appeals.hotline", "explain_late"): "why_late"}


def _next(case: Case, at: datetime) -> str:
    """What comes next, with the time limits in force where the matter is."""
    text = str(NEXT.get(case.state, ""))
    if "%(" not in text:
        return text
    return text % spoken.on_pages(place=case.jurisdiction_id, on=at.astimezone(CHINA).date())


def _told(entry: Entry, process: Process) -> str:
    told = str(TOLD.get(entry.step, ""))
    label = told or gettext(
        next((step.label for step in process.steps if step.name == entry.step), entry.step)
    )
    answered = entry.data.get(TOLD_WHOLE.get((process.name, entry.step), ""))
    if answered is None and not told and process.name == "pressure.report":
        answered = entry.data.get("reply")
    return f"{label}：{answered}" if answered else label


def _unit(unit_id: int | None) -> str:
    unit = directory.unit(unit_id)
    return unit.name if unit is not None else ""


def _doings(
    case: Case, seat: int, clocks: Sequence[ClockView], entries: Sequence[Entry], at: datetime
) -> list[Doing]:
    """Read from the table: a step of the resident's, with the right it uses, if that right has a clock.

    A signatory beside the first has their own right of review, from the day the reply reached them.
    """
    if seat:
        signatory = signatory_of(case, seat)
        ends = right_ends(signatory) if signatory is not None else None
        left = step_left(case) if ends is not None and at < ends else None
        return [Doing(left, _label(left), ends)] if left is not None else []
    table = registry.get(case.process)
    found = []
    for step in steps_open_to(case, RESIDENT):
        uses = [name for name in step.meets if table.clock(name).obliges is Obliges.RESIDENT]
        if not uses:
            found.append(Doing(step, _label(step), None))
            continue
        rows = [view.row for view in clocks if view.row.name in uses]
        right = max(rows, key=lambda row: row.start_seq, default=None)
        if right is None or any(one.step == step.name and one.seq > right.start_seq for one in entries):
            continue  # it never began to run, or it was used
        over = right.stopped_at is not None or (right.due_at is not None and right.due_at <= at)
        found.append(
            Doing(step, _label(step), None if over else right.due_at, right.due_at if over else None)
        )
    return found


def _label(step: Step) -> str:
    return str(DO.get(step.name, "")) or gettext(step.label)


def _ratings(case: Case, seat: int) -> list[Rated]:
    given = {rating.target: rating for rating in Rating.objects.filter(case=case, seat=seat)}
    registry_unit, handler = case.registry_unit_id, handler_of(case)
    return [
        Rated("registry", gettext("信访部门"), _unit(registry_unit), given.get("registry")),
        Rated("handler", gettext("承办单位"), _unit(handler), given.get("handler")),
    ]


def _identity(case: Case, seat: int) -> dict[str, Any]:
    key = person_of(case, seat)
    if key is None:
        return {"named": False, "openings": ()}
    seen = tuple(
        Seen(
            opening.at, opening.unit_name or gettext("系统（给您发通知）"),
            gettext(BASES[Purpose(opening.purpose)].label), gettext(opening.law),
            gettext("、").join(gettext(FIELD_LABELS[Field(name)]) for name in opening.fields),
        )
        for opening in vault.openings_of(person_id=key)
    )  # fmt: skip
    return {"named": True, "openings": seen}
