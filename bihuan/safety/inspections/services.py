"""Writes of inspections: putting one on the list, drawing, sending in the record of one. The rest are steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework import journal
from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete, NotNow, NotYours, Refused
from bihuan.casework.models import Case
from bihuan.casework.services import writing
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import visible_enterprises
from bihuan.safety.hazards.services import Found, find
from bihuan.safety.inspections import drawing
from bihuan.safety.inspections.certificates import certify as certify
from bihuan.safety.inspections.certificates import officers_of as officers_of
from bihuan.safety.inspections.models import (
    CheckItem,
    Checklist,
    Draw,
    Finding,
    Inspection,
    Replacement,
)
from bihuan.safety.inspections.process import INSPECTION, OWES_RECORD
from bihuan.safety.risk.models import RiskPoint

WARN_CLOCK = timedelta(minutes=5)


class WrongVersion(Refused):
    """The record was made on another version of the checklist than the one the inspection was given."""

    message = gettext_lazy("这份记录用的检查表版本不是派给这次检查的版本。记录没有丢失，请核对后重新提交。")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one item. `photos`: sha256, time and place of each."""

    item_id: int
    answer: str
    note: str = ""
    place: str = ""
    photos: Sequence[Mapping[str, Any]] = ()
    risk_point_id: int | None = None  # the enterprise's risk point that the failed item is about


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one inspection as it leaves the site."""

    began_at: datetime
    ended_at: datetime
    place: str
    content: str
    answers: Sequence[Answer]
    signature: str
    signed_by: str = ""
    refusal: str = ""
    handling: str = ""
    checklist_id: int | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    device_now: datetime | None = None  # what the phone's clock said when it sent the record
    evidence: str = ""  # the hashes of the record and of its photographs, as a phone took them


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a record: the inspection as it stands and the hazards it opened. `again`: it had come before."""

    case: Case
    hazards: list[Case] = field(default_factory=list)
    again: bool = False
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def plan(
    *, enterprise: Enterprise, kind: str, inspect_by: date, checklist: Checklist | None, actor: Actor, at: datetime,
    draw: Draw | None = None, submission: UUID | None = None,
) -> Case:  # fmt: skip
    """Put an inspection of an enterprise on the unit's list. Its checklist is frozen in the version of this day."""
    if not visible_enterprises(actor).filter(pk=enterprise.pk).exists():
        raise NotYours
    if checklist is not None and checklist.retired_at is not None:
        raise Guarded(_("这一版检查表已经停用，请选现行的版本。"))

    def beside(case: Case) -> list[Any]:
        return [Inspection(case=case, enterprise=enterprise, kind=kind, checklist=checklist, draw=draw)]

    return casework.open_case(
        process=INSPECTION.name, step="plan", actor=actor, at=at, subject=f"{enterprise.name}", topic=enterprise.sector,
        given={"kind": kind, "inspect_by": inspect_by}, jurisdiction_id=enterprise.place_id,
        submission=submission, beside=beside,
    )  # fmt: skip


