"""Taking in what a phone sends: each record once, and none lost. What cannot be taken is held for a person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete, NotNow, NotYours, Text
from bihuan.casework.journal import actor_line
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.safety.field.errors import FilesMissing, HowMissing, OtherContent, Unreadable
from bihuan.safety.field.models import Arrival, Device, Evidence
from bihuan.safety.field.reading import Sheet, read, record_of
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.inspections.process import OWES_RECORD
from bihuan.safety.inspections.selectors import visible_inspections
from bihuan.safety.inspections.services import WARN_CLOCK, Submitted, WrongVersion, submit_inspection

Why = Arrival.Why


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a phone is told: what became of the record, and the hashes that the server now has."""

    arrival: Arrival
    files: dict[str, int] = field(default_factory=dict)  # sha256 -> bytes
    hazards: list[str] = field(default_factory=list)  # numbers
    again: bool = False


@transaction.atomic
def receive(
    *, submission: UUID, number: str, body: str, actor: Actor, device: Device | None, at: datetime,
    device_now: datetime | None = None, hold: bool = False,
) -> Receipt:  # fmt: skip
    """Take in the record of an inspection.

    The same `submission` again writes nothing and answers as the first time. A record that can no longer be taken
    (another officer's is there, the case moved on, the officers or the checklist were changed) is held, with its
    reason, and shown with the case. `hold`: the officer asks that a record which the rules refuse be held too.
    Raises FilesMissing until every file it names has arrived, Incomplete or Guarded for what the officer can put right
    (nothing is then written), OtherContent, Unreadable, Case.DoesNotExist.
    """
    assert actor.account_id is not None  # behind `needs_role`
    digest = hashlib.sha256(body.encode()).hexdigest()
    # visible_inspections is what the officer may see; the lock keeps two phones from coming in at once.
    row = visible_inspections(actor).select_related("checklist").filter(case__number=number).first()
    if row is None:
        raise Case.DoesNotExist
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    done = Arrival.objects.filter(submission=submission).select_related("inspection__case").first()
    if done is not None:
        if done.sha256 != digest or done.inspection_id != row.pk:
            raise OtherContent
        return _receipt(done, again=True)
    sheet = read(body)
    if sheet.number != number:
        raise Unreadable
    files = {one.sha256: one for one in row.evidence.filter(sha256__in=sheet.hashes)}
    if missing := [sha for sha in sheet.hashes if sha not in files]:
        raise FilesMissing(missing)
    remarks = _remarks(row, sheet, list(files.values()), device_now, at)
    why, said = _in_the_way(row, case, sheet, actor)
    if not why:
        try:
            with transaction.atomic():
                remarks += _take(submission, row, sheet, files, digest, actor, device_now, at)
        except NotNow as refused:
            why, said = Why.MOVED, str(refused)
        except NotYours as refused:
            why, said = Why.REPLACED, str(refused)
        except WrongVersion as refused:
            why, said = Why.CHECKLIST, str(refused)
        except (Incomplete, Guarded) as refused:
            if not hold:
                raise
            why, said = Why.REFUSED, str(refused)
    arrival = Arrival.objects.create(
        submission=submission, inspection=row, account_id=actor.account_id, device=device, body=body, sha256=digest,
        outcome=Arrival.Outcome.HELD if why else Arrival.Outcome.TAKEN, why=why, said=said,
        remarks=list(dict.fromkeys(remarks)),
        clock_offset=int((device_now - at).total_seconds()) if device_now is not None else None, received_at=at,
    )  # fmt: skip
    return _receipt(arrival)


def _in_the_way(row: Inspection, case: Case, sheet: Sheet, actor: Actor) -> tuple[str, str]:
    """Why the record cannot be taken any more, and what the officer is told; two empty strings when it can."""
    if case.state not in OWES_RECORD:
        first = row.arrivals.filter(outcome=Arrival.Outcome.TAKEN).select_related("account").last()
        if row.signature or first is not None:
            name = first.account.name if first is not None else "—"
            return Why.SUBMITTED, _("%(name)s 已经提交了这次检查的记录。您的记录已送达并保存，等待处理。") % {
                "name": name
            }
        return Why.MOVED, _("这次检查已经取消或者进入别的程序。您的记录已送达并保存，等待处理。")
    if actor.account_id not in (row.lead_id, row.second_id):
        return Why.REPLACED, _("这次检查已经改派他人。您的记录已送达并保存，等待处理。")
    if sheet.kind == "record" and sheet.checklist != row.checklist_id:
        return Why.CHECKLIST, _("派给这次检查的检查表已经更换。您的记录已送达并保存，等待处理。")
    return Why.NONE, ""


