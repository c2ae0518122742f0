"""Reads of the portal."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from bihuan.appeals.offices import Office
from bihuan.common import kept
from bihuan.organizations.models import Jurisdiction, Unit
from bihuan.portal.models import AccessCode, Message, Publication, Question, Rating, Wish


def publications() -> list[tuple[Unit, Publication]]:
    """The newest publication of each office that has one, petition offices and the hotline first."""
    rows = Publication.objects.select_related("unit").order_by("unit_id", "-published_at").distinct("unit_id")
    first = {Unit.Kind.REGISTRY: 0, Unit.Kind.HOTLINE: 1}
    return sorted(
        ((row.unit, row) for row in rows if row.unit.valid_to is None),
        key=lambda pair: (first.get(Unit.Kind(pair[0].kind), 2), pair[0].code),
    )


def _offices() -> dict[int, Office]:
    return {unit.pk: Office(row.address, _first_line(row.telephone)) for unit, row in publications()}


OFFICES = kept.Kept(_offices)


def office_of(unit_id: int) -> Office:
    """Address and telephone as the office publishes them, for its letters. A few seconds old at most."""
    return OFFICES.get().get(unit_id, Office())


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def publication_of(unit_id: int) -> Publication | None:
    """What an office publishes of itself now."""
    return Publication.objects.filter(unit_id=unit_id).order_by("-published_at").first()


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """(town, [(code, place)]) for every place that exists: the town itself first, then what lies in it."""
    rows = list(
        Jurisdiction.objects.filter(valid_to__isnull=True)
        .order_by("code").values_list("pk", "code", "name", "parent_id", "level")
    )  # fmt: skip
    towns = [(pk, code, name) for pk, code, name, _parent, level in rows if level == Jurisdiction.Level.TOWN]
    return [
        (
            name,
            [(code, name)] + [(inner, label) for _pk, inner, label, parent, _level in rows if parent == pk],
        )
        for pk, code, name in towns
    ]


# Most cases have few of these or none: one statement says which are worth asking for.
KEPT = """
SELECT EXISTS (SELECT FROM portal_accesscode WHERE case_id = %(case)s),
       EXISTS (SELECT FROM portal_wish WHERE case_id = %(case)s),
       EXISTS (SELECT FROM portal_message WHERE case_id = %(case)s),
       EXISTS (SELECT FROM portal_question WHERE case_id = %(case)s),
       EXISTS (SELECT FROM portal_rating WHERE case_id = %(case)s),
       EXISTS (SELECT FROM appeals_signatory WHERE case_id = %(case)s)
"""


class Kept(NamedTuple):
    """Which of a case's rows there are any of."""

    codes: bool
    wishes: bool
    messages: bool
    questions: bool
    ratings: bool
    signatories: bool


def kept_of(case_id: int) -> Kept:
    """What the portal keeps of a case at all."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, {"case": case_id})
        return Kept(*cursor.fetchone())


def codes_of(case_id: int) -> list[AccessCode]:
    """The codes given out for a case: when and by whom, never what they are."""
    return list(AccessCode.objects.filter(case_id=case_id).order_by("seat"))


def wishes_of(case_id: int) -> list[Wish]:
    """How those of a case wish to be told, by seat."""
    return list(Wish.objects.filter(case_id=case_id).order_by("seat"))


def messages_of(case_id: int) -> list[Message]:
    """What was sent, the newest first."""
    return list(Message.objects.filter(case_id=case_id).order_by("-pk")[:20])


def questions_of(case_id: int) -> list[Question]:
    """What was asked and answered, the newest first."""
    return list(Question.objects.filter(case_id=case_id).select_related("unit").order_by("-pk"))


def ratings_of(case_id: int) -> list[Rating]:
    """The ratings of a case."""
    return list(Rating.objects.filter(case_id=case_id).select_related("unit").order_by("pk"))
