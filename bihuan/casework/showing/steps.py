"""The steps an actor may take now, each as a form with what it will do in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.utils.translation import gettext

from bihuan.casework.assistants import Assistant, assistant_of
from bihuan.casework.errors import Text
from bihuan.casework.forms import StepForm
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case
from bihuan.casework.permissions import steps_open_to
from bihuan.casework.showing.journal import EntryView
from bihuan.casework.showing.labels import limit_words
from bihuan.casework.spec import Branch, Holder, Process, Start, Step, Who
from bihuan.common import calendars, habits
from bihuan.common.calendar.deadlines import due
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor

if TYPE_CHECKING:
    from bihuan.common.papers import Paper


@dataclass(frozen=True, slots=True)
class PartView:
    """One statutory part of what a step writes: in place, or what is still lacking."""

    name: str
    label: str
    lack: str


@dataclass(slots=True)
class StepCard:
    """A step ready to show: form, effects, and what came of sending it."""

    step: Step
    form: StepForm | None = None  # None: only its name is shown, the form is fetched when it is wanted
    effects: list[str] = field(default_factory=list)
    seen: int = 0
    submission: UUID = field(default_factory=uuid4)
    parts: list[PartView] = field(default_factory=list)
    open: bool = False
    problem: Text = ""
    since: list[EntryView] = field(default_factory=list)
    confirmed: bool = False
    confirm_missing: bool = False
    paper: Paper | None = None
    help: str = ""  # in place of the table's, where that would state a figure a district may set


def cards_for(*, case: Case, process: Process, actor: Actor, at: datetime) -> list[StepCard]:
    """A card for each step that is open to the actor: the main one first, with its form; the others fetch theirs."""
    steps = [step for step in steps_open_to(case, actor) if not _answers_nothing(case, step)]
    cards: list[StepCard] = []
    for step in sorted(steps, key=lambda step: not step.main):
        if step.main and not cards:
            cards.append(card_for(case=case, process=process, step=step, actor=actor, at=at))
            cards[0].open = True
        else:
            cards.append(StepCard(step))
    return cards


def _answers_nothing(case: Case, step: Step) -> bool:
    """The step only ends clocks, and none of them runs: nobody asked for this answer."""
    running = getattr(case, "running_clocks", None)
    ends = {*step.meets, *step.voids} if not step.target and not step.starts else set()
    return running is not None and bool(ends) and running.isdisjoint(ends)


def card_for(
    *, case: Case, process: Process, step: Step, actor: Actor, at: datetime, data: Mapping[str, Any] | None = None,
) -> StepCard:  # fmt: skip
    """The card of one step, filled in beforehand or bound to what was typed (`data`).

    A bound one says nothing of its effects: most are taken and never shown. `effects_of` says it when it is.
    """
    assistant = assistant_of(process.name, step.name)
    initial = assistant.prefill(case, actor, at) if data is None else {}
    hints = assistant.hints(case, at)
    return StepCard(
        step=step,
        form=StepForm(step=step, case=case, at=at, data=data, initial=initial, hints=hints),
        help=hints.get("", ""),
        effects=effects_of(case=case, process=process, step=step, at=at) if data is None else [],
        seen=case.seq,
        parts=parts_of(step, assistant, initial if data is None else data),
    )


def effects_of(*, case: Case, process: Process, step: Step, at: datetime) -> list[str]:
    """What taking the step will do, in sentences."""
    rules = RuleBook.of(process.name) if step.starts else RuleBook()
    return list(_effects(case, process, step, at, rules))


def parts_of(step: Step, assistant: Assistant, typed: Mapping[str, Any]) -> list[PartView]:
    """Each part that the assistant watches, with what it lacks as typed so far. Empty when it watches none."""
    if assistant.lacks is None:
        return []
    lacks = assistant.lacks({name: str(typed.get(name) or "") for name in assistant.parts})
    labels = {asked.name: asked.label for asked in step.gives}
    return [
        PartView(name, gettext(labels[name]), gettext(lacks[name]) if name in lacks else "")
        for name in assistant.parts
    ]


def _effects(case: Case, process: Process, step: Step, at: datetime, rules: RuleBook) -> Iterator[str]:
    """What the step does besides being recorded, in sentences."""
    if step.who is Who.RESIDENT:
        yield gettext("这是信访人本人的决定：请如实记录信访人所说的，记录会写明由您代为记录")
    if isinstance(step.target, Branch):
        yield gettext("案件转到哪一步，由填写的内容决定")
    elif step.target and step.target != case.state:
        yield gettext("案件转为“%(state)s”") % {"state": gettext(process.state(step.target).label)}
    if step.holder is Holder.GIVEN:
        yield gettext("由所选单位承办")
    elif step.holder is Holder.REGISTRY and case.holder_unit_id != case.registry_unit_id:
        yield gettext("由登记单位%(unit)s接手") % {"unit": case.registry_unit.short_name}
    today = at.astimezone(CHINA).date()
    for start in step.starts:
        if process.clock(start.clock).local and not rules.rule(
            start.clock, jurisdiction_id=case.jurisdiction_id, on=today
        ):
            continue
        yield _starting(case, process, start, at, rules)
    again = {start.clock for start in step.starts}
    for names, text in (
        (step.meets, gettext("“%(clock)s”期限就此完成")),
        (tuple(name for name in step.voids if name not in again), gettext("“%(clock)s”期限不再计算")),
        (step.pauses, gettext("“%(clock)s”期限暂停计算")),
        (step.resumes, gettext("“%(clock)s”期限恢复计算")),
    ):
        for name in names:
            if _runs(case, name):
                yield text % {"clock": gettext(process.clock(name).label)}
    for extend in step.extends:
        days = case.facts.get(extend.days_from)
        clock = gettext(process.clock(extend.clock).label)
        if days:
            yield gettext("“%(clock)s”期限延长%(days)s日") % {"clock": clock, "days": days}
        else:
            yield gettext("“%(clock)s”期限延长，最多%(days)s日") % {"clock": clock, "days": extend.at_most}
    if step.document:
        yield gettext("自动编号并生成文书，可下载 Word 和 PDF")


def _runs(case: Case, name: str) -> bool:
    running = getattr(case, "running_clocks", None)
    return running is None or name in running


def _starting(case: Case, process: Process, start: Start, at: datetime, rules: RuleBook) -> str:
    clock = process.clock(start.clock)
    words: dict[str, Any] = {"clock": gettext(clock.label)}
    if clock.due_from is not None:
        text = gettext("开始计算“%(clock)s”期限，到填写的日期为止") % words
    else:
        limit = rules.in_force(clock, jurisdiction_id=case.jurisdiction_id, on=at.astimezone(CHINA).date())
        words["limit"] = limit_words(limit.amount, limit.unit)
        if start.counts_from:
            text = gettext("开始计算“%(clock)s”期限%(limit)s，自填写日期的次日起") % words
        else:
            day = due(limit, start=at, calendar=calendars.current()).due_on
            words["day"] = habits.day_short(day, at) if day else ""
            text = gettext("开始计算“%(clock)s”期限%(limit)s，到%(day)s") % words
    if start.into:
        into = {"text": text, "state": gettext(process.state(start.into).label)}
        return gettext("转为“%(state)s”时，%(text)s") % into
    return text
