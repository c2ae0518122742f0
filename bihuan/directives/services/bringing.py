"""Bringing in a document: its text is read once, and what was found is kept with its spans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from bihuan.casework.errors import NotYours
from bihuan.common.calendar.working import CHINA
from bihuan.directives import errors, showing, units_known
from bihuan.directives.models import Directive, Measure, Section
from bihuan.directives.permissions import GIVERS
from bihuan.directives.reading import Node, Reading, read
from bihuan.directives.reading.deadlines import Dated
from bihuan.directives.reading.tree import Kind, UnitFound
from bihuan.directives.sources import Source
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document beside its text."""

    title: str
    source: Source
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None


@transaction.atomic
def bring_in(
    *, document: Document, actor: Actor, at: datetime, earlier: Directive | None = None
) -> Directive:
    """Keep the document and what it orders. With `earlier`, as the next version of that one.

    Measures of an earlier version that became cases stay with it. Raises errors.NotGiver, Empty, SameText.
    """
    if not GIVERS & set(actor.roles):
        raise errors.NotGiver
    if actor.unit_id is None:
        raise NotYours
    if not document.title.strip() or not document.source.text.strip():
        raise errors.Empty
    if earlier is not None and earlier.text == document.source.text:
        raise errors.SameText
    day = at.astimezone(CHINA).date()
    register = units_known.on(day)
    dated = Dated(document.issued_on, document.issued_on.year) if document.issued_on else None
    reading = read(document.source.text, register=register, dated=dated)
    directive = Directive.objects.create(
        title=document.title.strip()[:200], number=document.number.strip(), issuer=document.issuer.strip(),
        issued_on=document.issued_on or reading.dated.day, pages=document.source.pages,
        source_name=document.source.name[:200], source_kind=document.source.kind, sha256=document.source.sha256,
        text=document.source.text, unit_id=actor.unit_id, brought_in_at=at, earlier=earlier,
        version=earlier.version + 1 if earlier is not None else 1,
    )  # fmt: skip
    _keep(directive, reading)
    return directive


def _keep(directive: Directive, reading: Reading) -> None:
    known = dict(Unit.objects.values_list("name", "pk"))

    def below(nodes: list[Node], parent: Section | None, above: tuple[UnitFound, ...]) -> None:
        for node in nodes:
            if node.kind is Kind.SECTION:
                section = Section.objects.create(
                    directive=directive, parent=parent, level=node.level, numbering=node.number[:40],
                    title=node.title.words(reading.text)[:400], start=node.span.start, end=node.span.end,
                )  # fmt: skip
                below(node.children, section, node.units or above)
            else:
                _measure(directive, parent, node, reading.text, known, node.units or above)

    below(reading.nodes, None, ())


def _measure(
    directive: Directive, section: Section | None, node: Node, text: str, known: dict[str, int],
    found: tuple[UnitFound, ...],
) -> None:  # fmt: skip
    """Lead, co-units and date are filled in only from the document's own words, its sentence or the heading above."""
    leads = [known[u.name] for u in found if u.role == "lead" and u.name in known]
    named = [
        known[u.name] for u in found if u.role in {"lead", "responsible", "addressed"} and u.name in known
    ]
    helping = [known[u.name] for u in found if u.role == "support" and u.name in known]
    dated = [one for one in node.deadlines if one.due and not one.flag and one.kind in {"absolute", "within"}]
    lead = leads[0] if leads else named[0] if len(named) == 1 else None
    said = dated or list(node.deadlines)
    measure = Measure.objects.create(
        directive=directive, section=section, start=node.title.start, end=node.title.end,
        wording=" ".join(node.title.words(text).split()), found=showing.findings(node), lead_id=lead,
        due_on=dated[-1].due if dated else None,
        due_words=said[-1].words[:120] if said else "",
        controls_persons=bool(node.control),
    )  # fmt: skip
    others = {one for one in (*named, *helping) if one != lead}
    if others:
        measure.co_units.set(others)
