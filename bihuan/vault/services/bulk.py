"""Several persons at once: asked for by one, approved by another, opened once and within a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.vault.errors import (
    CaseMissingError,
    OpeningRefusedError,
    OwnRequestError,
    PersonNotFoundError,
    PurposeMissingError,
    ReasonMissingError,
    SecondPersonMissingError,
)
from bihuan.vault.fields import Field
from bihuan.vault.models import BulkApproval, BulkRequest, Opening, Person
from bihuan.vault.purposes import BASES, Purpose
from bihuan.vault.services.opening import as_purpose, read, refuse_unless_may_open, who

HOLDS = timedelta(days=1)
MAY_APPROVE = frozenset({Role.UNIT_HEAD, Role.DISPATCHER, Role.SUPERVISOR})


def request_bulk(
    *,
    people: Sequence[tuple[UUID, str]],
    fields: Collection[str],
    purpose: Purpose | str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> BulkRequest:
    """Ask to open these persons, each for its case: (person_id, case_number). Opens nothing.

    Raises PurposeMissingError, ReasonMissingError, CaseMissingError, OpeningRefusedError.
    """
    refuse_unless_may_open(actor)
    why = as_purpose(purpose)
    if why is Purpose.EMERGENCY:
        raise PurposeMissingError
    if not reason.strip():
        raise ReasonMissingError
    if not people or not all(number for _person, number in people):
        raise CaseMissingError
    return BulkRequest.objects.create(
        persons=[person for person, _number in people],
        numbers=[number for _person, number in people],
        fields=[Field(field).value for field in fields],
        purpose=why,
        law=BASES[why].law,
        reason=reason.strip()[:500],
        case_number="",
        at=at,
        **who(actor),
    )


def approve_bulk(*, request_id: UUID, actor: Actor, at: datetime) -> BulkApproval:
    """The second person agrees, for a day. Raises OwnRequestError, OpeningRefusedError, PersonNotFoundError."""
    request = _request(request_id)
    if actor.account_id is None or not actor.has(*MAY_APPROVE):
        raise OpeningRefusedError
    if actor.account_id == request.account_id:
        raise OwnRequestError
    return BulkApproval.objects.create(
        request=request, until=at + HOLDS, law=request.law, case_number="", at=at, **who(actor)
    )


def open_bulk(*, request_id: UUID, actor: Actor, at: datetime) -> dict[UUID, dict[Field, str]]:
    """What was asked for and approved, once. Each person gets an opening of their own, which they see.

    Raises SecondPersonMissingError (not approved, run out, or opened already), OpeningRefusedError.
    """
    refuse_unless_may_open(actor)
    with transaction.atomic():
        request = _request(request_id, locked=True)
        approval = BulkApproval.objects.filter(request=request).first()
        used = Opening.objects.filter(bulk=request).exists()
        if approval is None or approval.until < at or used or actor.account_id != request.account_id:
            raise SecondPersonMissingError
        fields = [Field(field) for field in request.fields]
        persons = Person.objects.in_bulk(request.persons)
        return {
            person_id: read(
                persons[person_id],
                fields,
                Opening(
                    bulk=request,
                    case_number=number,
                    law=request.law,
                    purpose=request.purpose,
                    at=at,
                    **who(actor),
                ),
            )
            for person_id, number in zip(request.persons, request.numbers, strict=True)
            if person_id in persons and persons[person_id].forgotten_at is None
        }


def _request(request_id: UUID, *, locked: bool = False) -> BulkRequest:
    rows = BulkRequest.objects.select_for_update() if locked else BulkRequest.objects
    found = rows.filter(pk=request_id).first()
    if found is None:
        raise PersonNotFoundError
    return found
