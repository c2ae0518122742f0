"""Reads of the directives slice. A document is a public act of government: every reader sees the library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Greatest, Length, Lower, StrIndex, Substr

from bihuan.directives.models import Directive, Measure, Section
from bihuan.directives.reading import sentences

SHOWN = 50
A_PAGE = 616  # characters: 22 lines of 28 (GB/T 9704), for what does not say its own pages
BEFORE, EXCERPT = 24, 120  # characters of the text shown in the library


def library(query: str = "") -> QuerySet[Directive]:
    """The latest version of each document, newest first; with a query, those that hold its words anywhere.

    Each with `excerpt`: the text around the first word asked for, else its beginning; and `about_pages` by its length.
    """
    found = Directive.objects.filter(later__isnull=True).defer("text")
    for word in query.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(number__icontains=word)
            | Q(issuer__icontains=word)
            | Q(text__icontains=word)
        )
    of = Measure.Standing
    first = Value(query.split()[0].lower() if query.strip() else "")
    start = Greatest(StrIndex(Lower("text"), first) - BEFORE, Value(1), output_field=IntegerField())
    return found.annotate(
        about_pages=(Length("text") + Value(A_PAGE - 1)) / Value(A_PAGE),
        starts=start,
        excerpt=Substr("text", start, EXCERPT),
        open=Count("measures", filter=Q(measures__standing=of.READ)),
        accepted=Count("measures", filter=Q(measures__standing=of.ACCEPTED)),
    ).order_by("-brought_in_at", "-pk")


def measures_of(directive: Directive) -> QuerySet[Measure]:
    """What it orders, in its order, without what was merged into another."""
    rows = directive.measures.exclude(standing=Measure.Standing.MERGED)
    return rows.select_related("section", "lead", "case").prefetch_related("co_units")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the document as shown: plain words, a heading or a measure."""

    words: str
    measure: Measure | None = None
    heading: Section | None = None


def parts_of(directive: Directive) -> Iterator[list[Part]]:
    """The whole text in lines of parts, each measure in its place. Every character is shown once."""
    text = directive.text
    marks: list[tuple[int, int, Measure]] = [(m.start, m.end, m) for m in measures_of(directive)]
    headings = {section.start: section for section in directive.sections.all()}
    at, number = 0, 0
    for line in text.split("\n"):
        end, parts = at + len(line), []
        here = at
        while number < len(marks) and marks[number][0] < end:
            start, stop, measure = marks[number]
            if start > here:
                parts.append(Part(text[here:start], heading=headings.get(here)))
            parts.append(Part(text[max(start, here) : min(stop, end)], measure=measure))
            here = min(stop, end)
            if stop > end:
                break  # goes on in the next line
            number += 1
        if here < end:
            first = here + len(text[here:end]) - len(text[here:end].lstrip())
            parts.append(Part(text[here:end], heading=headings.get(first)))
        if parts and any(part.words.strip() for part in parts):
            yield parts
        at = end + 1


def changes(directive: Directive) -> list[tuple[str, str]]:
    """(before, after) of each place where this version's sentences differ from the earlier one's."""
    if directive.earlier is None:
        return []
    before, after = (_sentences(one.text) for one in (directive.earlier, directive))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        ("".join(before[a:b]), "".join(after[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _sentences(text: str) -> list[str]:
    return [one.span.words(text) for paragraph in sentences.split(text) for one in paragraph]
