"""An office's ledger of appeals, brought in: an answered row becomes the case it was, with its real dates.

An answered row is opened at the date it was received and takes the step `record_reply` at the date of the reply, so its
60 days are counted as they ran; the old systems know no date of acceptance, and none is invented. What the old reply
lacks of art. 32 and 35 is said on the row and kept in the journal. A row without reply is registered and waits for
triage, as late as it is.

A visit or a call of an old ledger comes in without `read_back` (art. 19¶1), which `services.register` demands: the ledger
does not say whether it was read back, the person is not here to be asked, and a tick nobody made would be a false record.
The journal therefore simply does not have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from bihuan.appeals import ledger
from bihuan.appeals.gate import lacks_of_running_text
from bihuan.appeals.models import Appeal
from bihuan.appeals.process import CHANNELS, PETITION
from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.imports.targets import ImportRow, ImportTarget, RowResult, State
from bihuan.casework.imports.targets import register as register_target
from bihuan.casework.models import Case
from bihuan.casework.services import Former, Later
from bihuan.common.rows import made
from bihuan.common.statement import copy_rows
from bihuan.common.tables.columns import Column, Kind
from bihuan.common.tables.dates import When
from bihuan.common.tables.reasons import Reason
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction, Unit
from bihuan.organizations.roles import Role
from bihuan.vault import services as vault

SOURCE = "ledger"
_ADDRESS = "/cases/{number}/"  # of a hundred thousand rows: asked of the resolver once, by a test
WITHOUT_REPLY_TEXT = _("有答复时间而没有答复意见：按没有答复登记，等待分流")
WITHOUT_REPLY_DATE = _("有答复意见而没有答复时间：请补上答复时间")
REPLIED_BEFORE = _("答复时间早于收到时间：请检查两个日期")
NOT_YET = _("日期还没有到：请检查年份")
LACKS = _("原答复没有看到：%(parts)s（信访工作条例第三十二条、第三十五条）")
NO_PLACE = _("没有名为“%(place)s”的地点：地点留空")
THERE_ALREADY = _("编号 %(number)s 已经登记为 %(case)s")

# fmt: off
COLUMNS = (
    Column(
        "number", "编号", Kind.IDENTIFIER,
        synonyms=(
            "留言编号", "信访编号", "信访件编号", "登记编号", "登记号", "受理编号", "工单编号",
            "工单号", "来信编号", "件号",
        ),
    ),
    Column(
        "received", "收到时间", Kind.MOMENT, required=True,
        synonyms=(
            "留言时间", "来信时间", "来信日期", "登记时间", "登记日期", "收到日期", "信访日期",
            "来访时间", "来电时间", "受理时间", "提交时间", "日期",
        ),
    ),
    Column(
        "subject", "反映的问题", Kind.LINE, required=True, longest=200,
        synonyms=(
            "留言主题", "标题", "主题", "信访标题", "概况", "事由", "诉求标题", "问题",
        ),
    ),
    Column(
        "body", "请求、事实和理由", Kind.TEXT, required=True,
        synonyms=(
            "留言详情", "内容", "信访内容", "诉求内容", "详情", "反映内容", "主要内容", "来信内容",
        ),
    ),
    Column(
        "reply", "答复意见", Kind.TEXT,
        synonyms=(
            "答复", "答复内容", "回复", "回复内容", "处理意见", "办理结果", "处理结果", "办理意见",
        ),
    ),
    Column(
        "replied", "答复时间", Kind.MOMENT,
        synonyms=(
            "回复时间", "答复日期", "回复日期", "办结时间", "办结日期",
        ),
    ),
    Column(
        "channel", "渠道", Kind.CHOICE, choices=CHANNELS,
        synonyms=(
            "来源", "信访形式", "受理渠道", "来件方式",
        ),
    ),
    Column(
        "topic", "内容分类", Kind.LINE, longest=120,
        synonyms=(
            "分类", "类别", "问题类别", "一级标签", "一级分类",
        ),
    ),
    Column(
        "place", "地点", Kind.LINE,
        synonyms=(
            "问题属地", "属地", "所属街道", "街道", "乡镇", "社区", "发生地",
        ),
    ),
    Column(
        "name", "姓名", Kind.LINE, help="只存入加密的保险库", private=True,
        synonyms=(
            "留言用户", "信访人", "信访人姓名", "来信人", "来访人", "联系人", "用户",
        ),
    ),
    Column(
        "phone", "电话", Kind.IDENTIFIER, help="只存入加密的保险库", private=True,
        synonyms=(
            "联系电话", "手机", "手机号", "联系方式",
        ),
    ),
    Column(
        "address", "住址", Kind.LINE, help="只存入加密的保险库", private=True,
        synonyms=(
            "地址", "联系地址", "家庭住址", "通信地址",
        ),
    ),
    Column(
        "identity_number", "证件号码", Kind.IDENTIFIER, help="只存入加密的保险库", private=True,
        synonyms=(
            "身份证号", "身份证号码", "证件号",
        ),
    ),
)
# fmt: on
PERSON = ("name", "phone", "address", "identity_number")


def key(values: Mapping[str, Any]) -> str:
    """A ledger's own number makes a row the same row; without one, its content does."""
    return f"{SOURCE}:{values['number']}" if values.get("number") else ""


