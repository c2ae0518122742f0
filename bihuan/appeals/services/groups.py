"""Several people behind one matter: one investigation, and each keeps their own notice, right of review and exit.

Each has a seat on the case. What is told, served or asked is told, served and asked by seat; no service returns one
signatory's data for another's, and the journal names seats, never people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bihuan.appeals.guards.entry import MOST_REPRESENTATIVES
from bihuan.appeals.guards.review import STILL_POSSIBLE
from bihuan.appeals.models import Signatory
from bihuan.appeals.processes.petition import PETITION
from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case, Entry
from bihuan.casework.permissions import may_add
from bihuan.casework.services import writing
from bihuan.casework.spec import Phase
from bihuan.common import calendars
from bihuan.common.calendar.deadlines import due
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import RESIDENT, Actor
from bihuan.vault import services as vault

UNDER_REVIEW = frozenset({"reviewing", "reviewed", "revoked"})


@transaction.atomic
def join(
    *, case_id: int, person: Mapping[str, str], actor: Actor, at: datetime, representative: bool = False
) -> Signatory:
    """Add a person to the matter, into the vault under a seat of their own. Raises Incomplete, Guarded, NotYours."""
    case = _locked(case_id, actor)
    if case.phase == Phase.ENDED:
        raise Guarded(_("这件事项已经办结，不能再加入。请另行登记，并关联这一件。"))
    given = {name: value for name, value in person.items() if value.strip()}
    if not given.get("name"):
        raise Incomplete({"name": _("请填写姓名：共同提出的每个人都单独收到答复。")})
    if representative:
        _room_for_representative(case)
    seat = (Signatory.objects.filter(case=case).aggregate(last=Max("seat"))["last"] or 0) + 1
    made = Signatory.objects.create(
        case=case,
        seat=seat,
        person_id=vault.protect(fields=given, at=at),
        representative=representative,
        joined_at=at,
    )
    _journal(case, "join_group", actor, at, seat=seat, representative=representative)
    return made


@transaction.atomic
def choose_representative(*, case_id: int, seat: int, actor: Actor, at: datetime) -> Signatory:
    """Make a signatory a representative (art. 20¶3: five at most, whoever filed counting as one). Raises Guarded."""
    case = _locked(case_id, actor)
    signatory = _seat(case, seat)
    if not signatory.representative:
        _room_for_representative(case)
        signatory.representative = True
        signatory.save(update_fields=["representative"])
        _journal(case, "choose_representative", actor, at, seat=seat)
    return signatory


@transaction.atomic
def leave(*, case_id: int, seat: int, actor: Actor, at: datetime) -> Signatory:
    """A signatory steps out; the matter and everybody else's rights stay as they are. Twice is once."""
    case = _locked(case_id, actor)
    signatory = _seat(case, seat)
    if signatory.left_at is None:
        signatory.left_at = at
        signatory.save(update_fields=["left_at"])
        _journal(case, "leave_group", actor, at, seat=seat)
    return signatory


@transaction.atomic
def serve(*, case_id: int, seat: int, served_on: date, actor: Actor, at: datetime) -> Signatory:
    """The written reply reached this person: their own 30 days begin, whenever the others got theirs (art. 35)."""
    case = _locked(case_id, actor)
    signatory = _present(case, seat)
    if served_on > at.astimezone(CHINA).date():
        raise Incomplete({"served_on": _("这个日期还没有到，请填写已经发生的日期。")})
    decided = Entry.objects.filter(case=case, step="decide").order_by("-seq").first()
    if decided is None or served_on < decided.at.astimezone(CHINA).date():
        raise Guarded(_("还没有出具处理意见，或者送达日期早于出具日期，请检查。"), field="served_on")
    signatory.served_on, signatory.review_until = served_on, review_until(case, served_on)
    signatory.asked_review_on = None
    signatory.save(update_fields=["served_on", "review_until", "asked_review_on"])
    _journal(case, "serve_signatory", actor, at, seat=seat, served_on=served_on.isoformat())
    return signatory


@transaction.atomic
def ask_review(
    *, case_id: int, seat: int, to_unit: int, grounds: str, at: datetime, asked_on: date | None = None,
    actor: Actor = RESIDENT,
) -> Case:  # fmt: skip
    """One signatory asks for a review within their own 30 days. The matter is reviewed once: who asks while it is under
    review is heard in it. Raises Guarded with what is still possible; Incomplete."""
    case = _locked(case_id, actor)
    signatory = _present(case, seat)
    today = at.astimezone(CHINA).date()
    day = asked_on if asked_on is not None and not actor.is_resident else today
    if signatory.review_until is None:
        raise Guarded(_("书面答复还没有送达这位信访人；送达以后才可以请求复查。"))
    if day > signatory.review_until:
        words = {
            "right": _("请求复查"),
            "day": signatory.review_until.isoformat(),
            "article": _("第三十五条"),
        }
        raise Guarded(_(STILL_POSSIBLE) % words)
    if not grounds.strip():
        raise Incomplete({"grounds": _("请填写这一栏。")})
    if case.state in UNDER_REVIEW:
        _journal(case, "join_review", actor, at, seat=seat, reason=grounds.strip())
    else:
        given = {"to_unit": to_unit, "asked_on": day, "got_on": today, "grounds": grounds}
        case = casework.take(case_id=case.pk, step="ask_review", actor=actor, at=at, given=given)
    signatory.asked_review_on = day
    signatory.save(update_fields=["asked_review_on"])
    return case


def review_until(case: Case, served_on: date) -> date:
    """The last day on which somebody served on that day may ask for a review, by the rule in force here."""
    clock = PETITION.clock("review_right")
    limit = RuleBook.of(PETITION.name).in_force(clock, jurisdiction_id=case.jurisdiction_id, on=served_on)
    start = datetime.combine(served_on, time(), CHINA)
    ends = due(limit, start=start, calendar=calendars.current()).due_at
    assert ends is not None
    return (ends - timedelta(microseconds=1)).astimezone(CHINA).date()


def _locked(case_id: int, actor: Actor) -> Case:
    case = writing.lock(case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    if not may_add(case, actor):
        raise NotYours
    return case


def _seat(case: Case, seat: int) -> Signatory:
    return Signatory.objects.select_for_update().get(case=case, seat=seat)


def _present(case: Case, seat: int) -> Signatory:
    signatory = _seat(case, seat)
    if signatory.left_at is not None:
        raise Guarded(_("这位信访人已经退出。"))
    return signatory


def _room_for_representative(case: Case) -> None:
    others = Signatory.objects.filter(case=case, representative=True, left_at__isnull=True).count()
    if others + 1 >= MOST_REPRESENTATIVES:
        raise Guarded(
            _("代表不得超过5人（第二十条第三款），登记的信访人算一人。其他人不用作代表，也各自收到答复。")
        )


def _journal(case: Case, step: str, actor: Actor, at: datetime, **data: Any) -> None:
    writing.record(case, actor=actor, at=at, recorded_at=None, kind="group", step=step, data=data)