@transaction.atomic
def draw(
    *, seed: str, count: int, sector: str, recused: Mapping[str, Sequence[str]], inspect_by: date, checklist: Checklist | None,
    actor: Actor, at: datetime,
) -> Draw:  # fmt: skip
    """Draw enterprises and officers at random, keep everything needed to repeat it, and put the inspections on the list.

    `recused`: certificate number -> credit codes the officer stands back from. Enterprises drawn this year already are
    left out. Raises Guarded with the reason, such as an empty pool; NotYours.
    """
    if not actor.has(Role.INSPECTOR, Role.UNIT_HEAD) or actor.unit_id is None:
        raise NotYours
    today = at.astimezone(CHINA).date()
    enterprises = visible_enterprises(actor).filter(closed_on__isnull=True)
    if sector:
        enterprises = enterprises.filter(sector=sector)
    by_code = {row.credit_code: row for row in enterprises}
    officers = officers_of(actor.unit_id, today)
    before = Inspection.objects.filter(
        draw__isnull=False, case__registered_at__year=today.year, enterprise__in=enterprises
    )
    pool = drawing.Pool(
        tuple(by_code), tuple(officers), {key: tuple(value) for key, value in recused.items()},
        tuple(before.exclude(case__state="cancelled").values_list("enterprise__credit_code", flat=True)),
    )  # fmt: skip
    try:
        result = drawing.draw(seed=seed, pool=pool, count=count)
    except drawing.DrawRefused as refused:
        raise Guarded(_refusal(refused)) from None
    number, _key = writing.next_number("CQ", today.year)
    row = Draw.objects.create(
        number=number, unit_id=actor.unit_id, seed=seed.strip(), pool=pool.as_json(), pool_sha256=drawing.fingerprint(pool),
        result=drawing.result_json(result), drawn_at=at, drawn_by=journal.actor_line(actor),
    )  # fmt: skip
    for one in result:
        case = plan(
            enterprise=by_code[one.enterprise],
            kind="drawn",
            inspect_by=inspect_by,
            checklist=checklist,
            actor=actor,
            at=at,
            draw=row,
        )
        lead, second = (officers[number] for number in one.officers)
        casework.take(
            case_id=case.pk, step="assign", actor=actor, at=at, given={"lead": lead, "second": second}
        )
    return row


def published(row: Draw) -> dict[str, Any]:
    """What is published of a draw: enough for anybody to repeat it (`bihuan safety draw replay`)."""
    return {
        "number": row.number, "drawn_at": row.drawn_at.isoformat(), "seed": row.seed, "pool": row.pool,
        "pool_sha256": row.pool_sha256, "result": row.result,
        "replacements": [
            {"enterprise": one.enterprise.credit_code, "reason": one.reason, "at": one.at.isoformat()}
            for one in row.replacements.select_related("enterprise").order_by("pk")
        ],
    }  # fmt: skip


@transaction.atomic
def submit_inspection(
    *, submission: UUID, case_id: int, record: Record, actor: Actor, at: datetime
) -> Submitted:
    """Send in the record of an inspection: answers, signatures, and one hazard for each failed item, all or nothing.

    The same `submission` again changes nothing and returns what it did the first time, so that a phone may send until
    it hears back. Raises WrongVersion when the checklist differs, NotNow when another officer's record was there before,
    Incomplete naming what is missing; nothing is then written.
    """
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case_id)
    row = Inspection.objects.select_related("checklist", "enterprise").get(pk=case_id)
    if (done := writing.already_taken(submission)) is not None:
        if done.case_id != case_id:
            raise NotNow
        return Submitted(case, _hazards_of(row), again=True)
    if case.state not in OWES_RECORD:
        raise NotNow
    if actor.account_id not in (row.lead_id, row.second_id):
        raise NotYours
    if record.checklist_id != row.checklist_id:
        raise WrongVersion
    remarks = _keep_answers(row, record)
    if record.device_now is not None:
        row.clock_offset = int((record.device_now - at).total_seconds())
        if abs(record.device_now - at) > WARN_CLOCK:
            remarks.append(
                _("手机时钟与服务器相差 %(seconds)s 秒，记录按手机时间保存，并记下差值。")
                % {"seconds": row.clock_offset}
            )
    row.began_at, row.ended_at, row.place = record.began_at, record.ended_at, record.place
    row.longitude, row.latitude = record.longitude, record.latitude
    row.signature, row.signed_by, row.refusal = record.signature, record.signed_by[:40], record.refusal[:200]
    failed = list(row.findings.filter(answer="failed").select_related("item").order_by("item__number"))
    offset = timedelta(seconds=row.clock_offset or 0)
    case = casework.take(
        case_id=case.pk, step="submit", actor=actor, at=at, submission=submission,
        given={
            "began_at": min(record.began_at - offset, at), "ended_at": min(record.ended_at - offset, at),
            "place": record.place, "content": record.content,
            "problems": "\n".join(f"{n}. {one.note}" for n, one in enumerate(failed, start=1)),
            "handling": record.handling, "signature": record.signature, "signed_by": record.signed_by, "refusal": record.refusal,
            "evidence": record.evidence,
        },
    )  # fmt: skip
    row.save()
    points = {one.item_id: one.risk_point_id for one in record.answers if one.risk_point_id}
    hazards = [
        _open_hazard(row, one, case, actor, at, points.get(one.item_id))
        for one in failed
        if one.hazard_id is None
    ]
    return Submitted(case, hazards, remarks=remarks)


