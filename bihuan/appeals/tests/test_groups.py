"""Several people behind one matter, and rounds of screening."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.appeals.models import Signatory
from bihuan.appeals.selectors import rounds_of
from bihuan.appeals.services import groups, screening
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.lives import take
from bihuan.appeals.tests.test_other_tracks import officer
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.organizations.actor import RESIDENT, SYSTEM
from bihuan.organizations.models import Jurisdiction

pytestmark = pytest.mark.django_db
MORNING = at("2026-03-02 10:00")


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def joined(case: Case, name: str = "彭桂芳", *, representative: bool = False) -> Signatory:
    return groups.join(
        case_id=case.pk, person={"name": name, "phone": "15400001111"}, actor=actor("dengji"), at=MORNING,
        representative=representative,
    )  # fmt: skip


def served(seat_on: str = "2026-03-30") -> tuple[Case, Signatory]:
    """The first of two got the refusal on 23 March, the second a week later: 22 April and 29 April."""
    case = lives.handling()
    one = joined(case)
    case = take(case, "decide", "chengban", "2026-03-20 15:00", **{**lives.DECISION, "result": "refuse"})
    case = take(
        case, "serve", "chengban", "2026-03-23 10:00", served_on=date(2026, 3, 23), served_by="hand", receipt="本人签收"
    )  # fmt: skip
    day = date.fromisoformat(seat_on)
    one = groups.serve(
        case_id=case.pk, seat=one.seat, served_on=day, actor=actor("chengban"), at=at(f"{seat_on} 11:00")
    )
    return case, one


def review(case: Case, one: Signatory, moment: str) -> Case:
    return groups.ask_review(
        case_id=case.pk,
        seat=one.seat,
        to_unit=unit("区政府").pk,
        grounds="不同意，请重新认定。",
        at=at(moment),
    )


def test_each_signatory_has_a_seat_a_person_in_the_vault_and_nothing_in_the_journal() -> None:
    case = lives.handling()
    first, second = joined(case), joined(case, "邹福生")
    assert (first.seat, second.seat) == (1, 2)
    assert first.person_id != second.person_id
    assert "彭桂芳" not in str([entry.data for entry in case.entries.all()])
    assert list(verify_journal()) == []


def test_nobody_joins_without_a_name_or_after_the_end() -> None:
    case = lives.handling()
    with pytest.raises(Incomplete, match="姓名"):
        groups.join(case_id=case.pk, person={"name": " "}, actor=actor("dengji"), at=MORNING)
    ended = take(lives.served(), "lapse", SYSTEM, "2026-04-23 06:00")
    with pytest.raises(Guarded, match="已经办结"):
        joined(ended)


def test_there_are_five_representatives_at_most_whoever_filed_counting_as_one() -> None:
    case = lives.handling()
    for _turn in range(4):
        joined(case, representative=True)
    with pytest.raises(Guarded, match="不得超过5人"):
        joined(case, representative=True)
    plain = joined(case)
    with pytest.raises(Guarded, match="不得超过5人"):
        groups.choose_representative(case_id=case.pk, seat=plain.seat, actor=actor("dengji"), at=MORNING)
    groups.leave(case_id=case.pk, seat=1, actor=RESIDENT, at=MORNING)
    chosen = groups.choose_representative(case_id=case.pk, seat=plain.seat, actor=actor("dengji"), at=MORNING)
    assert chosen.representative


def test_each_has_thirty_days_from_their_own_notice() -> None:
    case, one = served()
    assert one.review_until == date(2026, 4, 29)
    case = take(
        case, "lapse", SYSTEM, "2026-04-23 06:00"
    )  # the first one's right is over, and the case closed
    assert review(case, one, "2026-04-29 23:00").state == "reviewing"


def test_a_signatory_who_is_late_is_told_what_is_still_possible() -> None:
    case, one = served()
    with pytest.raises(Guarded, match=r"2026-04-29届满.*仍然可以"):
        review(case, one, "2026-04-30 00:10")


def test_the_matter_is_reviewed_once_and_who_asks_meanwhile_is_heard_in_it() -> None:
    case, one = served()
    case = take(case, "ask_review", RESIDENT, "2026-04-01 20:00", **lives.asked("2026-04-01"))
    assert review(case, one, "2026-04-05 09:00").state == "reviewing"
    assert case.entries.filter(step="ask_review").count() == 1
    assert case.entries.filter(kind="group", step="join_review").count() == 1
    one.refresh_from_db()
    assert one.asked_review_on == date(2026, 4, 5)


def test_who_left_asks_for_nothing_more_and_the_others_lose_nothing() -> None:
    case, one = served()
    groups.leave(case_id=case.pk, seat=one.seat, actor=RESIDENT, at=at("2026-04-01 09:00"))
    with pytest.raises(Guarded, match="已经退出"):
        review(case, one, "2026-04-02 09:00")
    case = take(case, "ask_review", RESIDENT, "2026-04-03 20:00", **lives.asked("2026-04-03"))
    assert case.state == "reviewing"


def test_nobody_is_served_before_there_is_a_decision() -> None:
    case = lives.handling()
    one = joined(case)
    with pytest.raises(Guarded, match="还没有出具"):
        groups.serve(
            case_id=case.pk, seat=one.seat, served_on=date(2026, 3, 2), actor=actor("chengban"), at=MORNING
        )


# Rounds of screening


def a_round() -> int:
    place = Jurisdiction.objects.get(name="石湾镇")
    return screening.open_round(
        title="2026年春季矛盾纠纷排查", place_id=place.pk, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31),
        actor=officer("石湾镇"), at=MORNING,
    ).pk  # fmt: skip


def found(round_id: int, on: date = date(2026, 3, 2)) -> Case:
    return screening.log_dispute(
        round_id=round_id, subject="两户争宅基地边界", body="上湾村两户因翻建房屋争边界。", found_on=on, matter="land",
        risk="middle", actor=officer("石湾镇"), at=MORNING,
    )  # fmt: skip


def test_a_round_shows_how_many_disputes_it_found_and_where_they_stand() -> None:
    one = a_round()
    found(one)
    take(
        found(one), "name_owner", officer("石湾镇"), "2026-03-03 09:00", to_unit=unit("石湾镇").pk, owner="综治专干",
        settle_by=date(2026, 3, 31),
    )  # fmt: skip
    (standing,) = rounds_of()
    assert (
        standing.found,
        dict(standing.by_state)["已排查待明确责任"],
        dict(standing.by_state)["已明确责任单位"],
    ) == (2, 1, 1)


def test_a_dispute_belongs_to_the_round_in_which_it_was_found() -> None:
    with pytest.raises(Guarded, match="不在这一轮"):
        found(a_round(), date(2026, 2, 27))


def test_who_opens_no_disputes_calls_no_round() -> None:
    place = Jurisdiction.objects.get(name="石湾镇")
    with pytest.raises(NotYours):
        screening.open_round(
            title="排查", place_id=place.pk, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), actor=actor("shenji"),
            at=MORNING,
        )  # fmt: skip
