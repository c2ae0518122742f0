"""Writes of readiness: plans, drills, the roster, responses, call-outs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework.errors import Incomplete, NotYours, Refused, Text
from bihuan.casework.journal import actor_line
from bihuan.casework.models import Case
from bihuan.emergency.readiness.checklists import checklist_of
from bihuan.emergency.readiness.models import (
    EVENTS,
    CallOut,
    Drill,
    LogLine,
    Plan,
    PlanTrigger,
    Response,
    Shelter,
    Shift,
    Summons,
)
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Unit
from bihuan.organizations.roles import Role

WRITERS = (Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER)


class Over(Refused):
    """The response has ended."""

    message = gettext_lazy("这次响应已经结束，不能再记录。")


class NotLatest(Refused):
    """Only the latest version is revised."""

    message = gettext_lazy("这一版已经有新版本，请在最新的一版上修订。")


class NotOnDuty(Refused):
    """Only who is on duty hands over, once."""

    message = gettext_lazy("只有当班的人可以交班，而且只交一次。")


class ShiftBegun(Refused):
    """A shift that has begun is history."""

    message = gettext_lazy("这一班已经开始，不能再改动或者取消；实际的变动请写在交班事项里。")


class ShelterUnusable(Refused):
    """What is not fit to be used is not opened."""

    message = gettext_lazy("这个避难场所登记为不能使用，请先更新现状。")


class NothingToTakeOver(Refused):
    """Only who is on duty takes over, what was handed over and nobody has taken over yet."""

    message = gettext_lazy("没有等待接班的交班，或者您现在不当班。")


def keeps(actor: Actor, plan: Plan) -> bool:
    """Whether the plan is the actor's unit's own, or an enterprise's that this unit keeps."""
    return actor.unit_id is not None and actor.unit_id in (plan.unit_id, plan.kept_by_id)


def _may(actor: Actor) -> Unit:
    if actor.unit_id is None or not actor.has(*WRITERS):
        raise NotYours
    return Unit.objects.get(pk=actor.unit_id)


