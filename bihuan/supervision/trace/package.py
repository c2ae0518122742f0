"""The trace as a package of files: what a reader prints, what a program reads, and proofs that nothing was rewritten."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework.openjournal import selectors as openjournal
from bihuan.casework.openjournal import services as journal_services
from bihuan.casework.openjournal import store
from bihuan.casework.openjournal.errors import OpenJournalError
from bihuan.casework.openjournal.models import Leaf
from bihuan.common.merkle import receipts, tree
from bihuan.supervision.trace.reading import CaseTrace
from bihuan.supervision.trace.wording import OUTCOMES, margin, told_text

README = """\
{title}
{case}

timeline.csv   who had the ball on which days, and who led the unit / 每天球在谁手里，单位由谁负责
clocks.csv     every run of every clock: its deadline, what became of it, by how much / 每个期限：哪天到期，办没办，差多少
told.csv       what was told to whom and when it was opened / 告知了谁，什么时候打开
journal.csv    every entry with its hash and the one before / 每条记录和它的哈希，前一条的哈希
trace.json     all of the above for programs / 以上全部，供程序读取
statements.txt what the office concerned says / 有关单位的说明
proofs.json    for each entry, its way to the signed root of the open journal / 每条记录在公开日志里的证明
receipt.json   the receipt of the last entry; check it at /open-journal/ / 最后一条记录的回执，可在公开日志页核对

It names what the record shows and judges nobody. / 这里只写记录显示的事，不对任何人作判断。
"""


def pack(trace: CaseTrace) -> bytes:
    """The package as a .zip. Nothing personal of who appeals is in it, and no text that a step was given."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        title = _("责任轨迹")
        box.writestr(
            "README.txt", README.format(title=title, case=f"{trace.case.number} {trace.case.subject}")
        )
        for name, table in tables(trace).items():
            box.writestr(f"{name}.csv", written_csv(table))
        box.writestr("trace.json", json.dumps(as_json(trace), ensure_ascii=False, indent=1))
        said = "\n\n".join(
            f"{row.at.isoformat()} {row.unit.name}（{row.by}）\n{row.text}" for row in trace.statements
        )
        box.writestr("statements.txt", said or _("没有说明。"))
        for name, text in _proofs(trace).items():
            box.writestr(name, text)
    return held.getvalue()


def tables(trace: CaseTrace) -> dict[str, list[list[str]]]:
    """The parts of the trace as tables with heads, in the reader's language."""
    return {
        "timeline": [
            [_("从"), _("到"), _("天数"), _("单位"), _("承办人"), _("单位主要负责人")],
            *([one.run.first.isoformat(), one.run.last.isoformat(), str(one.run.days), one.unit, one.account,
               "；".join(_tenure(tenure) for tenure in one.heads)] for one in trace.held),
        ],
        "clocks": [
            [_("期限"), _("依据"), _("起算"), _("到期"), _("停止"), _("结果"), _("差多少"), _("责任单位"), _("延期")],
            *([_(one.label), one.row.article, one.row.started_at.isoformat(),
               one.row.due_at.isoformat() if one.row.due_at else "",
               one.row.stopped_at.isoformat() if one.row.stopped_at else "", _(OUTCOMES[one.ended.outcome]),
               margin(one.ended.margin), one.holder,
               "；".join(f"{ext.at.date()} {ext.by} {_(ext.how)}" for ext in one.extensions)] for one in trace.clocks),
        ],
        "told": [
            [_("时间"), _("内容"), _("单位"), _("打开时间")],
            *([one.at.isoformat(), told_text(one, trace.process), one.unit,
               "；".join(f"{name} {read.isoformat() if read else _('没有打开')}" for name, read in one.opened)]
              for one in trace.told),
        ],
        "journal": [
            [_("序号"), _("发生"), _("记录"), _("办理"), _("谁"), _("球在谁手里"), _("前一条的哈希"), _("哈希")],
            *([str(line.entry.seq), line.entry.at.isoformat(), line.entry.recorded_at.isoformat(), _(line.label), line.actor,
               line.holder, bytes(line.entry.previous).hex(), bytes(line.entry.hash).hex()] for line in trace.lines),
        ],
    }  # fmt: skip


