"""Reads of matters raised together: which there are, and how each seat stands. Names are in the vault alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from bihuan.appeals.documents import LETTERS
from bihuan.appeals.models import Signatory
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.services import groups
from bihuan.casework.models import Case, ClockRow, Entry, IssuedDocument
from bihuan.casework.selectors import visible_cases
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor

LETTERED = Exists(Entry.objects.filter(case=OuterRef("pk"), kind="step", step__in=groups.LETTERS))


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter raised together. Numbers count seats, whoever filed being one."""

    case: Case
    state: str  # a Chinese label
    seats: int
    representatives: int
    unserved: int | None  # None before there is a letter
    last_right: date | None  # the last day on which one of them may ask for a review


@dataclass(frozen=True, slots=True)
class Seat:
    """One of those who raised it: seat 0 filed it. Without a name."""

    number: int
    representative: bool
    joined_at: datetime
    left_at: datetime | None
    served_on: date | None
    right_until: date | None
    asked_on: date | None
    named: bool
    printed: tuple[
        tuple[str, datetime], ...
    ] = ()  # what was printed for this one: a document's label, and when

    @property
    def present(self) -> bool:
        """Has not stepped out."""
        return self.left_at is None


def matters(actor: Actor, *, only: str = "") -> QuerySet[Case]:
    """The matters raised together that the actor may see, the newest first.

    `only`: "open", "unserved" (somebody has not got the letter that there is), "rights" (a right of review is left open).
    """
    signed = Signatory.objects.filter(case=OuterRef("pk"), left_at__isnull=True)
    found = visible_cases(actor).filter(pk__in=Signatory.objects.values("case"))
    if only == "open":
        found = found.exclude(phase=Phase.ENDED)
    elif only == "unserved":
        found = found.filter(LETTERED, Exists(signed.filter(served_on__isnull=True)))
    elif only == "rights":
        found = found.filter(Exists(signed.filter(review_until__isnull=False, asked_review_on__isnull=True)))
    return found.order_by("-registered_at", "-pk")


def told(cases: list[Case]) -> list[Matter]:
    """The same with how their seats stand."""
    present = Q(left_at__isnull=True)
    rows = (
        Signatory.objects.filter(case__in=cases)
        .values("case_id")
        .annotate(
            seats=Count("pk", filter=present),
            chosen=Count("pk", filter=present & Q(representative=True)),
            unserved=Count("pk", filter=present & Q(served_on__isnull=True)),
            last=Max("review_until", filter=present & Q(asked_review_on__isnull=True)),
        )
        .order_by()
    )
    sums = {row["case_id"]: row for row in rows}
    lettered = set(
        Case.objects.filter(LETTERED, pk__in=[case.pk for case in cases]).values_list("pk", flat=True)
    )
    found = []
    for case in cases:
        row = sums[case.pk]
        unserved = row["unserved"] if case.pk in lettered else None
        label = PETITION.state(case.state).label
        found.append(Matter(case, label, row["seats"] + 1, row["chosen"] + 1, unserved, row["last"]))
    return found


def seats_of(case: Case) -> list[Seat]:
    """Every seat of a matter, whoever filed first. Who stepped out stays in the list as one who did."""
    appeal = getattr(case, "appeal", None)
    served_on, right_until, asked_on = _first(case)
    first = Seat(
        number=0, representative=True, joined_at=case.registered_at, left_at=None, served_on=served_on,
        right_until=right_until, asked_on=asked_on, named=appeal is not None and appeal.person_id is not None,
    )  # fmt: skip
    others = [
        Seat(
            number=one.seat, representative=one.representative, joined_at=one.joined_at, left_at=one.left_at,
            served_on=one.served_on, right_until=one.review_until, asked_on=one.asked_review_on, named=True,
        )
        for one in Signatory.objects.filter(case=case).order_by("seat")
    ]  # fmt: skip
    printed = _printed(case)
    return [replace(seat, printed=tuple(printed.get(seat.number, ()))) for seat in (first, *others)]


def _printed(case: Case) -> dict[int, list[tuple[str, datetime]]]:
    """What was printed for each seat, from the journal; what was printed before copies had seats went to the first."""
    labels = {
        number: LETTERS[kind].label
        for number, kind in IssuedDocument.objects.filter(case=case).values_list("number", "kind")
        if kind in LETTERS and LETTERS[kind].resident
    }
    found: dict[int, list[tuple[str, datetime]]] = {}
    for entry in Entry.objects.filter(case=case, kind="document", step="print_document").order_by("seq"):
        label = labels.get(str(entry.data.get("document", "")))
        for seat in entry.data.get("seats", [0]) if label else []:
            found.setdefault(int(seat), []).append((str(label), entry.at))
    return found


def _first(case: Case) -> tuple[date | None, date | None, date | None]:
    """When whoever filed got the letter that stands now, until when they may ask, and when they asked."""
    letter = groups.latest_letter(case)
    right = groups.right_of(letter)
    if letter is None or right is None:
        return None, None, None
    clock, step = right
    after = (
        ClockRow.objects.filter(case=case, name=clock, start_seq__gt=letter.seq)
        .order_by("-start_seq")
        .first()
    )
    asked = (
        Entry.objects.filter(case=case, kind="step", step=step, seq__gt=letter.seq).order_by("-seq").first()
    )
    served = after.started_at.astimezone(CHINA).date() if after is not None else None
    until = (
        (after.due_at - timedelta(microseconds=1)).astimezone(CHINA).date()
        if after is not None and after.due_at is not None
        else None
    )
    on = date.fromisoformat(asked.data["asked_on"]) if asked is not None else None
    return served, until, on


def is_together(case: Case) -> bool:
    """Somebody signed beside whoever filed. Read from the journal that the page of the case has read already."""
    return any(entry.kind == "group" for entry in case.entries.all())
