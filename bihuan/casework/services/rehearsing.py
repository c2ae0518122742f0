"""Taking a step without taking it: would it be accepted, and what document would it issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bihuan.casework.documents import compose, render
from bihuan.casework.models import IssuedDocument
from bihuan.casework.services.taking import take

if TYPE_CHECKING:
    from bihuan.common.papers import Paper
    from bihuan.organizations.actor import Actor


def rehearse_file(
    *,
    case_id: int,
    step: str,
    actor: Actor,
    at: datetime,
    given: Mapping[str, Any],
    number: str,
    form: str = "pdf",
) -> bytes | None:
    """As `rehearse`, but the file itself: laid out by the template that the office uses. Raises PapersError too."""
    with transaction.atomic():
        case = take(case_id=case_id, step=step, actor=actor, at=at, given=given)
        issued = IssuedDocument.objects.select_related("case").filter(case=case, seq=case.seq).first()
        if issued is not None:
            issued.number = number
        try:
            return render(issued, form) if issued is not None else None
        finally:
            transaction.set_rollback(True)


def rehearse(
    *, case_id: int, step: str, actor: Actor, at: datetime, given: Mapping[str, Any], number: str = ""
) -> Paper | None:
    """Everything `take` does, then all of it undone. Returns the paper that would be issued, if the step issues one.

    The paper carries `number` in place of its own: a number is given out only with the real document, without gaps.
    Raises errors.Refused as `take` would.
    """
    with transaction.atomic():
        case = take(case_id=case_id, step=step, actor=actor, at=at, given=given)
        issued = IssuedDocument.objects.filter(case=case, seq=case.seq).first()
        paper = compose(issued) if issued is not None else None
        transaction.set_rollback(True)
    return None if paper is None else replace(paper, number=number)
