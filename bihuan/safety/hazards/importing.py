"""An office's ledger of hazards, brought in: a closed row becomes the close-out it was, with its real dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_noop as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.imports.targets import ImportRow, ImportTarget, RowResult, State
from bihuan.casework.imports.targets import register as register_target
from bihuan.casework.models import Case
from bihuan.casework.services import Former, Later
from bihuan.common.calendar.working import CHINA
from bihuan.common.rows import made
from bihuan.common.statement import copy_rows
from bihuan.common.tables.columns import Column, Kind
from bihuan.common.tables.reasons import Reason
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.safety.enterprises.codes import normal
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.hazards.process_fields import GRADES

SOURCE = "ledger"
NO_ENTERPRISE = _("名册里没有这家企业：%(name)s。请先导入企业名册")
NOT_YET = _("日期还没有到：请检查年份")
ACCEPTED_BEFORE = _("验收日期早于发现日期：请检查两个日期")
THERE_ALREADY = _("编号 %(number)s 已经登记为 %(case)s")
FOUND_BY = (("self", "企业自查"), ("inspection", "执法检查"), ("report", "群众举报"), ("third", "第三方检查"))

# fmt: off
COLUMNS = (
    Column("number", "编号", Kind.IDENTIFIER, synonyms=("隐患编号", "序号编号", "台账编号")),
    Column("enterprise", "企业", required=True, longest=96,
           synonyms=("企业名称", "单位名称", "统一社会信用代码", "信用代码", "责任单位", "受检单位")),
    Column("found", "发现日期", Kind.DATE, required=True, synonyms=("检查日期", "排查日期", "检查时间",
    "排查时间", "上报日期", "日期")),
    Column("subject", "隐患内容", Kind.TEXT, required=True,
           synonyms=("隐患描述", "问题", "存在问题", "问题隐患", "隐患情况", "存在的问题", "事故隐患内容")),
    Column("place", "隐患部位", longest=120, synonyms=("部位", "位置", "地点", "场所")),
    Column("found_by", "发现途径", Kind.CHOICE, choices=FOUND_BY, synonyms=("来源", "检查类型")),
    Column("clause", "违反标准条款", longest=200, synonyms=("依据", "标准条款", "法律依据", "检查依据")),
    Column("grade", "等级", Kind.CHOICE, choices=GRADES, synonyms=("隐患等级", "隐患级别", "级别")),
    Column("measures", "整改措施", Kind.TEXT, synonyms=("治理措施", "整改情况", "整改要求")),
    Column("rectifier", "整改责任人", longest=40, private=True, synonyms=("责任人", "整改人", "单位责任人")),
    Column("cost", "整改资金", Kind.NUMBER, synonyms=("资金", "投入资金", "整改资金（元）", "治理资金")),
    Column("rectify_by", "整改期限", Kind.DATE, synonyms=("整改时限", "完成期限", "限期")),
    Column("accepted", "验收日期", Kind.DATE, synonyms=("销号日期", "复查日期", "完成日期", "整改完成日期", "销号时间")),
    Column("accepted_by", "验收人", longest=40, private=True, synonyms=("复查人", "销号人")),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Line:
    """A row on its way in: the case as it was, and the columns of the ledger."""

    row: ImportRow
    enterprise: Enterprise
    former: Former


def key(values: Mapping[str, Any]) -> str:
    """The ledger's own number within an enterprise makes a row the same row; without one, its content does."""
    return f"{SOURCE}:{values['enterprise']}:{values['number']}" if values.get("number") else ""


def apply_batch(rows: Sequence[ImportRow], actor: Actor, at: datetime) -> list[RowResult]:
    """Bring the rows in, in the importer's transaction. One RowResult per row, in order."""
    known = _enterprises(rows)
    present = _present(rows, known)
    results: dict[int, RowResult] = {}
    going: list[Line] = []
    for row in rows:
        enterprise = known.get(_name(row))
        number = _source_number(row, enterprise)
        if number and number in present:
            said = Reason(THERE_ALREADY, {"number": row.values["number"], "case": present[number]})
            results[row.number] = RowResult(
                State.SKIPPED, present[number], f"/cases/{present[number]}/", (said,)
            )
            continue
        wrong = _judge(row.values, enterprise, at)
        if wrong or enterprise is None:
            results[row.number] = RowResult.rejected(*wrong)
        else:
            going.append(Line(row, enterprise, _former(row.values, enterprise, actor, at)))
    brought = casework.bring_in(
        process=HAZARD.name, formers=[line.former for line in going], actor=actor, recorded_at=at
    )
    kept: list[tuple[Line, Case]] = []
    for line, outcome in zip(going, brought, strict=True):
        if isinstance(outcome, Refused):
            results[line.row.number] = RowResult.rejected(*_sentences(outcome))
        else:
            kept.append((line, outcome))
            results[line.row.number] = RowResult(State.APPLIED, outcome.number, f"/cases/{outcome.number}/")
    copy_rows(Hazard, [_hazard(line, case, at) for line, case in kept])
    return [results[row.number] for row in rows]


def as_office(actor: Actor, unit_id: int) -> Actor:
    """Who brings in. From the command line nobody is in a post: the enterprise's regulator takes the rows."""
    if not actor.is_system:
        return actor
    unit = directory.unit(unit_id)
    assert unit is not None
    return Actor(
        account_id=None, appointment_id=None, unit_id=unit.id, jurisdiction_id=unit.jurisdiction_id, name=actor.name,
        unit_name=unit.name, roles=frozenset({Role.INSPECTOR}),
    )  # fmt: skip