def apply_batch(rows: Sequence[ImportRow], actor: Actor, at: datetime) -> list[RowResult]:
    """Bring the rows in, in the importer's transaction. One RowResult per row, in order."""
    clerk = _clerk(actor)
    present = _present(rows)
    places = _places(rows)
    results: dict[int, RowResult] = {}
    going: list[tuple[ImportRow, Former, list[Reason]]] = []
    for row in rows:
        number = row.values.get("number")
        if number and number in present:
            case = present[number]
            said = Reason(THERE_ALREADY, {"number": number, "case": case})
            results[row.number] = RowResult(State.SKIPPED, case, _address(case), (said,))
            continue
        wrong, notes = _judge(row.values, at, places)
        if wrong:
            results[row.number] = RowResult.rejected(*wrong)
        else:
            going.append((row, _former(row.values, places), notes))
    brought = casework.bring_in(
        process=PETITION.name, formers=[former for _row, former, _notes in going], actor=clerk, recorded_at=at
    )
    kept: list[tuple[ImportRow, Case]] = []
    for (row, _former_case, notes), outcome in zip(going, brought, strict=True):
        if isinstance(outcome, Refused):
            results[row.number] = RowResult.rejected(*_sentences(outcome))
        else:
            kept.append((row, outcome))
            results[row.number] = RowResult(
                State.APPLIED, outcome.number, _address(outcome.number), tuple(notes)
            )
    _write_appeals(kept, at)
    return [results[row.number] for row in rows]


def _write_appeals(kept: Sequence[tuple[ImportRow, Case]], at: datetime) -> None:
    people = [{name: str(row.values[name]) for name in PERSON if row.values.get(name)} for row, _case in kept]
    named = iter(vault.protect_many(people=[person for person in people if person], at=at))
    copy_rows(
        Appeal,
        [
            made(
                Appeal,
                {
                    "person_id": next(named) if person else None, "source": SOURCE if row.values.get("number") else "",
                    "source_number": str(row.values.get("number") or ""),
                },
                {"case": case},
            )
            for (row, case), person in zip(kept, people, strict=True)
        ]
    )  # fmt: skip


