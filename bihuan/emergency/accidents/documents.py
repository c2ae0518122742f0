"""The documents that an accident's steps issue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from bihuan.casework import registry
from bihuan.casework.documents import DocumentKind, Issuing, register
from bihuan.casework.models import IssuedDocument
from bihuan.casework.spec import Kind
from bihuan.common.calendar.working import CHINA
from bihuan.common.papers import Heading, Paper, Paragraph
from bihuan.common.papers.paper import paragraphs
from bihuan.emergency.accidents.process import ACCIDENT
from bihuan.organizations import directory


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of document: its title, the word in its number, and the sentence it begins with."""

    name: str
    label: str
    mark: str
    opening: str


FORMS = (
    Form("handover", _("事故调查移交函"), "事移",
         "下列生产安全事故依照《生产安全事故报告和调查处理条例》第十九条、第二十条的规定应当由你机关调查，现予移交：{subject}（编号：{case}）。"),
    Form("investigation_report", _("生产安全事故调查报告"), "事调",
         "关于“{subject}”（编号：{case}）的调查情况，依照《生产安全事故报告和调查处理条例》第三十条报告如下："),
    Form("approval", _("关于生产安全事故调查报告的批复"), "事批",
         "“{subject}”（编号：{case}）的调查报告收悉，依照《生产安全事故报告和调查处理条例》第三十二条批复如下："),
)  # fmt: skip


def register_all() -> None:
    """Make them known to the engine."""
    for form in FORMS:
        register(ACCIDENT.name, DocumentKind(form.name, form.label, form.mark, _collect, _composer(form)))


def _collect(issuing: Issuing) -> dict[str, Any]:
    case, entry = issuing.case, issuing.entry
    issuer = directory.unit(entry.unit_id or case.holder_unit_id)
    assert issuer is not None
    holder = directory.unit(case.holder_unit_id)
    said = [
        (asked.label, str(entry.data[asked.name]))
        for asked in registry.get(case.process).step(entry.step).gives
        if entry.data.get(asked.name) not in (None, "") and asked.kind not in (Kind.UNIT, Kind.FILES)
    ]
    return {
        "unit": issuer.name, "unit_mark": issuer.short_name[:6], "case": case.number, "subject": case.subject, "said": said,
        "to": holder.name if holder is not None else "", "issued_on": entry.at.astimezone(CHINA).date().isoformat(),
    }  # fmt: skip


def _composer(form: Form) -> Callable[[IssuedDocument], Paper]:
    def compose(issued: IssuedDocument) -> Paper:
        data = issued.data
        body: list[Heading | Paragraph] = [
            Paragraph(form.opening.format(subject=data["subject"], case=data["case"]))
        ]
        for label, text in data["said"]:
            body.append(Heading(label))
            body += paragraphs(text)
        return Paper(
            organ=data["unit"], signature=data["unit"], title=f"{data['unit']}\n{form.label}", number=issued.number,
            addressee=data["to"], body=tuple(body), dated=date.fromisoformat(data["issued_on"]),
        )  # fmt: skip

    return compose
