"""The documents that steps of this slice issue, each made again at any time from what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from bihuan.casework import registry
from bihuan.casework.documents import DocumentKind, Issuing, register
from bihuan.casework.models import IssuedDocument
from bihuan.casework.spec import Field, Kind
from bihuan.common.calendar.working import CHINA
from bihuan.common.papers import Heading, Paper, Paragraph
from bihuan.common.papers.paper import paragraphs
from bihuan.organizations import directory
from bihuan.supervision.processes import ALL

RULES = "《信访工作条例》"


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of document: its title, the word in its number, how it begins and ends."""

    name: str
    label: str
    mark: str
    opening: str
    closing: str = ""


FORMS = (
    Form("supervision_order", _("督办函"), "督函", f"依据{RULES}第四十条第一款，现就“{{subject}}”（编号：{{case}}）督办如下：",
         "请按期书面回复办理情况和依据。"),
    Form("listing_notice", _("挂牌督办通知书"), "挂督",
         f"依据{RULES}第三十九条第三款，决定对“{{subject}}”（编号：{{case}}）挂牌督办："),
    Form("delisting_notice", _("解除挂牌督办通知书"), "解挂",
         "“{subject}”（编号：{case}）经核实已经办结，解除挂牌督办。核实情况如下："),
    Form("criticism", _("通报"), "通报",
         f"依据{RULES}第三十九条第三款，现将“{{subject}}”（编号：{{case}}）的有关情况通报如下：",
         "请按期书面报告整改情况。对事实有不同看法的，可以一并说明。"),
    Form("interview_notice", _("约谈通知书"), "约谈",
         f"依据{RULES}第三十九条第三款，就“{{subject}}”（编号：{{case}}）约谈你单位："),
    Form("interview_record", _("约谈记录"), "约记", "就“{subject}”（编号：{case}）进行了约谈，记录如下："),
    Form("proposal", _("建议书"), "建议", f"依据{RULES}第四十条，就“{{subject}}”（编号：{{case}}）提出下列建议：",
         f"依据{RULES}第四十条第四款，请书面反馈采纳情况。"),
    Form("check_opinion", _("督查反馈意见书"), "督查",
         f"依据{RULES}第三十八条第二款，现将督查中发现的问题反馈如下（编号：{{case}}）：",
         "请按期整改，并书面报告。"),
)  # fmt: skip


def collect(issuing: Issuing) -> dict[str, Any]:
    """The units, and each thing the step was given with the label it has in the table."""
    case, entry = issuing.case, issuing.entry
    issuer, addressee = directory.unit(entry.unit_id), directory.unit(case.holder_unit_id)
    assert issuer is not None
    step = registry.get(case.process).step(entry.step)
    said = [
        (asked.label, _written(asked, entry.data[asked.name]))
        for asked in step.gives
        if entry.data.get(asked.name) not in (None, "", [])
        and asked.kind not in (Kind.UNIT, Kind.FILES)
        and not asked.private
    ]
    return {
        "unit": issuer.name, "unit_mark": issuer.short_name[:6], "addressee": addressee.name if addressee else "",
        "case": case.number, "subject": case.subject, "said": said,
        "issued_on": entry.at.astimezone(CHINA).date().isoformat(),
    }  # fmt: skip


def _written(asked: Field, value: object) -> str:
    if asked.kind is Kind.CHOICE:
        return dict(asked.choices).get(str(value), str(value))
    if asked.kind is Kind.DATE:
        day = date.fromisoformat(str(value))
        return f"{day.year}年{day.month}月{day.day}日"
    return str(value)


def compose(issued: IssuedDocument, form: Form) -> Paper:
    """The paper of an issued document."""
    data = issued.data
    words = {name: data[name] for name in ("case", "subject")}
    body: list[Heading | Paragraph] = [Paragraph(form.opening.format(**words))]
    for label, text in data["said"]:
        body.append(Heading(label))
        body += paragraphs(text)
    if form.closing:
        body.append(Paragraph(form.closing))
    addressee = data["addressee"] if data["addressee"] != data["unit"] else ""
    return Paper(
        organ=data["unit"], signature=data["unit"], title=f"{data['unit']}\n{form.label}", number=issued.number,
        addressee=addressee, body=tuple(body), dated=date.fromisoformat(data["issued_on"]),
    )  # fmt: skip


def register_all() -> None:
    """Make the kinds known for each process whose steps issue them."""
    forms = {form.name: form for form in FORMS}
    for process in ALL:
        for name in dict.fromkeys(step.document for step in process.steps if step.document):
            _register(process.name, forms[name])


def _register(process: str, form: Form) -> None:
    def composed(issued: IssuedDocument) -> Paper:
        return compose(issued, form)

    register(process, DocumentKind(form.name, form.label, form.mark, collect, composed))