def _judge(
    values: Mapping[str, Any], at: datetime, places: Mapping[str, int]
) -> tuple[list[Reason], list[Reason]]:
    """What keeps the row out, and what is only to be said of it."""
    received: When = values["received"]
    replied: When | None = values.get("replied")
    reply: str | None = values.get("reply")
    wrong: list[Reason] = []
    notes: list[Reason] = []
    if received.at > at:
        wrong.append(Reason(NOT_YET, {}, "收到时间"))
    if reply and replied is None:
        wrong.append(Reason(WITHOUT_REPLY_DATE))
    if replied is not None and replied.at > at:
        wrong.append(Reason(NOT_YET, {}, "答复时间"))
    if reply and replied is not None and (replied.day < received.day or _end(replied) < received.at):
        wrong.append(Reason(REPLIED_BEFORE))
    if replied is not None and not reply:
        notes.append(Reason(WITHOUT_REPLY_TEXT))
    if reply and (missing := lacks_of_running_text(reply)):
        notes.append(Reason(LACKS, {"parts": "、".join(missing)}))
    if (place := values.get("place")) and place not in places:
        notes.append(Reason(NO_PLACE, {"place": place}))
    return wrong, notes


def _former(values: Mapping[str, Any], places: Mapping[str, int]) -> Former:
    received: When = values["received"]
    reply: str | None = values.get("reply")
    given: dict[str, Any] = {"channel": values.get("channel") or "web", "received_on": received.day}
    later: list[Later] = []
    if reply:
        replied: When = values["replied"]
        given["source"] = "台账"
        lacks = "、".join(lacks_of_running_text(reply))
        later.append(
            Later(
                "record_reply",
                max(replied.at, received.at),
                {"reply": reply, **({"lacks": lacks} if lacks else {})},
            )
        )
    return Former(
        step="bring_in" if reply else "register", at=received.at, subject=values["subject"], body=values["body"],
        given=given, topic=values.get("topic") or "", channel=given["channel"],
        jurisdiction_id=places.get(values.get("place") or ""), later=later,
    )  # fmt: skip


def _end(when: When) -> datetime:
    """The latest moment a reply without a time of day may have been given."""
    return when.at if when.timed else when.at.replace(hour=23, minute=59, second=59)


def _clerk(actor: Actor) -> Actor:
    """Who brings in. From the command line there is no one in a post: the registry's queue takes the cases."""
    if not actor.is_system:
        return actor
    registry = Unit.objects.filter(kind=Unit.Kind.REGISTRY, valid_to__isnull=True).order_by("pk").first()
    if registry is None:
        raise Refused(_("还没有信访部门，请先在“机构”里建立。"))
    return Actor(
        account_id=None, appointment_id=None, unit_id=registry.pk, jurisdiction_id=registry.jurisdiction_id,
        name=actor.name, unit_name=registry.name, roles=frozenset({Role.INTAKE, Role.DISPATCHER}),
    )  # fmt: skip


def _present(rows: Sequence[ImportRow]) -> dict[str, str]:
    numbers = [row.values["number"] for row in rows if row.values.get("number")]
    found = Appeal.objects.filter(source=SOURCE, source_number__in=numbers)
    return dict(found.values_list("source_number", "case__number"))


def _places(rows: Sequence[ImportRow]) -> dict[str, int]:
    names = {row.values["place"] for row in rows if row.values.get("place")}
    if not names:
        return {}
    return dict(Jurisdiction.objects.filter(name__in=names).order_by("-pk").values_list("name", "pk"))


def _sentences(refused: Refused) -> list[Reason | str]:
    if isinstance(refused, Incomplete):
        return [str(text) for text in refused.fields.values()]
    return [str(refused)]


def _address(number: str) -> str:
    return _ADDRESS.format(number=number)


def register_all() -> None:
    """Offer the ledger of appeals to the importer, and the way back in for one that was exported and changed."""
    register_target(
        ImportTarget(
            name="appeals", label=_("信访台账"), columns=COLUMNS, apply_batch=apply_batch, key=key, batch=2000,
            help=_("每行一件。必须有收到时间、反映的问题和内容；有答复意见的，还要有答复时间。"),
        )
    )  # fmt: skip
    ledger.register_all()
