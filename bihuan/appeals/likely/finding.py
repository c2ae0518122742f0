"""Finding likely earlier appeals. Every statement is bounded: newest segments, few rare pairs, few hundred candidates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from bihuan.appeals.likely import scoring
from bihuan.appeals.likely.scoring import ALIKE, Letter
from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.suggestion import SUGGESTION
from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_cases
from bihuan.common.search.postings import SPAN, SPAN_BITS, common
from bihuan.common.search.text import Part
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction

__all__ = ["Likely", "for_resident", "for_staff", "registered_since"]

NEWEST = 16  # segments that are looked into: a quarter of a million cases
WEIGHED = 3  # of them, the newest, in which it is counted how rare a pair is
FRESH = 600  # cases not filed yet whose text is read
CANDIDATES = 400  # whose place, topic and dates are asked
COMPARED = 40  # whose text is read
SHOWN = 5
YEAR = timedelta(days=365)
SAME_LETTER = 0.35  # written down twice by two clerks, each in their own words
DESK_RUSH = 50  # registrations since a form was opened that are read
RESIDENT_ALIKE = 0.30  # a stranger is told only of what is nearly the same
# A report of wrongdoing is never offered: that it exists at all is for few (信访工作条例 art. 30).
MATCHED = (PETITION.name, HOTLINE.name, SUGGESTION.name)


@dataclass(frozen=True, slots=True)
class Likely:
    """An earlier appeal as staff see it; `parts` is its subject with the shared words marked."""

    case: Case
    state: str
    likeness: float
    parts: list[Part]


def for_staff(
    *, subject: str, body: str, place_id: int | None, topic: str, actor: Actor, at: datetime
) -> list[Likely]:
    """At most SHOWN earlier appeals the actor may see, open or ended within a year, of the same place or topic branch."""
    near = _near(place_id) if place_id is not None else set()
    where = Q(jurisdiction_id__in=near) if near else Q()
    if topic:
        where |= Q(topic__startswith="/".join(topic.split("/")[:2]))
    letter = scoring.read(subject, body)
    weighed, found = _found(letter, visible_cases(actor).filter(where), at, ALIKE)
    least = _least(weighed)
    cases = Case.objects.select_related("holder_unit", "jurisdiction").in_bulk([pk for pk, _score in found])
    return [
        Likely(cases[pk], _state(cases[pk]), score, scoring.marked(cases[pk].subject, weighed, least=least))
        for pk, score in found
    ]


def registered_since(
    *, subject: str, body: str, opened: datetime, channel: str, actor: Actor
) -> list[Likely]:
    """What others registered by the same channel while this form was open, so alike that it may be the same letter.

    Asked when the form is sent: the list shown while typing cannot know what came after the last key.
    """
    letter = scoring.read(subject, body)
    recent = visible_cases(actor).filter(registered_at__gte=opened, channel=channel, process__in=MATCHED)
    keys = list(recent.order_by("-registered_at").values_list("pk", flat=True)[:DESK_RUSH])
    if not keys or not letter:
        return []
    weighed = scoring.weights(letter, {}, 1)
    rows = _rows("SELECT case_id, plain FROM casework_searchtext WHERE case_id = ANY(%s)", [keys])
    alike = {key: score for key, plain in rows if (score := scoring.likeness(weighed, plain)) >= SAME_LETTER}
    cases = Case.objects.select_related("holder_unit", "jurisdiction").in_bulk(list(alike))
    return [
        Likely(case, _state(case), alike[key], scoring.marked(case.subject, weighed, least=_least(weighed)))
        for key, case in sorted(cases.items(), key=lambda pair: -alike[pair[0]])
    ][:SHOWN]


def for_resident(*, subject: str, body: str, place_id: int, at: datetime) -> Case | None:
    """The running matter about nearly the same thing at this very place, with its unit; never one filed in confidence.

    For a link, and for its unit and day: nothing else of it may be shown to whoever wrote the letter.
    """
    running = Case.objects.filter(jurisdiction_id=place_id, ended_at=None).exclude(appeal__confidential=True)
    _weighed, found = _found(scoring.read(subject, body), running, at, RESIDENT_ALIKE)
    return Case.objects.select_related("holder_unit").get(pk=found[0][0]) if found else None


def _state(case: Case) -> str:
    """The label of its state, as a plain Chinese text of the table."""
    return registry.get(case.process).state(case.state).label


def _near(place_id: int) -> set[int]:
    """The place, what it lies in, and what lies in it: a village's matter may be written down under its town."""
    rows = Jurisdiction.objects.filter(Q(pk=place_id) | Q(parent_id=place_id)).values_list("pk", "parent_id")
    near = {pk for pk, _parent in rows}
    district = Jurisdiction.Level.DISTRICT
    parent = Jurisdiction.objects.filter(children__pk=place_id).exclude(level=district).first()
    return near | ({parent.pk} if parent is not None else set())


