"""The trace of a unit as a package of files, with the head of each case's journal to check it by."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.supervision.trace.package import written_csv
from bihuan.supervision.trace.units import UnitTrace
from bihuan.supervision.trace.wording import OUTCOMES, margin, told_text

README = """\
{title}
{code} {unit}
{first} – {last}

posts.csv      who held which post on which days / 谁在哪个岗位，从哪天到哪天
clocks.csv     every duty of the unit that fell due, what became of it, who moved its date / 到期的每一个期限，结果，谁延的期
told.csv       what the unit was told and when it was opened / 告知了什么，什么时候打开
money.csv      money asked, granted, planned, committed, spent / 申请、批复、计划、签约、支出
heads.csv      the last entry and its hash in the journal of each case / 每一件最后一条记录和它的哈希
trace.json     all of the above for programs / 以上全部，供程序读取
statements.txt what the unit says / 单位的说明

A case's own package has the proofs of its journal. It names what the record shows and judges nobody.
一件的轨迹包里有它的记录的证明。这里只写记录显示的事，不对任何人作判断。
"""


def pack(trace: UnitTrace) -> bytes:
    """The package as a .zip. Nothing of who appeals is in it, and no text that a step was given."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        about = {"title": _("责任轨迹"), "code": trace.unit.code, "unit": trace.unit.name}
        box.writestr("README.txt", README.format(first=trace.first, last=trace.last, **about))
        found = tables(trace)
        for name, table in found.items():
            box.writestr(f"{name}.csv", written_csv(table))
        whole: dict[str, Any] = {
            "unit": trace.unit.code, "first": trace.first.isoformat(), "last": trace.last.isoformat(),
            "seen_at": trace.at.isoformat(), "cut": trace.cut, **{name: table[1:] for name, table in found.items()},
        }  # fmt: skip
        box.writestr("trace.json", json.dumps(whole, ensure_ascii=False, indent=1))
        said = "\n\n".join(
            f"{row.at.isoformat()} {row.unit.name}（{row.by}）\n{row.text}" for row in trace.statements
        )
        box.writestr("statements.txt", said or _("没有说明。"))
    return held.getvalue()


def tables(trace: UnitTrace) -> dict[str, list[list[str]]]:
    """The parts of the trace as tables with heads, in the reader's language."""
    cases = {one.case.pk: one.case for one in trace.clocks}
    return {
        "posts": [
            [_("岗位"), _("从"), _("到"), _("谁")],
            *([post.title, tenure.starts_on.isoformat(), tenure.ends_on.isoformat() if tenure.ends_on else "",
               tenure.appointment.account.name + (_("（代理）") if tenure.appointment.acting else "")
               if tenure.appointment else _("空缺")] for post, tenures in trace.posts for tenure in tenures),
        ],
        "clocks": [
            [_("编号"), _("期限"), _("依据"), _("到期"), _("停止"), _("结果"), _("差多少"), _("延期")],
            *([one.case.number, _(one.label), one.row.article, one.row.due_at.isoformat() if one.row.due_at else "",
               one.row.stopped_at.isoformat() if one.row.stopped_at else "", _(OUTCOMES[one.ended.outcome]),
               margin(one.ended.margin), "；".join(f"{ext.at.date()} {ext.by} {_(ext.how)}" for ext in one.extensions)]
              for one in trace.clocks),
        ],
        "told": [
            [_("时间"), _("编号"), _("内容"), _("打开时间")],
            *([line.at.isoformat(), case.number, told_text(line, registry.get(case.process)),
               "；".join(f"{name} {read.isoformat() if read else _('没有打开')}" for name, read in line.opened)]
              for case, line in trace.told),
        ],
        "money": [
            [_("日期"), _("科目"), _("种类"), _("金额（元）"), _("凭证"), _("编号")],
            *([row.on.isoformat(), f"{row.line.code} {row.line.title}", row.get_kind_display(), str(row.amount), row.evidence,
               row.case.number if row.case else str(row.campaign)] for row in trace.money),
        ],
        "heads": [
            [_("编号"), _("序号"), _("哈希")],
            *([case.number, str(case.seq), bytes(case.head).hex()] for case in cases.values()),
        ],
    }  # fmt: skip
