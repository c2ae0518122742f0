"""The ledger out and in again: exported, changed in Excel, brought back with every difference shown before it counts.

Each difference is a step, an assignment or a note, taken by the same services as on the page, with the same checks; so a
change that the page would refuse is refused here with the same words. What no spreadsheet may change (the matter, the
state, a deadline) is compared too: a difference there is told, never passed over. Nothing of who appealed goes out or in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, Refused, Stale
from bihuan.casework.forms import find_unit
from bihuan.casework.imports.targets import ImportRow, ImportTarget, RowResult
from bihuan.casework.imports.targets import register as register_target
from bihuan.casework.listing.columns import COLUMNS as LISTED
from bihuan.casework.models import Case
from bihuan.casework.posts import officers_in
from bihuan.casework.selectors import visible_cases
from bihuan.common.calendar.working import CHINA
from bihuan.common.habits import day
from bihuan.common.tables.columns import Column, Kind
from bihuan.common.tables.reasons import Reason
from bihuan.organizations.actor import Actor

NAME = "appeals_changes"
LANGUAGE = "zh-hans"  # of the workbook, whoever exports it: what comes in again is compared by a job, which reads no page
NOT_FOUND = _("没有这个编号的件，或者您看不到它")
SAME = _("没有改动")
CHANGED_SINCE = _("导出以后，%(who)s又办理过（%(day)s）：请重新导出，在新的表里改")
NOT_HERE = _("“%(old)s”改成了“%(new)s”：这一列不能在表里改，请在案件页办理")
UNKNOWN_OFFICER = _("承办单位里没有叫“%(name)s”的人，或者有同名的，请在案件页指定")
UNKNOWN_UNIT = _("没有叫“%(name)s”的单位，或者有同名的，请写单位全称")
FORWARDED = _("转送：%(old)s → %(new)s")
ASSIGNED = _("承办人：%(old)s → %(new)s")
NOTED = _("添加内部备注（%(length)s字）")
NOBODY = _("没有指定")
NOTE_ALONE = _("写了转送意见而没有填“转往单位”")

# What goes out beside the three columns that may be filled in, and is held against the case when it comes in again.
_FIXED = ("subject", "state", "holder", "topic", "place")
OUT = ("number", *_FIXED, "due", "clock", "received", "channel")

# fmt: off
COLUMNS = (
    Column("number", "编号", Kind.IDENTIFIER, required=True),
    Column("version", "版本", Kind.IDENTIFIER, required=True, help="导出时的记录条数：凭它知道导出以后有没有人办理过"),
    *(Column(name, str(LISTED[name].label), Kind.LINE, help="只供核对，不能在表里改") for name in _FIXED),
    Column("to_unit", "转往单位", Kind.LINE, help="填写单位名称：转送给它；留空表示不转送"),
    Column("note", "转送意见", Kind.TEXT),
    Column("officer", "承办人", Kind.LINE, help="本单位人员的姓名；不改表示不变"),
    Column("comment", "内部备注", Kind.TEXT, help="添加一条备注；以前的备注不在表里"),
)
# fmt: on


def headings() -> list[str]:
    """The heading of what is exported."""
    names = [str(LISTED[name].label) for name in OUT]
    return [*names, *(gettext(column.label) for column in COLUMNS if column.name not in (*_FIXED, "number"))]


def row_of(case: Case) -> list[Any]:
    """One case as it goes out, under `headings`."""
    officer = case.holder_account.name if case.holder_account else ""
    return [*(LISTED[name].value(case) for name in OUT), str(case.seq), "", "", officer, ""]


@dataclass(slots=True)
class _Ground:
    """What a batch is held against, read once."""

    actor: Actor
    at: datetime
    cases: Mapping[str, Case]


def apply_batch(rows: Sequence[ImportRow], actor: Actor, at: datetime) -> list[RowResult]:
    """Take over what was changed, row by row, in the importer's transaction. A row is taken whole or not at all."""
    numbers = [str(row.values["number"]).strip().upper() for row in rows]
    found = visible_cases(actor).filter(number__in=numbers)
    found = found.select_related("holder_unit", "holder_account", "jurisdiction")
    ground = _Ground(actor, at, {case.number: case for case in found})
    return [_row(row.values, number, ground) for row, number in zip(rows, numbers, strict=True)]


