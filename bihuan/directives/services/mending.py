"""Mending what was read: wording, units, dates; two sentences as one task, one sentence as two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from bihuan.directives import errors
from bihuan.directives.models import Measure
from bihuan.directives.reading import Span
from bihuan.directives.reading.control import control
from bihuan.directives.services.accepting import open_for_change
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit


@dataclass(frozen=True, slots=True)
class Mended:
    """What people set on a measure. The span, and what was read, stay."""

    wording: str
    lead: Unit | None = None
    co_units: Sequence[Unit] = ()
    due_on: date | None = None
    success: str = ""
    budget_line: str = ""


@transaction.atomic
def edit(*, measure: Measure, mended: Mended, actor: Actor) -> Measure:
    """Set what people decided. A wording that orders control of persons is flagged like one that was read."""
    measure = open_for_change(measure, actor)
    if not mended.wording.strip():
        raise errors.Empty
    measure.wording = " ".join(mended.wording.split())
    measure.lead, measure.due_on = mended.lead, mended.due_on
    measure.success, measure.budget_line = mended.success.strip(), mended.budget_line.strip()
    in_text = measure.directive.text[measure.start : measure.end]
    measure.controls_persons = any(control(words, 0) for words in (in_text, measure.wording, measure.success))
    measure.save()
    measure.co_units.set([unit for unit in mended.co_units if unit != mended.lead])
    return measure


@transaction.atomic
def merge(*, measures: Sequence[Measure], actor: Actor) -> Measure:
    """Several measures of one document as one: the first keeps its place and takes the others' words and units."""
    rows = sorted((open_for_change(one, actor) for one in measures), key=lambda one: one.start)
    if len({row.pk for row in rows}) < 2 or len({row.directive_id for row in rows}) != 1:
        raise errors.NotTogether
    first, *others = rows
    first.wording = "".join(row.wording for row in rows)
    first.end = max(row.end for row in rows)
    first.controls_persons = any(row.controls_persons for row in rows)
    first.lead_id = first.lead_id or next((row.lead_id for row in others if row.lead_id), None)
    dates = [row for row in rows if row.due_on]
    if dates:
        last = max(dates, key=lambda row: row.due_on or date.min)
        first.due_on, first.due_words = last.due_on, last.due_words
    first.save()
    helping = {unit.pk for row in rows for unit in row.co_units.all()} | {
        r.lead_id for r in others if r.lead_id
    }
    first.co_units.set(helping - {first.lead_id})
    for row in others:
        row.standing, row.merged_into = Measure.Standing.MERGED, first
        row.save(update_fields=["standing", "merged_into"])
    return first


@transaction.atomic
def split(*, measure: Measure, at: int, actor: Actor) -> tuple[Measure, Measure]:
    """One sentence as two measures, at a character of the document. Each is read anew; spans stay true."""
    measure = open_for_change(measure, actor)
    if not measure.start < at < measure.end:
        raise errors.NoSuchPlace
    text = measure.directive.text
    found = dict(measure.found)
    halves = []
    for start, end in ((measure.start, at), (at, measure.end)):
        words = Span(start, end).words(text)
        if not words.strip():
            raise errors.NoSuchPlace
        row = (
            measure
            if start == measure.start
            else Measure(directive=measure.directive, section=measure.section)
        )
        row.start, row.end, row.wording = start, end, " ".join(words.split())
        row.found = _found_again(Span(start, end), found)
        row.controls_persons = bool(control(words, 0))
        row.save()
        halves.append(row)
    halves[1].lead, halves[1].due_on, halves[1].due_words = measure.lead, measure.due_on, measure.due_words
    halves[1].save()
    halves[1].co_units.set(measure.co_units.all())
    return halves[0], halves[1]


def _found_again(span: Span, found: dict[str, Any]) -> dict[str, object]:
    """What was found in the words, as far as it lies in this part."""
    kept: dict[str, object] = {}
    for what, values in found.items():
        if isinstance(values, list):
            kept[what] = [
                one for one in values if span.start <= one["span"][0] and one["span"][1] <= span.end
            ]
    return kept