def _keep_answers(row: Inspection, record: Record) -> list[str]:
    items: dict[int, CheckItem] = {}
    if row.checklist is not None:
        items = {item.pk: item for item in CheckItem.objects.filter(checklist=row.checklist)}
    remarks: list[str] = []
    faults: dict[str, str] = {}
    kept: list[Finding] = []
    seen: set[int] = set()
    for one in record.answers:
        item = items.get(one.item_id)
        if item is None or one.item_id in seen:
            faults[f"item-{one.item_id}"] = _("这一项不在派给这次检查的检查表里，或者填了两次。")
            continue
        seen.add(one.item_id)
        if one.answer not in Finding.Answer.values:
            faults[f"item-{one.item_id}"] = _("请选择合格、不合格或者不适用。")
        elif one.answer == "failed" and not one.note.strip():
            faults[f"item-{one.item_id}"] = _("不合格的，请写明发现了什么。")
        else:
            kept.append(
                Finding(
                    inspection=row, item=item, answer=one.answer, note=one.note.strip(), place=one.place[:120],
                    photos=[dict(photo) for photo in one.photos],
                )
            )  # fmt: skip
            if any("longitude" not in photo or photo["longitude"] is None for photo in one.photos):
                remarks.append(_("第 %(number)s 项有照片没有位置，照样保存。") % {"number": item.number})
    if faults:
        raise Incomplete(faults)
    # After a return for correction, the items that had opened a hazard keep it.
    there = dict(
        Finding.objects.filter(inspection=row, hazard__isnull=False).values_list("item_id", "hazard_id")
    )
    Finding.objects.filter(inspection=row).delete()
    for finding in kept:
        finding.hazard_id = there.get(finding.item_id)
    Finding.objects.bulk_create(kept)
    return remarks


def _open_hazard(
    row: Inspection, finding: Finding, case: Case, actor: Actor, at: datetime, point: int | None
) -> Case:
    found = Found(
        subject=finding.note[:200], body=f"{finding.note}\n\n检查项：{finding.item.text}", found_by="inspection",
        found_on=at.astimezone(CHINA).date(), spot=finding.place, clause=finding.item.reference[:200],
        risk_point=RiskPoint.objects.filter(pk=point, enterprise=row.enterprise).first() if point else None,
    )  # fmt: skip
    hazard = find(found=found, enterprise=row.enterprise, actor=actor, at=at, origin=case)
    Finding.objects.filter(pk=finding.pk).update(hazard=hazard)
    return hazard


def _hazards_of(row: Inspection) -> list[Case]:
    return [
        one.hazard for one in row.findings.filter(hazard__isnull=False).select_related("hazard") if one.hazard
    ]


def _refusal(refused: drawing.DrawRefused) -> str:
    words = {
        "seed": _("请填写种子。种子应当在抽取之前公布，例如当天的开奖号码。"),
        "enterprises": _("抽查名单里没有企业：符合条件的都已经抽过，或者没有登记。"),
        "count": _("抽取的数量应在 1 到 %(most)s 之间。") % {"most": refused.subject},
        "officers": _("持有效执法证的人员不足两人，不能抽取。请先登记执法证。"),
        "recused": _("企业 %(code)s 没有两名可以检查的人员：其他人员都须回避。") % {"code": refused.subject},
    }
    return words.get(refused.reason, str(refused))


def keep_replacement(
    *, row: Inspection, lead: int, second: int, reason: str, actor: Actor, at: datetime
) -> None:
    """Write down who of a draw was replaced by whom, and why."""
    assert row.draw_id is not None
    drawn, now = {row.lead_id, row.second_id}, {lead, second}
    for out, into in zip(sorted(x for x in drawn - now if x), sorted(now - drawn), strict=False):
        Replacement.objects.create(
            draw_id=row.draw_id, enterprise=row.enterprise, out_id=out, into_id=into, reason=reason, at=at,
            by=journal.actor_line(actor),
        )  # fmt: skip
