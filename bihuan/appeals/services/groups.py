"""Several people behind one matter: one investigation, and each keeps their own notice, right of review and exit.

Each has a seat on the case. What is told, served or asked is told, served and asked by seat; no service returns one
signatory's data for another's, and the journal names seats, never people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from bihuan.appeals.guards.days import day_of
from bihuan.appeals.guards.review import STILL_POSSIBLE
from bihuan.appeals.models import Signatory
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.rules.figures import Figure, figure
from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case, Entry
from bihuan.casework.services import writing
from bihuan.casework.spec import Phase, Role, Step
from bihuan.common import calendars
from bihuan.common.calendar.deadlines import due
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import RESIDENT, Actor
from bihuan.vault import services as vault

UNDER_REVIEW = frozenset({"reviewing"})
UNDER_RE_REVIEW = frozenset({"re_reviewing", "re_hearing"})
# Which letter gives which right: the clock it starts and the step by which the right is used (art. 35, 36).
RIGHTS = {"decide": ("review_right", "ask_review"), "decide_review": ("re_review_right", "ask_re_review")}
LETTERS = (*RIGHTS, "decide_re_review")
WORKS = (Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER)


def works_with(case: Case, actor: Actor) -> bool:
    """Who adds signatories and writes down what they said: the unit that registered the case, and the one that has it."""
    return actor.has(*WORKS) and actor.unit_id in (case.registry_unit_id, case.holder_unit_id)


@transaction.atomic
def join(
    *, case_id: int, person: Mapping[str, str], actor: Actor, at: datetime, representative: bool = False
) -> Signatory:
    """Add a person to the matter, into the vault under a seat of their own. Raises Incomplete, Guarded, NotYours."""
    case = _locked(case_id, actor)
    if case.process != PETITION.name:
        raise Guarded(_("只有申诉求决事项可以由多人共同提出；这一件请各自登记，再关联起来。"))
    if case.phase == Phase.ENDED:
        raise Guarded(_("这件事项已经办结，不能再加入。请另行登记，并关联这一件。"))
    given = {name: value for name, value in person.items() if value.strip()}
    if not given.get("name"):
        raise Incomplete({"name": _("请填写姓名：共同提出的每个人都单独收到答复。")})
    if representative:
        _room_for_representative(case, at)
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
        _room_for_representative(case, at)
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
def serve(
    *, case_id: int, seat: int, served_on: date, actor: Actor, at: datetime, served_by: str = "", receipt: str = ""
) -> Signatory:  # fmt: skip
    """The written reply reached this person: their own 30 days begin, whenever the others got theirs (art. 35, 36).

    It is the latest letter: the decision, the review opinion or the re-review opinion, after which no right is left.
    """
    case = _locked(case_id, actor)
    signatory = _present(case, seat)
    if served_on > at.astimezone(CHINA).date():
        raise Incomplete({"served_on": _("这个日期还没有到，请填写已经发生的日期。")})
    letter = latest_letter(case)
    if letter is None or served_on < letter.at.astimezone(CHINA).date():
        raise Guarded(_("还没有出具处理意见，或者送达日期早于出具日期，请检查。"), field="served_on")
    right = right_of(letter)
    signatory.served_on = served_on
    signatory.review_until = review_until(case, served_on, clock=right[0]) if right is not None else None
    signatory.asked_review_on = None
    signatory.save(update_fields=["served_on", "review_until", "asked_review_on"])
    proof = {name: value for name, value in (("served_by", served_by), ("receipt", receipt.strip())) if value}
    _journal(case, "serve_signatory", actor, at, seat=seat, served_on=served_on.isoformat(), **proof)
    return signatory


def forget_service(case: Case) -> None:
    """A new letter stands in place of the one that was served: every signatory is to get it, and has the right it gives."""
    Signatory.objects.filter(case=case).update(served_on=None, review_until=None, asked_review_on=None)


def latest_letter(case: Case) -> Entry | None:
    """The entry of the decision or opinion that stands now; None before there is one."""
    return Entry.objects.filter(case=case, kind="step", step__in=LETTERS).order_by("-seq").first()


def right_of(letter: Entry | None) -> tuple[str, str] | None:
    """The clock and the step of the right that a letter gives; None when it gives none: what was revoked is done anew."""
    if letter is None or letter.data.get("review_result") == "revoke":
        return None
    return RIGHTS.get(letter.step)


def step_left(case: Case) -> Step | None:
    """The step by which a signatory uses the right that the letter gives, as far as the state of the matter allows it."""
    right = right_of(latest_letter(case))
    if right is None:
        return None
    step = PETITION.step(right[1])
    heard = UNDER_REVIEW if step.name == "ask_review" else UNDER_RE_REVIEW
    return step if case.state in {*step.sources, *heard} else None


def present(case: Case) -> QuerySet[Signatory]:
    """Those who signed too and have not stepped out, by seat."""
    return Signatory.objects.filter(case=case, left_at__isnull=True).order_by("seat")


@transaction.atomic
def ask_review(
    *, case_id: int, seat: int, to_unit: int, grounds: str, at: datetime, asked_on: date | None = None,
    actor: Actor = RESIDENT,
) -> Case:  # fmt: skip
    """One signatory asks for a review, or after a review opinion for a re-review, within their own 30 days.

    The matter is reviewed once: who asks while it is under review is heard in it. Raises Guarded with what is still
    possible; Incomplete.
    """
    case = _locked(case_id, actor)
    signatory = _present(case, seat)
    today = at.astimezone(CHINA).date()
    day = asked_on if asked_on is not None and not actor.is_resident else today
    letter = latest_letter(case)
    right = right_of(letter)
    if signatory.review_until is None or right is None:
        raise Guarded(_("书面答复还没有送达这位信访人；送达以后才可以请求复查。"))
    if signatory.asked_review_on is not None:
        raise Guarded(_("这位信访人已经就这份答复提出过请求，不用再提。"))
    if day > today or (signatory.served_on is not None and day < signatory.served_on):
        raise Guarded(_("提出日期应当在收到答复之后、今天以前，请检查。"), field="asked_on")
    if day > signatory.review_until:
        words = {
            "right": _("请求复查") if right[1] == "ask_review" else _("请求复核"),
            "day": signatory.review_until.isoformat(),
            "article": _("第三十五条") if right[1] == "ask_review" else _("第三十六条"),
        }
        raise Guarded(_(STILL_POSSIBLE) % words)
    if not grounds.strip():
        raise Incomplete({"grounds": _("请填写这一栏。")})
    if case.state in UNDER_REVIEW | UNDER_RE_REVIEW:
        _journal(case, "join_review", actor, at, seat=seat, reason=grounds.strip())
    else:
        given = {"to_unit": to_unit, "asked_on": day, "got_on": today, "grounds": grounds}
        case = casework.take(case_id=case.pk, step=right[1], actor=actor, at=at, given=given)
    signatory.asked_review_on = day
    signatory.save(update_fields=["asked_review_on"])
    return case


def review_until(case: Case, served_on: date, *, clock: str = "review_right") -> date:
    """The last day on which somebody served on that day may ask for a review, by the rule in force here."""
    found = PETITION.clock(clock)
    limit = RuleBook.of(PETITION.name).in_force(found, jurisdiction_id=case.jurisdiction_id, on=served_on)
    start = datetime.combine(served_on, time(), CHINA)
    ends = due(limit, start=start, calendar=calendars.current()).due_at
    assert ends is not None
    return (ends - timedelta(microseconds=1)).astimezone(CHINA).date()


def _locked(case_id: int, actor: Actor) -> Case:
    case = writing.lock(case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    if not (actor.is_resident or actor.is_system or works_with(case, actor)):
        raise NotYours
    return case


def _seat(case: Case, seat: int) -> Signatory:
    return Signatory.objects.select_for_update().get(case=case, seat=seat)


def _present(case: Case, seat: int) -> Signatory:
    signatory = _seat(case, seat)
    if signatory.left_at is not None:
        raise Guarded(_("这位信访人已经退出。"))
    return signatory


def most_representatives(case: Case, at: datetime) -> Figure:
    """How many representatives there may be at most, whoever filed counting as one (art. 20¶3)."""
    return figure("representatives", place=case.jurisdiction_id, on=day_of(at))


def _room_for_representative(case: Case, at: datetime) -> None:
    others = Signatory.objects.filter(case=case, representative=True, left_at__isnull=True).count()
    most = most_representatives(case, at)
    if others + 1 >= most.value:
        raise Guarded(
            _("代表不得超过%(most)s人（%(source)s），登记的信访人算一人。其他人不用作代表，也各自收到答复。")
            % {"most": most.value, "source": most.source}
        )


def _journal(case: Case, step: str, actor: Actor, at: datetime, **data: Any) -> None:
    writing.record(case, actor=actor, at=at, recorded_at=None, kind="group", step=step, data=data)
