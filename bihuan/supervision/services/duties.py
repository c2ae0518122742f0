"""Who answers for what: letters by year, sectors; campaigns over old cases; joint meetings and what they decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_cases
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Unit
from bihuan.organizations.selectors import head_of
from bihuan.supervision import errors
from bihuan.supervision.models import AgendaItem, Campaign, CampaignCase, Letter, Meeting, Sector
from bihuan.supervision.permissions import URGERS
from bihuan.supervision.processes import DECISION
from bihuan.supervision.services.opening import supervise


def sign_letter(*, year: int, unit: Unit, duties: str, signed_on: date, actor: Actor) -> Letter:
    """Keep the responsibility letter that a unit's head signed: the first responsible person is who leads it on that day.

    Raises errors.NotAllowed, NotInOffice when nobody led the unit on the day, Taken.
    """
    _may(actor)
    first = head_of(unit, signed_on)
    if first is None:
        raise errors.NotInOffice
    assert actor.unit_id is not None
    try:
        with transaction.atomic():
            return Letter.objects.create(
                year=year, unit=unit, given_by_id=actor.unit_id, signer=first.account, signer_post=first.post.title,
                signed_on=signed_on, duties=duties,
            )  # fmt: skip
    except IntegrityError:
        raise errors.Taken from None


@transaction.atomic
def set_sector(
    *, name: str, kind: str, unit: Unit, leader: Account | None, starts_on: date, actor: Actor
) -> Sector:
    """From a day on a unit, and a leader above it, answer for a sector; what stood before ends the day before.

    Raises errors.NotAllowed, BadDates.
    """
    _may(actor)
    for former in Sector.objects.select_for_update().filter(name=name, kind=kind, ends_on__isnull=True):
        if former.starts_on >= starts_on:
            raise errors.BadDates
        former.ends_on = date.fromordinal(starts_on.toordinal() - 1)
        former.save(update_fields=["ends_on"])
    return Sector.objects.create(name=name, kind=kind, unit=unit, leader=leader, starts_on=starts_on)


def start_campaign(*, title: str, goal: str, starts_on: date, ends_on: date, actor: Actor) -> Campaign:
    """A campaign over old hard cases. Raises errors.NotAllowed, BadDates."""
    _may(actor)
    if ends_on < starts_on:
        raise errors.BadDates
    assert actor.unit_id is not None
    return Campaign.objects.create(
        title=title, goal=goal, unit_id=actor.unit_id, starts_on=starts_on, ends_on=ends_on
    )


@transaction.atomic
def add_cases(
    *, campaign: Campaign, actor: Actor, at: datetime, numbers: Sequence[str] = (), registered_before: date | None = None
) -> int:  # fmt: skip
    """Take cases into a campaign: by number, or all that are open and were received before a day. Returns how many are new.

    Chosen by what the cases are, never by whose they are. Raises errors.NotAllowed; NoSuchCase when a number is unknown.
    """
    _may(actor)
    cases = visible_cases(actor)
    if numbers:
        found = list(cases.filter(number__in=numbers).values_list("pk", flat=True))
        if len(found) != len(set(numbers)):
            raise errors.NoSuchCase
    elif registered_before is not None:
        late = cases.filter(received_on__lt=registered_before).exclude(phase="ended")
        found = list(late.exclude(process__startswith="supervision.").values_list("pk", flat=True)[:5000])
    else:
        found = []
    before = campaign.members.count()
    on = at.astimezone(CHINA).date()
    CampaignCase.objects.bulk_create(
        [CampaignCase(campaign=campaign, case_id=pk, added_on=on) for pk in found], ignore_conflicts=True
    )
    return campaign.members.count() - before


def call_meeting(
    *,
    title: str,
    on: date,
    place: str,
    convenor: str,
    units: Sequence[Unit],
    agenda: Sequence[str],
    actor: Actor,
) -> Meeting:
    """Call a joint meeting with its agenda, one line to a point. Raises errors.NotAllowed."""
    _may(actor)
    assert actor.unit_id is not None
    with transaction.atomic():
        meeting = Meeting.objects.create(
            title=title, on=on, place=place, convenor=convenor, unit_id=actor.unit_id
        )
        meeting.units.set(units)
        points = [line.strip()[:200] for line in agenda if line.strip()]
        AgendaItem.objects.bulk_create(
            [AgendaItem(meeting=meeting, order=order, title=point) for order, point in enumerate(points, 1)]
        )
    return meeting


@transaction.atomic
def decide(
    *, item: AgendaItem, decided: str, actor: Actor, at: datetime, to_unit_id: int | None = None,
    due_by: date | None = None, origin: Case | None = None,
) -> AgendaItem:  # fmt: skip
    """Write down what a point of the agenda came to; with a unit and a day it becomes a case that is followed up.

    Raises errors.NotAllowed, Closed, Taken, and what `supervise` raises.
    """
    _may(actor)
    row = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    if row.meeting.closed_at is not None:
        raise errors.Closed
    if row.decision_id is not None:
        raise errors.Taken
    row.decided = decided
    if origin is not None:
        row.case = origin
    if to_unit_id is not None:
        row.decision = supervise(
            process=DECISION.name, actor=actor, at=at, subject=row.title,
            given={"to_unit": to_unit_id, "decided": decided, "due_by": due_by}, origin=row.case,
            body=f"{row.meeting.title}（{row.meeting.on}）",
        )  # fmt: skip
    row.save(update_fields=["decided", "decision", "case"])
    return row


@transaction.atomic
def close_minutes(*, meeting: Meeting, minutes: str, actor: Actor, at: datetime) -> Meeting:
    """The minutes are final from now on; the decisions go on as cases. Raises errors.NotAllowed, Closed."""
    _may(actor)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.closed_at is not None:
        raise errors.Closed
    row.minutes, row.closed_at = minutes, at
    row.save(update_fields=["minutes", "closed_at"])
    return row


def _may(actor: Actor) -> None:
    if not actor.has(*URGERS):
        raise errors.NotAllowed
