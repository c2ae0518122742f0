"""One step, or one holder, for many cases: each case in a transaction of its own, each with its own result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError
from django.utils.translation import gettext as _

from bihuan.casework import services
from bihuan.casework.errors import Refused, Text
from bihuan.casework.models import Case
from bihuan.casework.permissions import steps_open_to, works_on
from bihuan.casework.selectors import visible_cases
from bihuan.casework.services import writing
from bihuan.casework.spec import Step
from bihuan.organizations.actor import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class Picked:
    """A case that was ticked, and the length of its journal when the list was made: what came since makes it stale."""

    case: Case
    seen: int

    @property
    def key(self) -> str:
        """As it stands in a form."""
        return f"{self.case.pk}-{self.seen}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case. `why` empty: done."""

    case: Case
    why: Text = ""

    @property
    def done(self) -> bool:
        """The case was moved."""
        return not self.why


def picked(keys: Sequence[str], actor: Actor) -> list[Picked]:
    """The ticked cases that the actor may see, in the order ticked, at most MOST. Others are left out without a word."""
    seen: dict[int, int] = {}
    for key in keys:
        pk, _dash, length = key.partition("-")
        if pk.isdecimal() and length.isdecimal() and len(pk) < 19 and len(length) < 10:
            seen.setdefault(int(pk), int(length))
    wanted = list(seen)[:MOST]
    found = (
        visible_cases(actor).select_related("holder_unit", "holder_account", "registry_unit").in_bulk(wanted)
    )
    return [Picked(found[pk], seen[pk]) for pk in wanted if pk in found]


def common_steps(cases: Sequence[Picked], actor: Actor) -> list[Step]:
    """The steps for many that the actor may take on every one of the cases now."""
    if not cases or len({row.case.process for row in cases}) > 1:
        return []
    sets = [{step.name for step in steps_open_to(row.case, actor)} for row in cases]
    shared = set.intersection(*sets)
    return [step for step in steps_open_to(cases[0].case, actor) if step.bulk and step.name in shared]


def may_assign(cases: Sequence[Picked], actor: Actor) -> bool:
    """True when the actor may choose who in the unit handles each of the cases."""
    return bool(cases) and all(works_on(row.case, actor) for row in cases)


def take(
    *,
    cases: Sequence[Picked],
    step: str,
    given: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    submission: UUID,
) -> list[Outcome]:
    """Take the step on each case. What is refused stays as it was, and says why; the others are done.

    Sent twice with one `submission` it acts once: each case's own submission follows from it.
    """

    def one(row: Picked) -> None:
        own = own_submission(submission, row.case)
        if writing.already_taken(own) is None:
            services.take(
                case_id=row.case.pk,
                step=step,
                actor=actor,
                at=at,
                given=dict(given),
                seen=row.seen,
                submission=own,
            )

    return [_outcome(row, one) for row in cases]


def assign(
    *, cases: Sequence[Picked], account_id: int, actor: Actor, at: datetime, submission: UUID
) -> list[Outcome]:
    """Give each case to a person of the unit that holds it. Otherwise as `take`."""

    def one(row: Picked) -> None:
        own = own_submission(submission, row.case)
        if writing.already_taken(own) is None:
            services.assign(
                case_id=row.case.pk, account_id=account_id, actor=actor, at=at, seen=row.seen, submission=own
            )

    return [_outcome(row, one) for row in cases]


def own_submission(submission: UUID, case: Case) -> UUID:
    """The submission of one case within that of all."""
    return uuid5(submission, str(case.pk))


def _outcome(row: Picked, do: Callable[[Picked], None]) -> Outcome:
    try:
        do(row)
    except Refused as refused:
        return Outcome(row.case, str(refused))
    except IntegrityError:  # the same form arrived twice at one moment; the other one did it
        return Outcome(row.case, _("同一份表单正在处理，请刷新后查看结果。"))
    return Outcome(row.case)
