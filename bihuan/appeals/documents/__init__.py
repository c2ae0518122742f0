"""The documents of appeals: nineteen kinds, what each keeps when it is issued, and how its paper is made from that.

Nobody's name is kept with a document. It is addressed to 信访人 with the case number; the name is put on the copy that
is sent, when the vault is opened for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, Protocol

from django.utils.translation import gettext_noop as _

from bihuan.appeals.documents.between_offices import ASSIGNMENT, OBJECTION, PROPOSAL, TRANSFER, URGING
from bihuan.appeals.documents.collecting import collect
from bihuan.appeals.documents.composing import LetterIncompleteError, paper_of
from bihuan.appeals.documents.further import ORDER, RECONCILIATION, WHEREABOUTS
from bihuan.appeals.documents.guidance import GUIDANCE
from bihuan.appeals.documents.late import LATE
from bihuan.appeals.documents.letter import Letter
from bihuan.appeals.documents.notices import ACCEPTANCE, END, EXTENSION, RECEIPT, REFUSAL
from bihuan.appeals.documents.opinions import DECISION, MEDIATION, RE_REVIEW, REVIEW
from bihuan.appeals.documents.plain import plain_of
from bihuan.appeals.documents.words import words_of
from bihuan.casework import registry
from bihuan.casework.documents import DocumentKind, Issuing, register
from bihuan.casework.errors import Guarded
from bihuan.casework.models import IssuedDocument
from bihuan.common.papers import Paper, PlainCopy, render_docx, render_pdf, render_plain

__all__ = [
    "LETTERS", "Letter", "LetterIncompleteError", "compose", "correctable_of", "plain", "register_all", "render",
    "use_templates", "words",
]  # fmt: skip

LETTERS: dict[str, Letter] = {
    letter.kind: letter
    for letter in (
        RECEIPT, ACCEPTANCE, TRANSFER, ASSIGNMENT, OBJECTION, REFUSAL, EXTENSION, MEDIATION, DECISION, REVIEW,
        RE_REVIEW, END, URGING, GUIDANCE, LATE, PROPOSAL, WHEREABOUTS, RECONCILIATION, ORDER,
    )
}  # fmt: skip
# The pure declarations cannot mark their own msgids; a test holds this list equal to theirs.
LABELS = (
    _("登记回执"), _("受理告知书"), _("转送函"), _("交办函"), _("异议函"), _("不予受理告知书"), _("延长办理期限告知书"),
    _("调解协议书"), _("信访处理意见书"), _("复查意见书"), _("复核意见书"), _("终结告知书"), _("督办函"), _("法定途径引导函"),
    _("逾期说明书"), _("重大紧急事项建议函"), _("转送交办去向告知书"), _("和解协议书"), _("热线工单交办单"),
)  # fmt: skip


def words(issued: IssuedDocument, *, addressee: str = "") -> dict[str, str]:
    """The text of every place of an issued document. `addressee`: the name on the copy that is sent."""
    return words_of(issued.kind, issued.data, number=issued.number, addressee=addressee)


def compose(issued: IssuedDocument, *, addressee: str = "") -> Paper:
    """The paper of an issued document. Raises LetterIncompleteError."""
    dated = date.fromisoformat(issued.data["issued_on"])
    return paper_of(LETTERS[issued.kind], words(issued, addressee=addressee), dated=dated)


def plain(issued: IssuedDocument, *, until: date | None = None) -> PlainCopy:
    """The plain copy of a document that goes to a resident. `until`: the last day of their right, once it is known."""
    letter = LETTERS[issued.kind]
    said = words_of(
        issued.kind, {**issued.data, "until": until.isoformat() if until else ""}, number=issued.number
    )
    return plain_of(letter, said, dated=date.fromisoformat(issued.data["issued_on"]))


def render(issued: IssuedDocument, form: str, *, addressee: str = "") -> bytes:
    """The document as docx, pdf or plain, from the version of the template that was in force when it was issued.

    Raises PapersError, KeyError.
    """
    if form == "plain":
        return render_plain(plain(issued))
    template = issued.data.get("template")
    if template is not None and _templates:
        dated = date.fromisoformat(issued.data["issued_on"])
        said = words(issued, addressee=addressee)
        return _templates[0].filled(template, LETTERS[issued.kind], said, dated=dated, form=form)
    return {"docx": render_docx, "pdf": render_pdf}[form](compose(issued, addressee=addressee))


class Templates(Protocol):
    """Who keeps the templates of offices."""

    def current(self, kind: str, unit_id: int | None) -> int | None:
        """The version in force for a unit; None: the built-in form."""

    def filled(self, key: int, letter: Letter, words: Mapping[str, str], *, dated: date, form: str) -> bytes:
        """A document from that version."""


_templates: list[Templates] = []


def use_templates(keeper: Templates) -> None:
    """Make the keeper of templates known; until then every document has the built-in form."""
    _templates[:] = [keeper]


def _collect(issuing: Issuing, *, kind: str) -> dict[str, Any]:
    unit_id = issuing.entry.unit_id or issuing.case.holder_unit_id
    template = _templates[0].current(kind, unit_id) if _templates else None
    return {
        **collect(issuing, kind),
        "edition": EDITION,
        **({"template": template} if template is not None else {}),
    }


# Of the texts of this package. Whoever changes what a document says adds an edition and leaves the old one readable.
EDITION = 1


def correctable_of(letter: Letter) -> tuple[str, ...]:
    """The texts that a replacement may say otherwise: what was written for it, not what the case or the law says."""
    return tuple(place.key for place in letter.places if place.key in WRITTEN)


# Texts that an officer writes. What was decided (`result`) is no slip of the pen: another result is another decision.
WRITTEN = frozenset(
    {
        "request",
        "facts",
        "opinion",
        "basis",
        "remedy",
        "reason",
        "note",
        "competent",
        "agreement",
        "dispute",
        "demand",
        "why_late",
        "progress",
        "situation",
        "proposal",
    }
)


def _check(letter: Letter, data: dict[str, object]) -> None:
    lacking = letter.missing(words_of(letter.kind, data, number="-"))
    if lacking:
        raise Guarded(str(LetterIncompleteError(place.name for place in lacking)))


def register_all() -> None:
    """Make every kind of document known to the engine, for every process of this slice. After the processes are."""
    for process in registry.all_processes():
        if process.name.startswith("appeals."):
            for letter in LETTERS.values():
                register(
                    process.name,
                    DocumentKind(
                        letter.kind, letter.label, letter.mark, partial(_collect, kind=letter.kind), compose, render,
                        correctable_of(letter), partial(_check, letter), letter.resident,
                    ),
                )  # fmt: skip
