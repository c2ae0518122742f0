"""Co-handling: units that help, one lead that writes the consolidated reply (信访工作条例 art. 24)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import errors, journal, outbox
from bihuan.casework.models import Case, Entry, Part
from bihuan.casework.permissions import barred, shut_out, works_on
from bihuan.casework.services import writing
from bihuan.casework.wall import rounds
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.selectors import valid_on


@transaction.atomic
def ask_for_help(
    *, case_id: int, unit_id: int, asked: str, actor: Actor, at: datetime, due_on: date | None = None,
    submission: UUID | None = None,
) -> Case:  # fmt: skip
    """Ask another unit to help; it may see the case from now on, the lead keeps the ball. Raises NotYours, Incomplete."""
    locked = writing.lock(case_id, seen=None, submission=submission)
    if isinstance(locked, Entry) or writing.already_taken(submission, case_id=case_id):
        return locked.case if isinstance(locked, Entry) else locked
    if not works_on(locked, actor):
        raise errors.NotYours
    today = at.astimezone(CHINA).date()
    unit = Unit.objects.filter(valid_on(today), pk=unit_id).first()
    faults: dict[str, errors.Text] = {}
    if not asked.strip():
        faults["asked"] = _("请写明请对方办理什么。")
    if unit is None or unit_id == locked.holder_unit_id:
        faults["unit"] = _("请选择另一个单位；承办单位自己不用协办。")
    elif unit_id in barred(locked):
        faults["unit"] = rounds.refusal(unit_id, barred(locked), at)
    elif locked.parts.filter(unit=unit, replied_at__isnull=True, released_at__isnull=True).exists():
        faults["unit"] = _("这个单位已经在协办，还没有答复。")
    if due_on is not None and due_on < today:
        faults["due_on"] = _("要求答复的日期已经过了。")
    if faults:
        raise errors.Incomplete(faults)
    part = Part.objects.create(case=locked, unit_id=unit_id, asked=asked.strip(), asked_at=at, due_on=due_on)
    writing.involve(locked, unit_id)
    entry = writing.record(
        locked, actor=actor, at=at, recorded_at=None, kind="part", step="ask_for_help", submission=submission,
        data={"unit": unit_id, "asked": part.asked, "due_on": due_on.isoformat() if due_on else None},
    )  # fmt: skip
    outbox.tell_unit(case=locked, entry=entry, unit_id=unit_id, kind="help_asked")
    return locked


@transaction.atomic
def answer_part(*, part_id: int, reply: str, actor: Actor, at: datetime) -> Case:
    """The helping unit answers the lead. Raises NotYours when it is not their part, NotNow when answered already."""
    case, part = _locked_part(part_id)
    if part.unit_id != actor.unit_id or shut_out(case, actor):
        raise errors.NotYours
    if part.replied_at is not None or part.released_at is not None:
        raise errors.NotNow(_("协办意见已经交过，或者主办单位已经撤回协办。"))
    if not reply.strip():
        raise errors.Incomplete({"reply": _("请填写协办意见。")})
    part.reply, part.replied_at, part.replied_by = reply.strip(), at, journal.actor_line(actor)
    part.save(update_fields=("reply", "replied_at", "replied_by"))
    entry = writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="part", step="answer_part",
        data={"unit": part.unit_id, "reply": part.reply},
    )  # fmt: skip
    outbox.tell_unit(case=case, entry=entry, unit_id=case.holder_unit_id, kind="help_given")
    return case


@transaction.atomic
def release_part(*, part_id: int, reason: str, actor: Actor, at: datetime) -> Case:
    """The lead withdraws the request for help, with a reason that stays on record."""
    case, part = _locked_part(part_id)
    if not works_on(case, actor):
        raise errors.NotYours
    if part.replied_at is not None or part.released_at is not None:
        raise errors.NotNow(_("协办意见已经交过，或者已经撤回。"))
    if not reason.strip():
        raise errors.Incomplete({"reason": _("请写明为什么撤回。")})
    part.released_at = at
    part.save(update_fields=("released_at",))
    writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="part", step="release_part",
        data={"unit": part.unit_id, "reason": reason.strip()},
    )  # fmt: skip
    return case


def _locked_part(part_id: int) -> tuple[Case, Part]:
    part = Part.objects.get(pk=part_id)
    case = writing.lock(part.case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    part.refresh_from_db()
    return case, part
