"""Documents of the slice: what each keeps when it is issued, and how its paper is made from that at any later time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.casework import registry
from bihuan.casework.documents import DocumentKind, Issuing, register
from bihuan.casework.models import IssuedDocument
from bihuan.casework.spec import Field, Kind
from bihuan.common.calendar.working import CHINA
from bihuan.common.files import store
from bihuan.common.files.errors import FileMissingError
from bihuan.common.papers import Heading, Paper, Paragraph
from bihuan.common.papers.paper import Signature, paragraphs
from bihuan.organizations import directory


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of document: its title, the sentence it begins with, the one it ends with, and its article.

    `opening` and `closing` may hold {enterprise}, {case}, {subject}, {deadline}.
    """

    name: str
    label: str
    mark: str
    opening: str
    closing: str = ""
    addressed: bool = True  # to the enterprise; else between offices or from the enterprise to the office


More = Callable[[Issuing], list[tuple[str, str]]]
Signed = Callable[
    [Issuing], list[dict[str, str]]
]  # label, and sha256 of the picture or text: who signed by hand


def collect(
    issuing: Issuing, form: Form, more: More | None = None, signed: Signed | None = None
) -> dict[str, Any]:
    """The unit, the enterprise, and each thing the step was given with the label it has in the table."""
    case, entry = issuing.case, issuing.entry
    issuer = directory.unit(entry.unit_id or case.holder_unit_id)
    assert issuer is not None
    step = registry.get(case.process).step(entry.step)
    said: list[tuple[str, str]] = []
    for asked in step.gives:
        value = entry.data.get(asked.name)
        if value in (None, "", []) or asked.kind is Kind.UNIT or asked.private:
            continue
        said.append((asked.label, _written(asked, value)))
    said += more(issuing) if more is not None else []
    rectification = issuing.clocks.get("rectification")
    deadline = rectification.due_at if rectification is not None else None
    enterprise = enterprise_of(case.pk)
    registry_unit = directory.unit(case.registry_unit_id)
    return {
        "unit": issuer.name, "unit_mark": issuer.short_name[:6], "case": case.number, "subject": case.subject,
        "enterprise": enterprise, "said": said, "issued_on": entry.at.astimezone(CHINA).date().isoformat(),
        "regulator": registry_unit.name if registry_unit is not None else "",
        "deadline": (deadline - timedelta(microseconds=1)).astimezone(CHINA).date().isoformat() if deadline
        else str(entry.data.get("rectify_by", "")),
        "actor": entry.actor, "article": step.article, "kind": form.name,
        **({"signed": signed(issuing)} if signed is not None else {}),
    }  # fmt: skip


def _written(asked: Field, value: object) -> str:
    """A value as a document has it: choices by their label, days and hours in Chinese."""
    text = str(value)
    if asked.kind is Kind.CHOICE:
        return dict(asked.choices).get(text, text)
    if asked.kind is Kind.DATE:
        day = date.fromisoformat(text)
        return f"{day.year}年{day.month}月{day.day}日"
    if asked.kind is Kind.MOMENT:
        moment = datetime.fromisoformat(text).astimezone(CHINA)
        return f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{moment.minute:02}分"
    return text


def enterprise_of(case_id: int) -> str:
    """The name of the enterprise a case of this slice is about."""
    from bihuan.safety.models import Hazard, Inspection

    for model in (Hazard, Inspection):
        name = model._default_manager.filter(pk=case_id).values_list("enterprise__name", flat=True).first()
        if name:
            return str(name)
    return ""


def compose(issued: IssuedDocument, form: Form) -> Paper:
    """The paper of an issued document."""
    data = issued.data
    words = {name: data.get(name, "") for name in ("enterprise", "case", "subject", "deadline", "article")}
    body: list[Heading | Paragraph] = [Paragraph(form.opening.format(**words))]
    for label, text in data["said"]:
        body.append(Heading(label))
        body += paragraphs(text)
    if form.closing and (data.get("deadline") or "{deadline}" not in form.closing):
        body.append(Paragraph(form.closing.format(**words)))
    return Paper(
        organ=data["unit"], signature=data["unit"], title=f"{data['unit']}\n{form.label}", number=issued.number,
        addressee=data["enterprise"] if form.addressed else data["regulator"], body=tuple(body),
        dated=date.fromisoformat(data["issued_on"]), signatures=tuple(map(_signature, data.get("signed", ()))),
    )  # fmt: skip


def _signature(one: dict[str, str]) -> Signature:
    """The picture from the store, the very bytes that the phone sent; where it is gone, that is said."""
    picture, text = b"", one.get("text", "")
    if one.get("sha256"):
        try:
            with store.open(one["sha256"]) as file:
                picture = file.read()
        except FileMissingError:
            text = f"（签名图像不在，SHA-256 {one['sha256']}）"
    return Signature(one["label"], picture, text)


def register_forms(
    process: str,
    forms: tuple[Form, ...],
    more: dict[str, More] | None = None,
    signed: dict[str, Signed] | None = None,
    wanted: dict[str, Callable[[Issuing], bool]] | None = None,
) -> None:
    """Make kinds of documents known to the engine for a process. `wanted`: when a step issues one at all."""
    for form in forms:
        when = (wanted or {}).get(form.name, _always)
        _register(process, form, (more or {}).get(form.name), (signed or {}).get(form.name), when)


def _always(_issuing: Issuing) -> bool:
    return True


def _register(
    process: str, form: Form, more: More | None, signed: Signed | None, wanted: Callable[[Issuing], bool]
) -> None:
    def collected(issuing: Issuing) -> dict[str, Any]:
        return collect(issuing, form, more, signed)

    def composed(issued: IssuedDocument) -> Paper:
        return compose(issued, form)

    register(process, DocumentKind(form.name, form.label, form.mark, collected, composed, wanted=wanted))
