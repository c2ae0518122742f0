"""Which openings are not as openings usually are. An alarm refuses nothing: somebody looks at it afterwards.

The vault knows no case. Who opens says what is unusual about the case (`Circumstance`); how many there were in an hour the
vault counts itself. Who is to be told, a slice registers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bihuan.organizations.actor import Actor
from bihuan.vault.models import Alarm, Opening

MANY = 20
WITHIN = timedelta(hours=1)


class Circumstance(StrEnum):
    """What only the slice can know about an opening."""

    OUTSIDE = "outside"  # the actor's unit neither holds the case nor helps with it
    ENDED = "ended"  # the case has ended
    EMERGENCY = "emergency"  # the glass was broken


class Rule(StrEnum):
    """Why an alarm was raised."""

    MANY = "many"
    OUTSIDE = "outside"
    ENDED = "ended"
    EMERGENCY = "emergency"


EMERGENCY_TOLD = _("紧急情况下打开了信访人身份，请在事后复核")

Teller = Callable[[Alarm], None]
_tellers: list[Teller] = []


def tell_by(teller: Teller) -> None:
    """Register what tells the people who supervise; called in the transaction of the opening."""
    if teller not in _tellers:
        _tellers.append(teller)


# (actor, case numbers) -> those the actor may see: a wall stands before alarms too.
Looker = Callable[[Actor, Collection[str]], Collection[str]]
_lookers: list[Looker] = []


def shown_by(looker: Looker) -> None:
    """Register what knows cases."""
    if looker not in _lookers:
        _lookers.append(looker)


def open_to(actor: Actor, numbers: Collection[str]) -> set[str]:
    """Of these cases, those the actor may see by every slice's word; without one, none."""
    seen = [set(looker(actor, numbers)) for looker in _lookers]
    return set.union(*seen) if seen else set()


# (actor, case number) -> the person of a case that the actor may see; None alike when there is no such case.
Finder = Callable[[Actor, str], UUID | None]
_finders: list[Finder] = []


def found_by(finder: Finder) -> None:
    """Register what leads from a case to its person."""
    if finder not in _finders:
        _finders.append(finder)


def person_of(actor: Actor, number: str) -> UUID | None:
    """The person of a case, for whoever may see the case."""
    return next((found for finder in _finders if (found := finder(actor, number)) is not None), None)


# (moment, case number) -> accounts that an emergency in this case is told to; never who is behind its wall.
Reached = Callable[[datetime, str], Collection[int]]
_reached: list[Reached] = []


def reached_by(reached: Reached) -> None:
    """Register what knows whom an emergency is told to."""
    if reached not in _reached:
        _reached.append(reached)


def reaches(at: datetime, number: str) -> set[int]:
    """The accounts that an emergency in this case is told to."""
    return {account for reached in _reached for account in reached(at, number)}


def watch(opening: Opening, circumstances: Collection[Circumstance], *, at: datetime) -> list[Alarm]:
    """Raise what alarms the opening deserves, in its transaction."""
    raised = [Alarm(opening=opening, rule=rule.value, at=at) for rule in _rules(opening, circumstances, at)]
    Alarm.objects.bulk_create(raised)
    for alarm in raised:
        for tell in _tellers:
            tell(alarm)
    return raised


def _rules(opening: Opening, circumstances: Collection[Circumstance], at: datetime) -> Iterable[Rule]:
    for circumstance in circumstances:
        yield Rule(circumstance.value)
    if opening.account_id is not None:
        lately = Opening.objects.filter(account_id=opening.account_id, at__gt=at - WITHIN)
        # Told when the line is crossed and at every further twenty, not for each.
        if (count := lately.count()) > MANY and count % MANY == 1:
            yield Rule.MANY
