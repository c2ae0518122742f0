"""A reading as JSON and as an outline for the terminal. Field names are English, words are the document's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bihuan.directives.reading import Node, Reading
from bihuan.directives.reading.control import ARTICLES
from bihuan.directives.reading.tree import Found, Kind
from bihuan.directives.sources import Source

FLAGS = {
    "no_such_day": "no such day",
    "before_document": "before the document's own date",
    "year_unknown": "the year is not known: give --date",
}


def as_json(source: Source, reading: Reading) -> dict[str, Any]:
    """Everything that was read. Spans are [start, end) in the text as read, in characters."""
    return {
        "file": source.name,
        "kind": source.kind,
        "sha256": source.sha256,
        "characters": len(source.text),
        "pages": source.pages,
        "date": reading.dated.day.isoformat() if reading.dated.day else None,
        "year": reading.dated.known_year,
        "sections": len(reading.sections),
        "measures": len(reading.measures),
        "furniture": [[span.start, span.end] for span in reading.furniture],
        "nodes": [_node(node, reading.text) for node in reading.nodes],
    }


def _node(node: Node, text: str) -> dict[str, Any]:
    about: dict[str, Any] = {
        "kind": node.kind.value,
        "level": node.level,
        "numbering": node.number,
        "text": node.title.words(text),
        "text_span": [node.title.start, node.title.end],
        "span": [node.span.start, node.span.end],
    }
    if node.kind is Kind.SECTION:
        return {
            **about,
            "tense": node.tense.value,
            "children": [_node(child, text) for child in node.children],
        }
    return {**about, **findings(node)}


def findings(node: Node) -> dict[str, Any]:
    """What was found in a measure, each with its words and span."""
    return {
        "orders": [_found(one, verb=one.verb, object=one.object) for one in node.orders],
        "units": [
            _found(one, name=one.name or None, role=one.role or None, form=one.form) for one in node.units
        ],
        "deadlines": [
            _found(one, kind=one.kind, due=one.due.isoformat() if one.due else None, flag=one.flag or None)
            for one in node.deadlines
        ],
        "numbers": [
            _found(one, value=format(one.value.normalize(), "f"), unit=one.unit, bound=one.bound or None)
            for one in node.amounts
        ],
        "binding": node.bindings[0].force if node.bindings else None,
        "binding_words": [_found(one, force=one.force) for one in node.bindings],
        "orders_control_of_persons": bool(node.control),
        "control": [_found(one, reason=one.reason) for one in node.control],
        "forbidden_by": [f"{a.law}{a.article}" for a in ARTICLES] if node.control else [],
    }


def _found(one: Found, **more: Any) -> dict[str, Any]:
    return {"words": one.words, "span": [one.span.start, one.span.end], **more}


def as_outline(source: Source, reading: Reading) -> Iterator[str]:
    """Lines for the terminal."""
    when = reading.dated.day or reading.dated.known_year or "date not known"
    yield f"{source.name}: {len(source.text):,} characters, {when}"
    yield f"{len(reading.sections)} sections, {len(reading.measures)} measures"
    for node in reading.walk():
        indent = "  " * node.level
        words = " ".join(node.title.words(reading.text).split())
        if node.kind is Kind.SECTION:
            yield f"{indent}{node.number}{words}" + (
                f"  [{node.tense.value}]" if node.tense.value != "plan" else ""
            )
            continue
        yield f"{indent}- {node.number}{words}"
        yield from (f"{indent}    {line}" for line in _details(node))


def _details(node: Node) -> Iterator[str]:
    if node.control:
        words = "; ".join(one.words for one in node.control)
        yield f"!! orders control of persons ({words}): forbidden by " + ", ".join(
            f"{a.law}{a.article}" for a in ARTICLES
        )
    if node.units:
        yield "who: " + "; ".join(
            f"{u.name or u.words}" + (f" ({u.role})" if u.role else "") for u in node.units
        )
    for one in node.deadlines:
        due = f" = {one.due}" if one.due else ""
        yield f"by when: {one.words}{due}" + (f"  ({FLAGS[one.flag]})" if one.flag else "")
    if node.amounts:
        yield "how much: " + "; ".join(one.words for one in node.amounts)
    if node.bindings:
        yield f"binding: {node.bindings[0].force} ({node.bindings[0].words})"