@transaction.atomic
def revise_plan(*, plan: Plan, issued_on: date | None, changes: str, actor: Actor, at: datetime) -> Plan:
    """A new version of a plan; its open triggers are answered by it (应急条例 art. 6). It is to be filed anew (art. 7).

    The old version stays as it was. Raises NotYours, Incomplete, NotLatest.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    _may(actor)
    if not keeps(actor, plan):
        raise NotYours
    if Plan.objects.filter(unit_id=plan.unit_id, title=plan.title, version__gt=plan.version).exists():
        raise NotLatest
    faults: dict[str, Text] = {}
    if issued_on is None or issued_on < plan.issued_on:
        faults["issued_on"] = _("发布日期不能早于上一版，请检查。")
    if not changes.strip():
        faults["changes"] = _("请写明改了什么、为什么改。")
    if faults or issued_on is None:
        raise Incomplete(faults)
    new = Plan.objects.create(
        unit_id=plan.unit_id, kind=plan.kind, event=plan.event, title=plan.title, version=plan.version + 1, issued_on=issued_on,
        entered_at=at, changes=changes.strip(), kept_by_id=plan.kept_by_id, half_yearly=plan.half_yearly,
    )  # fmt: skip
    PlanTrigger.objects.filter(plan=plan, revised_by__isnull=True).update(revised_by=new)
    return new


def file_plan(*, plan: Plan, filed_on: date | None, number: str, actor: Actor) -> Plan:
    """A version was filed with the office above (应急条例 art. 7). Raises NotYours, Incomplete."""
    _may(actor)
    if not keeps(actor, plan):
        raise NotYours
    faults: dict[str, Text] = {}
    if filed_on is None or filed_on < plan.issued_on:
        faults["filed_on"] = _("备案日期不能早于发布日期，请检查。")
    if not number.strip():
        faults["filing_number"] = _("请填写这一栏。")
    if faults:
        raise Incomplete(faults)
    plan.filed_on, plan.filing_number = filed_on, number.strip()[:60]
    plan.save(update_fields=["filed_on", "filing_number"])
    return plan


def evaluate_drill(*, drill: Drill, evaluation: str, to_improve: str, on: date, actor: Actor) -> Drill:
    """What a drill showed. A serious problem is a trigger of revision (应急条例 art. 6 no. 5)."""
    _may(actor)
    if actor.unit_id != drill.unit_id and not keeps(actor, drill.plan):
        raise NotYours
    if not evaluation.strip():
        raise Incomplete({"evaluation": _("请填写这一栏。")})
    drill.evaluation, drill.to_improve, drill.evaluated_on = evaluation.strip(), to_improve.strip(), on
    drill.save(update_fields=["evaluation", "to_improve", "evaluated_on"])
    if drill.to_improve:
        PlanTrigger.objects.create(
            plan_id=drill.plan_id, reason="problem", noted_on=on, note=drill.to_improve[:200]
        )
    return drill


@transaction.atomic
def hand_over(*, shift: Shift, note: str, actor: Actor, at: datetime) -> Shift:
    """Hand over to the next with a note of what is open. Raises NotOnDuty, Incomplete."""
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if shift.account_id != actor.account_id or shift.handed_over_at is not None or at < shift.starts_at:
        raise NotOnDuty
    if not note.strip():
        raise Incomplete({"note": _("请写明交班的事项；没有的写“无”。")})
    shift.handed_over_at, shift.handover = at, note.strip()
    shift.save(update_fields=["handed_over_at", "handover"])
    return shift


@transaction.atomic
def take_over(*, shift: Shift, actor: Actor, at: datetime) -> Shift:
    """Say that what was handed over was read: by somebody of the unit who is on duty now. Raises NothingToTakeOver."""
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    on = Shift.objects.filter(
        unit_id=shift.unit_id, account_id=actor.account_id or 0, starts_at__lte=at, ends_at__gt=at
    ).exclude(pk=shift.pk)  # fmt: skip
    if shift.handed_over_at is None or shift.taken_over_at is not None or not on.exists():
        raise NothingToTakeOver
    shift.taken_over_by_id, shift.taken_over_at = actor.account_id, at
    shift.save(update_fields=["taken_over_by", "taken_over_at"])
    return shift


@transaction.atomic
def cancel_shift(*, shift: Shift, actor: Actor, at: datetime) -> None:
    """Take a shift that has not begun off the roster. Raises NotYours, ShiftBegun."""
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if _may(actor).pk != shift.unit_id:
        raise NotYours
    if shift.starts_at <= at:
        raise ShiftBegun
    shift.delete()


def open_shelter(*, shelter: Shelter, opened: bool, actor: Actor, at: datetime) -> Shelter:
    """Open a shelter to people, or close it again. Raises NotYours, ShelterUnusable."""
    _may(actor)
    if opened and not shelter.usable:
        raise ShelterUnusable
    shelter.opened_at = (shelter.opened_at or at) if opened else None
    shelter.save(update_fields=["opened_at"])
    return shelter


@transaction.atomic
def start_response(
    *, event: str, title: str, level: str, basis: str, actor: Actor, at: datetime, case: Case | None = None
) -> Response:
    """Start a response at a level. Raises Incomplete, NotYours."""
    unit = _may(actor)
    faults: dict[str, Text] = {}
    if event not in dict(EVENTS):
        faults["event"] = _("请从列出的选项中选一个。")
    if level not in Response.Level.values:
        faults["level"] = _("请从列出的选项中选一个。")
    for name, text in (("title", title), ("basis", basis)):
        if not text.strip():
            faults[name] = _("请填写这一栏。")
    if faults:
        raise Incomplete(faults)
    response = Response.objects.create(
        unit=unit,
        case=case,
        event=event,
        title=title.strip()[:120],
        level=level,
        started_at=at,
        started_by=actor_line(actor),
    )
    LogLine.objects.create(
        response=response, kind="level", text=basis.strip(), item=level, at=at, by=actor_line(actor)
    )
    return response


@transaction.atomic
def log(*, response: Response, kind: str, text: str, actor: Actor, at: datetime, item: str = "") -> LogLine:
    """Add a line: a situation report, a change of level, a leader on site, an item done. Raises Over, Incomplete."""
    response = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if _may(actor).pk != response.unit_id:
        raise NotYours
    if response.ended_at is not None:
        raise Over
    if kind == "done" and item not in dict(checklist_of(response.event)):
        raise Incomplete({"item": _("请从列出的选项中选一个。")})
    if kind == "level" and item not in Response.Level.values:
        raise Incomplete({"item": _("请从列出的选项中选一个。")})
    if kind != "done" and not text.strip():
        raise Incomplete({"text": _("请填写这一栏。")})
    if kind == "level":
        response.level = item
        response.save(update_fields=["level"])
    if kind == "done" and (found := response.lines.filter(kind="done", item=item).first()) is not None:
        return found
    return LogLine.objects.create(
        response=response, kind=kind, item=item, text=text.strip(), at=at, by=actor_line(actor)
    )


@transaction.atomic
def end_response(*, response: Response, text: str, actor: Actor, at: datetime) -> Response:
    """End a response with its last situation report. Raises Over, Incomplete."""
    log(response=response, kind="situation", text=text, actor=actor, at=at)
    Response.objects.filter(pk=response.pk).update(ended_at=at)
    response.refresh_from_db()
    return response


@transaction.atomic
def call_out(
    *,
    accounts: Sequence[Account],
    wanted: int,
    text: str,
    actor: Actor,
    at: datetime,
    response: Response | None = None,
) -> CallOut:
    """Call the first `wanted` of the accounts; the others are the reserve, called one by one for who cannot come."""
    unit = _may(actor)
    faults: dict[str, Text] = {}
    if not text.strip():
        faults["text"] = _("请写明到哪里、做什么。")
    if not 1 <= wanted <= len(accounts):
        faults["wanted"] = _("需要的人数应当在1和名单人数之间。")
    if faults:
        raise Incomplete(faults)
    callout = CallOut.objects.create(
        response=response,
        unit=unit,
        text=text.strip()[:300],
        wanted=wanted,
        sent_at=at,
        sent_by=actor_line(actor),
    )
    Summons.objects.bulk_create(
        [
            Summons(callout=callout, account=account, rank=rank, called_at=at if rank < wanted else None)
            for rank, account in enumerate(accounts)
        ],
        batch_size=2000,
    )
    return callout


@transaction.atomic
def answer(*, callout: CallOut, coming: bool, actor: Actor, at: datetime) -> Summons:
    """Say that one comes or cannot; for who cannot, the next of the reserve is called. Answers at once wait for nobody:
    each locks its own row and at most one free row of the reserve. Raises NotYours."""
    mine = (
        Summons.objects.select_for_update(of=("self",))
        .filter(callout=callout, account_id=actor.account_id or 0)
        .first()
    )
    if mine is None or mine.called_at is None:
        raise NotYours
    said = "coming" if coming else "cannot"
    if mine.answer == said:
        return mine
    was, mine.answer, mine.answered_at = mine.answer, said, at
    mine.save(update_fields=["answer", "answered_at"])
    if not coming and was != "cannot":
        call_reserve(callout=callout, count=1, at=at)
    return mine


def call_reserve(*, callout: CallOut, count: int, at: datetime) -> int:
    """Call so many of the reserve, in order. Returns how many there still were."""
    free = (
        Summons.objects.select_for_update(skip_locked=True, of=("self",)).filter(callout=callout, called_at__isnull=True)
        .order_by("rank").values_list("pk", flat=True)[:count]
    )  # fmt: skip
    return Summons.objects.filter(pk__in=list(free)).update(called_at=at)


@transaction.atomic
def call_for_the_silent(*, callout: CallOut, actor: Actor, at: datetime) -> int:
    """Call as many of the reserve as have not answered. Raises NotYours."""
    if _may(actor).pk != callout.unit_id:
        raise NotYours
    rows = callout.summonses
    lacking = callout.wanted - rows.filter(answer="coming").count()
    already = rows.filter(Q(rank__gte=callout.wanted), called_at__isnull=False, answer="").count()
    return call_reserve(callout=callout, count=max(0, lacking - already), at=at)