def _tenure(tenure: Any) -> str:
    days = f"{tenure.starts_on}–{tenure.ends_on}"
    if tenure.appointment is None:
        return f"{days} {_('空缺')}"
    acting = _("（代理）") if tenure.appointment.acting else ""
    return f"{days} {tenure.appointment.account.name}{acting}"


def as_json(trace: CaseTrace) -> dict[str, Any]:
    """For programs: field names are English, dates in ISO 8601, margins in seconds (negative: after the deadline)."""
    return {
        "case": trace.case.number, "process": trace.case.process, "first": trace.first.isoformat(),
        "last": trace.last.isoformat(), "seen_at": trace.at.isoformat(),
        "held": [
            {"first": one.run.first.isoformat(), "last": one.run.last.isoformat(), "unit": one.unit, "account": one.account,
             "heads": [{"first": t.starts_on.isoformat(), "last": t.ends_on.isoformat(),
                        "account": t.appointment.account.name if t.appointment else None,
                        "acting": bool(t.appointment and t.appointment.acting)} for t in one.heads]}
            for one in trace.held
        ],
        "clocks": [
            {"name": one.row.name, "article": one.row.article, "rule": one.row.rule, "unit": one.holder,
             "started_at": one.row.started_at.isoformat(), "due_at": one.row.due_at.isoformat() if one.row.due_at else None,
             "stopped_at": one.row.stopped_at.isoformat() if one.row.stopped_at else None,
             "outcome": one.ended.outcome.value,
             "margin_seconds": int(one.ended.margin.total_seconds()) if one.ended.margin is not None else None,
             "extensions": [{"by": e.by, "at": e.at.isoformat(), "days": e.days} for e in one.extensions]}
            for one in trace.clocks
        ],
        "told": [
            {"kind": one.kind, "unit": one.unit, "at": one.at.isoformat(),
             "opened": [{"account": name, "at": read.isoformat() if read else None} for name, read in one.opened]}
            for one in trace.told
        ],
        "money": [
            {"line": row.line.code, "kind": row.kind, "amount": str(row.amount), "on": row.on.isoformat(),
             "evidence": row.evidence} for row in trace.money
        ],
        "journal": [
            {"seq": line.entry.seq, "at": line.entry.at.isoformat(), "step": line.entry.step, "actor": line.actor,
             "hash": bytes(line.entry.hash).hex()} for line in trace.lines
        ],
    }  # fmt: skip


def written_csv(table: list[list[str]]) -> str:
    """A table as programs read it, Excel too."""
    held = io.StringIO()
    held.write("\ufeff")
    writer = csv.writer(held)
    # A cell that a program would take for a formula is given as text.
    writer.writerows(
        [[f"'{cell}" if cell[:1] in "=+-@" and cell[:1] else cell for cell in row] for row in table]
    )
    return held.getvalue()


def _proofs(trace: CaseTrace) -> dict[str, str]:
    """The receipt of the last entry, and each entry's place in the tree. Without a signing key: a line that says so."""
    try:
        receipt = journal_services.receipt_for(case=trace.case, at=trace.at)
    except OpenJournalError as problem:  # no signing key: the rest of the package stands without it
        return {"proofs.json": json.dumps({"none": str(problem)}, ensure_ascii=False)}
    head = openjournal.newest_head()
    assert head is not None
    grown = store.tree(head.size)
    leaves = Leaf.objects.filter(entry__case=trace.case, index__lt=head.size).order_by("seq")
    entries = [
        {"seq": leaf.seq, "hash": bytes(leaf.entry_hash).hex(), "index": leaf.index,
         "proof": [step.hex() for step in tree.inclusion_proof(leaf.index, head.size, grown)]}
        for leaf in leaves
    ]  # fmt: skip
    proofs = {"size": head.size, "root": bytes(head.root).hex(), "head": head.note, "entries": entries}
    return {
        "proofs.json": json.dumps(proofs, ensure_ascii=False, indent=1),
        "receipt.json": receipts.write(receipt),
    }