def _row(values: Mapping[str, Any], number: str, ground: _Ground) -> RowResult:
    case = ground.cases.get(number)
    if case is None:
        return RowResult.rejected(Reason(NOT_FOUND))
    address = f"/cases/{case.number}/"
    wrong = [*_not_here(values, case)]
    wanted = {name: values.get(name) for name in ("to_unit", "note", "officer", "comment")}
    before = case.holder_account.name if case.holder_account else ""
    if wanted["officer"] == before:
        wanted["officer"] = None
    if wanted["note"] and not wanted["to_unit"]:
        wrong.append(Reason(NOTE_ALONE))
    changes = any(wanted.values())
    if str(values["version"]) != str(case.seq) and (changes or wrong):
        return RowResult.rejected(_since(case))
    if wrong:
        return RowResult.rejected(*wrong)
    if not changes:
        return RowResult.already(case.number, address)
    try:
        with transaction.atomic():
            said = list(_change(case, wanted, before, ground))
    except _Wrong as problem:
        return RowResult.rejected(problem.reason)
    except Stale:
        return RowResult.rejected(_since(case))
    except Incomplete as incomplete:
        return RowResult.rejected(*(str(text) for text in incomplete.fields.values()))
    except Refused as refused:
        return RowResult.rejected(str(refused))
    return RowResult.applied(case.number, address, *said)


class _Wrong(Exception):
    """A cell that cannot be taken over."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


def _not_here(values: Mapping[str, Any], case: Case) -> list[Reason]:
    """What stands otherwise in a column that no spreadsheet may change."""
    found = []
    for name in _FIXED:
        typed = str(values.get(name) or "").strip()
        with override(LANGUAGE):
            stands = str(LISTED[name].value(case) or "").strip()
        if values.get(name) is not None and "".join(typed.split()) != "".join(stands.split()):
            found.append(Reason(NOT_HERE, {"old": stands[:60], "new": typed[:60]}, str(LISTED[name].label)))
    return found


def _since(case: Case) -> Reason:
    last = case.entries.order_by("-seq")[0]
    return Reason(CHANGED_SINCE, {"who": last.actor.split("（")[0], "day": day(last.at)})


def _change(case: Case, wanted: Mapping[str, Any], before: str, ground: _Ground) -> list[Reason]:
    """Do it, and say what was done. Raises _Wrong and what the services raise."""
    said: list[Reason] = []
    today = ground.at.astimezone(CHINA).date()
    common: dict[str, Any] = {"case_id": case.pk, "actor": ground.actor, "at": ground.at}
    if wanted["officer"]:
        named = [
            key for key, name in officers_in(case.holder_unit_id, today).items() if name == wanted["officer"]
        ]
        if len(named) != 1:
            raise _Wrong(Reason(UNKNOWN_OFFICER, {"name": str(wanted["officer"])}))
        casework.assign(account_id=named[0], **common)
        said.append(Reason(ASSIGNED, {"old": before or NOBODY, "new": str(wanted["officer"])}))
    if wanted["comment"]:
        casework.comment(text=str(wanted["comment"]), **common)
        said.append(Reason(NOTED, {"length": str(len(str(wanted["comment"])))}))
    if wanted["to_unit"]:
        unit, _fault = find_unit(str(wanted["to_unit"]), today)
        if unit is None:
            raise _Wrong(Reason(UNKNOWN_UNIT, {"name": str(wanted["to_unit"])[:60]}, "转往单位"))
        old = case.holder_unit.short_name
        moved = casework.take(step="forward", given={"to_unit": unit, "note": wanted["note"] or ""}, **common)
        said.append(Reason(FORWARDED, {"old": old, "new": moved.holder_unit.short_name}))
    return said


def register_all() -> None:
    """Offer the way back in to the importer; there nothing is written before its differences were shown."""
    register_target(
        ImportTarget(
            name=NAME, label=_("改过的台账（导回）"), columns=COLUMNS, apply_batch=apply_batch, changes=True,
            download="appeals:ledger",
            help=_("先下载台账，在表里填写“转往单位”“承办人”“内部备注”，再导回；写入以前逐行列出改动。"),
        )
    )  # fmt: skip