def _found(
    letter: Letter, within: QuerySet[Case], at: datetime, alike: float
) -> tuple[dict[str, float], list[tuple[int, float]]]:
    """What each pair weighs, and (id, likeness) of the best within."""
    if not letter:
        return {}, []
    fresh = _rows(
        "SELECT f.case_id, t.plain FROM (SELECT case_id FROM casework_searchfresh ORDER BY case_id DESC LIMIT %s) f"
        " JOIN casework_searchtext t USING (case_id)",
        [FRESH],
    )
    segments = _rows(
        "SELECT id, span, cases FROM casework_searchsegment ORDER BY span DESC, id DESC LIMIT %s", [NEWEST]
    )
    held, texts = _held(letter, segments[:WEIGHED], fresh)
    weighed = scoring.weights(letter, held, texts)
    pairs = scoring.chosen(weighed)
    scores: defaultdict[int, float] = defaultdict(float)
    for segment, pair, places in _rows(
        "SELECT segment, pair, places FROM casework_searchposting WHERE pair = ANY(%s) AND segment = ANY(%s)",
        [pairs, [segment for segment, _span, _cases in segments]],
    ):
        low = next(span for one, span, _cases in segments if one == segment) << SPAN_BITS
        for place in common([bytes(places)]):
            scores[low + place] += weighed[pair]
    for case_id, plain in fresh:
        scores[case_id] = sum(weighed[pair] for pair in pairs if pair in plain)
    floor = sum(weighed[pair] for pair in pairs) * alike / 4
    leading = scoring.best(((pk, score) for pk, score in scores.items() if score > floor), CANDIDATES)
    allowed = set(
        within.filter(pk__in=[pk for pk, _score in leading], process__in=MATCHED)
        .filter(Q(ended_at=None) | Q(ended_at__gte=at - YEAR))
        .order_by()
        .values_list("pk", flat=True)
    )
    compared = [pk for pk, _score in leading if pk in allowed][:COMPARED]
    texts_of = _rows("SELECT case_id, plain FROM casework_searchtext WHERE case_id = ANY(%s)", [compared])
    alike_ones = ((pk, scoring.likeness(weighed, plain)) for pk, plain in texts_of)
    return weighed, scoring.best(((pk, score) for pk, score in alike_ones if score >= alike), SHOWN)


def _held(
    letter: Letter, segments: Sequence[tuple[int, int, int]], fresh: Sequence[tuple[int, str]]
) -> tuple[dict[str, int], int]:
    """In how many letters each pair stands, and of how many: counted in the newest segments, or in what is fresh."""
    filed = sum(cases for _segment, _span, cases in segments)
    if filed < FRESH:
        held = {pair: sum(pair in plain for _pk, plain in fresh[:FRESH]) for pair in letter.pairs}
    else:
        held = dict.fromkeys(letter.pairs, 0)
    counted: Mapping[str, Any] = dict(
        _rows(
            "SELECT pair, sum(CASE WHEN octet_length(places) >= %s THEN bit_count(places)"
            " ELSE octet_length(places) / 2 END)::int FROM casework_searchposting"
            " WHERE pair = ANY(%s) AND segment = ANY(%s) GROUP BY pair",
            [SPAN // 8, list(letter.pairs), [segment for segment, _span, _cases in segments]],
        )
    )
    for pair, count in counted.items():
        held[pair] += count
    return held, filed + (len(fresh) if filed < FRESH else 0)


def _least(weighed: Mapping[str, float]) -> float:
    """From which weight a shared pair is marked: the heavier half."""
    ranked = sorted(weighed.values())
    return ranked[len(ranked) // 3] if ranked else 0.0


def _rows(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[Any] = cursor.fetchall()
        return rows