def _former(values: Mapping[str, Any], enterprise: Enterprise, actor: Actor, at: datetime) -> Former:
    office = as_office(actor, enterprise.regulator_id)
    found_at = _moment(values["found"], at)
    found_by = values.get("found_by") or "self"
    later = []
    if values.get("accepted"):
        given = {
            "grade": values.get("grade") or "general", "accepted_on": values["accepted"],
            "accepted_by": values.get("accepted_by") or "", "record": values.get("measures") or "",
        }  # fmt: skip
        # Taken by the enterprise, which holds the case; who accepted stands in the record as the ledger has it.
        later.append(
            Later(
                "record_closed",
                _moment(values["accepted"], at),
                given,
                actor=for_enterprise(office, enterprise),
            )
        )
    subject = " ".join(str(values["subject"]).split())
    return Former(
        step="bring_in", at=found_at, subject=subject[:200], body=str(values["subject"]), topic=enterprise.sector,
        given={"to_unit": enterprise.unit_id, "received_on": values["found"], "channel": found_by,
               "spot": values.get("place") or "", "source": "台账"},
        channel=found_by, jurisdiction_id=enterprise.place_id, registry_unit_id=office.unit_id, later=later, actor=office,
    )  # fmt: skip


def for_enterprise(office: Actor, enterprise: Enterprise) -> Actor:
    """The bringer, sitting where the case is held: an old record is written down for the enterprise."""
    return Actor(
        account_id=office.account_id, appointment_id=office.appointment_id, unit_id=enterprise.unit_id,
        jurisdiction_id=office.jurisdiction_id, name=office.name, unit_name=office.unit_name,
        post_title=office.post_title, roles=frozenset({Role.INSPECTOR}),
    )  # fmt: skip


def _hazard(line: Line, case: Case, at: datetime) -> Hazard:
    values = line.row.values
    accepted = values.get("accepted")
    return made(
        Hazard,
        {
            "enterprise_id": line.enterprise.pk, "found_by": case.channel, "found_on": values["found"],
            "place": values.get("place") or "", "grade": values.get("grade") or ("general" if accepted else ""),
            "clause": values.get("clause") or "", "rectifier": values.get("rectifier") or "",
            "rectify_by": values.get("rectify_by"),
            "cost": int(values["cost"]) if values.get("cost") is not None and values["cost"] >= 0 else None,
            "accepted_on": accepted, "accepted_by": values.get("accepted_by") or "", "open": accepted is None,
            "source": SOURCE if values.get("number") else "", "source_number": _source_number(line.row, line.enterprise),
            "recorded_at": at, "graded_at": at if accepted or values.get("grade") else None,
            "settled_at": at if accepted else None,
        },
        {"case": case},
    )  # fmt: skip


def _judge(values: Mapping[str, Any], enterprise: Enterprise | None, at: datetime) -> list[Reason]:
    today = at.astimezone(CHINA).date()
    wrong = []
    if enterprise is None:
        wrong.append(Reason(NO_ENTERPRISE, {"name": values["enterprise"]}))
    if values["found"] > today:
        wrong.append(Reason(NOT_YET, {}, "发现日期"))
    if (accepted := values.get("accepted")) is not None:
        if accepted > today:
            wrong.append(Reason(NOT_YET, {}, "验收日期"))
        if accepted < values["found"]:
            wrong.append(Reason(ACCEPTED_BEFORE))
    return wrong


def _moment(day: date, at: datetime) -> datetime:
    """A day of a ledger as a moment: its noon, or now when that is today."""
    return min(datetime.combine(day, time(12), tzinfo=CHINA), at)


def _name(row: ImportRow) -> str:
    return str(row.values["enterprise"]).strip()


def _enterprises(rows: Sequence[ImportRow]) -> dict[str, Enterprise]:
    names = {_name(row) for row in rows}
    found = {
        one.credit_code: one
        for one in Enterprise.objects.filter(credit_code__in={normal(name) for name in names})
    }
    by_name = {one.name: one for one in Enterprise.objects.filter(name__in=names).order_by("-pk")}
    return {name: one for name in names if (one := found.get(normal(name)) or by_name.get(name)) is not None}


def _source_number(row: ImportRow, enterprise: Enterprise | None) -> str:
    number = row.values.get("number")
    return f"{enterprise.credit_code}:{number}"[:80] if number and enterprise is not None else ""


def _present(rows: Sequence[ImportRow], known: Mapping[str, Enterprise]) -> dict[str, str]:
    numbers = [number for row in rows if (number := _source_number(row, known.get(_name(row))))]
    found = Hazard.objects.filter(source=SOURCE, source_number__in=numbers)
    return dict(found.values_list("source_number", "case__number"))


def _sentences(refused: Refused) -> list[Reason | str]:
    if isinstance(refused, Incomplete):
        return [str(text) for text in refused.fields.values()]
    return [str(refused)]


def register_all() -> None:
    """Offer the ledger of hazards to the importer."""
    register_target(
        ImportTarget(
            name="hazards", label="隐患台账", columns=COLUMNS, apply_batch=apply_batch, key=key, roles=(Role.INSPECTOR,),
            batch=2000,
            help="每行一条隐患。必须有企业（名称或者信用代码）、发现日期和隐患内容；已销号的还要有验收日期。",
        )
    )  # fmt: skip