def _take(
    submission: UUID, row: Inspection, sheet: Sheet, files: dict[str, Evidence], digest: str, actor: Actor,
    device_now: datetime | None, at: datetime,
) -> list[str]:  # fmt: skip
    """Give the sheet to the services of inspections. Returns what they remark."""
    if sheet.kind == "refusal":
        casework.take(
            case_id=row.pk, step="refuse_entry", actor=actor, at=at, submission=submission,
            given={"facts": sheet.facts, "by": sheet.by, "evidence": _list_of(files.values(), digest)},
        )  # fmt: skip
        return []
    _check_signatures(sheet)
    places = {
        sha: {
            "sha256": sha, "at": one.taken_at.isoformat(),
            "longitude": str(one.longitude) if one.longitude is not None else None,
            "latitude": str(one.latitude) if one.latitude is not None else None,
        }
        for sha, one in files.items()
    }  # fmt: skip
    record = record_of(sheet, places=places, evidence=_list_of(files.values(), digest), device_now=device_now)
    done: Submitted = submit_inspection(
        submission=submission, case_id=row.pk, record=record, actor=actor, at=at
    )
    for measure, scope in sheet.measures:
        casework.take(
            case_id=row.pk,
            step="measure_on_site",
            actor=actor,
            at=at,
            given={"measure": measure, "scope": scope},
        )
    return done.remarks


def _check_signatures(sheet: Sheet) -> None:
    """安全生产法 art. 68: the inspectors sign, and the head of the unit unless the refusal is recorded."""
    signed = sheet.data.get("signatures", {})
    faults: dict[str, Text] = {}
    if not (signed.get("lead") and signed.get("second")):
        faults["officers"] = _("两名检查人员都应当签名（第六十八条）。")
    if sheet.data.get("signature") == "signed" and not signed.get("unit"):
        faults["unit"] = _("请被检查单位负责人签名；拒绝签名的，选“拒绝签字”并写明情况。")
    if faults:
        raise Incomplete(faults)


def _list_of(files: Any, digest: str) -> str:
    """What the record says of its evidence: the kinds, and the hash of each file and of the record itself."""
    lines = [f"{one.get_kind_display()} SHA-256 {one.sha256}" for one in sorted(files, key=_order)]
    return "\n".join([_("现场记录 SHA-256 %(hash)s") % {"hash": digest}, *lines])


def _order(one: Evidence) -> tuple[str, datetime, str]:
    return one.kind, one.taken_at, one.sha256


def _remarks(
    row: Inspection, sheet: Sheet, files: Sequence[Evidence], device_now: datetime | None, at: datetime
) -> list[str]:
    """What is accepted but said: a retired checklist, photographs without place, clocks that were wrong or changed."""
    said = []
    if row.checklist is not None and row.checklist.retired_at is not None:
        day = row.checklist.retired_at.astimezone(CHINA).date().isoformat()
        said.append(
            _("检查表“%(title)s”第%(version)s版已于%(day)s停用；派员时用的是这一版，记录照样有效。")
            % {"title": row.checklist.title, "version": row.checklist.version, "day": day}
        )
    if count := sum(one.longitude is None for one in files if one.kind == Evidence.Kind.PHOTO):
        said.append(_("有 %(count)s 张照片没有位置，照样保存，并已注明。") % {"count": count})
    offsets = {*sheet.offsets, *(one.clock_offset for one in files if one.clock_offset is not None)}
    now = int((device_now - at).total_seconds()) if device_now is not None else None
    worst = max((*offsets, *((now,) if now is not None else ())), key=abs, default=0)
    if abs(worst) > WARN_CLOCK.total_seconds():
        said.append(
            _("手机时钟与服务器相差 %(seconds)s 秒，记录按手机时间保存，并记下差值。") % {"seconds": worst}
        )
    measured = {*offsets, *((now,) if now is not None else ())}
    if measured and max(measured) - min(measured) > WARN_CLOCK / timedelta(seconds=1):
        said.append(_("检查期间手机的时钟被改动过，各次测得的差值都已记下。"))
    return said


def _receipt(arrival: Arrival, *, again: bool = False) -> Receipt:
    sheet = read(arrival.body)
    files = dict(arrival.inspection.evidence.filter(sha256__in=sheet.hashes).values_list("sha256", "size"))
    hazards: list[str] = []
    if arrival.outcome == Arrival.Outcome.TAKEN:
        rows = arrival.inspection.findings.filter(hazard__isnull=False).order_by("item__number")
        hazards = [str(number) for number in rows.values_list("hazard__number", flat=True)]
    return Receipt(arrival, files, hazards, again)


@transaction.atomic
def settle(*, arrival: Arrival, how: str, actor: Actor, at: datetime) -> Arrival:
    """Say what became of a held record. It stays readable. Raises HowMissing, NotYours, NotNow."""
    row = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if not visible_inspections(actor).filter(pk=row.inspection_id).exists():
        raise NotYours
    if row.outcome != Arrival.Outcome.HELD or row.settled_at is not None:
        raise NotNow
    if not how.strip():
        raise HowMissing
    row.settled_at, row.settled_by, row.settled_how = at, actor_line(actor), how.strip()[:200]
    row.save(update_fields=["settled_at", "settled_by", "settled_how"])
    return row
