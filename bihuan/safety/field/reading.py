"""A record as a phone wrote it (`bihuan-field-1`), turned into what the inspection's services take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bihuan.common.calendar.working import CHINA
from bihuan.safety.field.errors import Unreadable
from bihuan.safety.field.keeping import moment, position
from bihuan.safety.inspections.models import CheckItem, Inspection
from bihuan.safety.inspections.services import Answer, Record

FORMAT = "bihuan-field-1"
KINDS = ("record", "refusal")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a phone sent: a record of what was checked, or that entry was refused (`facts`, `by`)."""

    kind: str
    number: str
    checklist: int | None
    hashes: tuple[str, ...]
    data: Mapping[str, Any]
    facts: str = ""
    by: str = ""
    measures: tuple[tuple[str, str], ...] = ()
    offsets: tuple[int, ...] = field(default=())  # clock offsets measured on the way, in seconds


def read(body: str) -> Sheet:
    """The sheet of a body. Raises Unreadable."""
    try:
        data = json.loads(body)
        if data["format"] != FORMAT or data["kind"] not in KINDS:
            raise Unreadable
        hashes = dict.fromkeys(
            str(one)
            for one in (
                *data.get("photos", ()), *data.get("signatures", {}).values(),
                *(sha for answer in data.get("answers", ()) for sha in answer.get("photos", ())),
            ) if one
        )  # fmt: skip
        return Sheet(
            kind=data["kind"], number=str(data["inspection"]), checklist=data.get("checklist"), hashes=tuple(hashes),
            data=data, facts=str(data.get("facts", "")), by=str(data.get("by", "")),
            measures=tuple((str(one["measure"]), str(one["scope"])) for one in data.get("measures", ())),
            offsets=tuple(one for one in data.get("offsets", ()) if isinstance(one, int)),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable from None


def record_of(
    sheet: Sheet, *, places: Mapping[str, Mapping[str, Any]], evidence: str, device_now: datetime | None
) -> Record:
    """The record as the service takes it. `places`: what is known of each file by its hash. Raises Unreadable."""
    data = sheet.data
    began, ended = moment(data.get("began_at")), moment(data.get("ended_at"))
    if began is None or ended is None:
        raise Unreadable
    try:
        answers = [
            Answer(
                item_id=int(one["item"]), answer=str(one.get("answer", "")), note=str(one.get("note", "")),
                place=str(one.get("place", "")), photos=[places[sha] for sha in one.get("photos", ())],
                risk_point_id=int(one["point"]) if one.get("point") else None,
            )
            for one in data.get("answers", ())
        ]  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise Unreadable from None
    longitude, latitude, _accuracy = position(data.get("position"))
    return Record(
        began_at=began, ended_at=ended, place=str(data.get("place", ""))[:160], content=str(data.get("content", "")),
        answers=answers, signature=str(data.get("signature", "")), signed_by=str(data.get("signed_by", "")),
        refusal=str(data.get("refusal", "")), handling=str(data.get("handling", "")), checklist_id=sheet.checklist,
        longitude=longitude, latitude=latitude, device_now=device_now, evidence=evidence,
    )  # fmt: skip


def said(body: str, inspection: Inspection) -> list[tuple[str, str]]:
    """What a record says, for a person who compares it with another."""
    data = read(body).data
    numbers = dict(CheckItem.objects.filter(checklist=inspection.checklist_id).values_list("pk", "number"))
    failed = [
        f"{numbers.get(one.get('item'), '?')}. {one.get('note', '')}"
        for one in data.get("answers", ())
        if one.get("answer") == "failed"
    ]
    return [
        (_("拒绝、阻碍检查的经过"), str(data.get("facts", ""))), (_("在场人员"), str(data.get("by", ""))),
        (_("开始时间"), _moment(data.get("began_at"))), (_("结束时间"), _moment(data.get("ended_at"))),
        (_("检查地点"), str(data.get("place", ""))), (_("检查内容"), str(data.get("content", ""))),
        (_("不合格项"), "\n".join(failed)), (_("处理情况"), str(data.get("handling", ""))),
        (_("签字人"), str(data.get("signed_by", ""))), (_("拒绝签字的情况"), str(data.get("refusal", ""))),
    ]  # fmt: skip


def _moment(text: object) -> str:
    found = moment(text)
    return found.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if found is not None else ""
