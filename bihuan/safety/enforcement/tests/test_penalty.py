"""A penalty case from filing to archive, and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bihuan.casework import registry
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.models import Case, ClockRow, IssuedDocument
from bihuan.organizations.actor import Actor
from bihuan.safety.enforcement import counting
from bihuan.safety.enforcement.articles import NATIONAL, national
from bihuan.safety.enforcement.models import LocalAmount, Matter, Penalty, PenaltyArticle
from bihuan.safety.enforcement.selectors import article_on, counter, repeats_of
from bihuan.safety.enforcement.services import open_matter
from bihuan.safety.enforcement.small_processes import ADMONITION, CLOSURE, LISTING
from bihuan.safety.enforcement.tests.lives import (
    decided,
    filed,
    fine,
    finished,
    take,
    told_hearing,
)
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import at
from bihuan.safety.tests.lives import major_planned

People = tuple[Actor, Actor, Actor]


def due(case: Case, clock: str) -> date:
    """The last day of the latest run of a clock."""
    from datetime import timedelta

    row = ClockRow.objects.filter(case=case, name=clock).order_by("-start_seq")[0]
    assert row.due_at is not None
    return (row.due_at - timedelta(microseconds=1)).astimezone(at("2026-03-02 00:00").tzinfo).date()


@pytest.mark.parametrize(
    "process", ["safety.penalty", "safety.closure", "safety.admonition", "safety.listing"]
)
def test_the_tables_have_no_problems(process: str) -> None:
    assert registry.problems(registry.get(process)) == []


def test_a_case_goes_from_filing_to_the_archive_with_its_days(firm: Enterprise, people: People) -> None:
    first, _second, head = people
    case = told_hearing(firm, people)
    assert due(case, "decide") == date(2026, 5, 31)  # ninety days from filing
    assert due(case, "hearing_request") == date(2026, 3, 9)  # five working days
    case = take(case, "hear_defence", first, "2026-03-04 09:00", defence="已经在整改。", answer="不采纳。")
    case = take(case, "no_hearing", first, "2026-03-10 09:00", waived="no")
    case = take(case, "decide", head, "2026-03-10 10:00", legal_review="同意。", opinion="罚款九万元。",
                **fine("安全生产法/101", 90_000))  # fmt: skip
    assert due(case, "serve") == date(2026, 3, 19)  # seven working days
    assert due(case, "publish") == date(2026, 3, 19)
    case = take(
        case, "serve", first, "2026-03-11 09:00", served_on=date(2026, 3, 11), way="direct", receipt="回证1号"
    )
    assert due(case, "pay") == date(2026, 3, 26)
    assert due(case, "review") == date(
        2026, 5, 11
    )  # sixty days end on Sunday the 10th: a right goes on to Monday
    case = take(
        case,
        "execute",
        first,
        "2026-03-20 09:00",
        executed_on=date(2026, 3, 20),
        paid=90_000,
        voucher="票据1号",
    )
    with pytest.raises(Guarded, match="还没有公示"):
        take(case, "archive", first, "2026-03-20 10:00", record="一卷")
    case = take(case, "publish", first, "2026-03-20 10:30", published_on=date(2026, 3, 19), where="公示系统")
    case = take(case, "archive", first, "2026-03-20 11:00", record="一卷，音像两份")
    assert case.phase == "ended"
    row = Penalty.objects.get()
    assert (row.decided_on, row.published_on, row.amount) == (date(2026, 3, 10), date(2026, 3, 19), 90_000)
    assert set(IssuedDocument.objects.values_list("kind", flat=True)) == {
        "penalty_notice",
        "penalty_decision",
    }


@pytest.mark.parametrize("amount", [50_001, 500_000])
def test_a_fine_outside_its_articles_range_is_refused_and_nothing_is_lost(
    firm: Enterprise, people: People, amount: int
) -> None:
    with pytest.raises(Guarded, match="0元至50,000元"):
        finished(firm, people, amount=amount)
    assert Case.objects.get(process="safety.penalty").state == "investigating"
    assert Penalty.objects.get().amount is None


@pytest.mark.parametrize("amount", [0, 50_000])
def test_the_ends_of_a_range_belong_to_it(firm: Enterprise, people: People, amount: int) -> None:
    assert finished(firm, people, amount=amount).state == "reviewing"


def test_a_share_of_income_is_the_share_the_article_names(firm: Enterprise, people: People) -> None:
    first, second, _head = people
    case = filed(firm, first, party="individual")
    case = take(case, "appoint", first, "2026-03-02 09:10", lead=first.account_id, second=second.account_id)
    with pytest.raises(Incomplete):
        take(
            case,
            "finish",
            first,
            "2026-03-02 09:20",
            found="导致较大事故。",
            **fine("安全生产法/95-2", 120_000),
        )
    with pytest.raises(Guarded):
        take(
            case,
            "finish",
            first,
            "2026-03-02 09:20",
            found="导致较大事故。",
            **fine("安全生产法/95-2", 100_000, income=200_000),
        )
    case = take(
        case,
        "finish",
        first,
        "2026-03-02 09:20",
        found="导致较大事故。",
        **fine("安全生产法/95-2", 120_000, income=200_000),
    )
    assert case.state == "reviewing"


def test_an_article_for_a_unit_fines_no_individual(firm: Enterprise, people: People) -> None:
    first, second, _head = people
    case = filed(firm, first, party="individual")
    case = take(case, "appoint", first, "2026-03-02 09:10", lead=first.account_id, second=second.account_id)
    with pytest.raises(Guarded, match="不是这种当事人"):
        take(case, "finish", first, "2026-03-02 09:20", found="事实。", **fine())


def test_a_districts_dated_row_comes_before_the_national_table(db: None) -> None:
    PenaltyArticle.objects.create(
        code="安全生产法/102", conduct="本地细化", party="unit", low=10_000, high=20_000, instrument="某市裁量基准",
        in_force_from=date(2026, 3, 1), in_force_to=date(2026, 3, 31),
    )  # fmt: skip
    inside, after = (
        article_on("安全生产法/102", date(2026, 3, 2)),
        article_on("安全生产法/102", date(2026, 4, 1)),
    )
    assert inside is not None
    assert after is not None
    assert (inside.low, after.low) == (10_000, 0)


def test_no_article_fines_what_happened_before_it_was_in_force() -> None:
    assert national("安全生产法/102", date(2021, 8, 31)) is None
    assert len({row.code for row in NATIONAL}) == len(NATIONAL)


def test_one_officer_is_not_enough(firm: Enterprise, people: People) -> None:
    first = people[0]
    case = filed(firm, first)
    with pytest.raises(Guarded):
        take(case, "appoint", first, "2026-03-02 09:10", lead=first.account_id, second=first.account_id)


def test_a_hearing_asked_on_the_last_day_is_in_time_and_a_day_later_is_not(
    firm: Enterprise, people: People
) -> None:
    first = people[0]
    case = told_hearing(firm, people)
    with pytest.raises(Guarded, match="2026-03-09"):
        take(case, "ask_hearing", first, "2026-03-10 09:00", asked_on=date(2026, 3, 10))
    case = take(case, "ask_hearing", first, "2026-03-10 09:00", asked_on=date(2026, 3, 9))
    assert case.state == "hearing_asked"


def test_a_right_is_not_cut_short_unless_waived(firm: Enterprise, people: People) -> None:
    first = people[0]
    case = told_hearing(firm, people)
    with pytest.raises(Guarded, match="2026-03-09"):
        take(case, "no_hearing", first, "2026-03-09 23:00", waived="no")
    assert take(case, "no_hearing", first, "2026-03-05 09:00", waived="yes").state == "deciding"


def test_a_hearing_is_told_seven_working_days_ahead_and_led_by_another(
    firm: Enterprise, people: People
) -> None:
    first, second, head = people
    case = told_hearing(firm, people)
    case = take(case, "ask_hearing", first, "2026-03-09 09:00", asked_on=date(2026, 3, 9))
    given: dict[str, Any] = {"place": "二楼会议室", "chair": head.account_id}
    with pytest.raises(Guarded, match="2026-03-19"):
        take(case, "call_hearing", first, "2026-03-09 10:00", hearing_at="2026-03-18T09:00", **given)
    with pytest.raises(Guarded, match="非本案调查人员"):
        take(
            case,
            "call_hearing",
            first,
            "2026-03-09 10:00",
            hearing_at="2026-03-19T09:00",
            place="会议室",
            chair=second.account_id,
        )
    case = take(case, "call_hearing", first, "2026-03-09 10:00", hearing_at="2026-03-19T09:00", **given)
    with pytest.raises(Guarded, match="还没有到"):
        take(case, "hold_hearing", first, "2026-03-18 10:00", record="笔录")
    assert take(case, "hold_hearing", first, "2026-03-19 11:00", record="笔录").state == "deciding"


def test_a_large_fine_is_not_told_without_the_right_to_a_hearing(firm: Enterprise, people: People) -> None:
    case = finished(firm, people, amount=50_000)
    with pytest.raises(Guarded, match="50,000"):
        take(
            case,
            "notify",
            people[2],
            "2026-03-02 10:00",
            notified_on=date(2026, 3, 2),
            hearing="no",
            intended="拟罚款。",
        )
    LocalAmount.objects.create(
        kind="large_unit", amount=60_000, article="某省规定", in_force_from=date(2026, 1, 1)
    )
    case = take(
        case,
        "notify",
        people[2],
        "2026-03-02 10:00",
        notified_on=date(2026, 3, 2),
        hearing="no",
        intended="拟罚款。",
    )
    assert case.state == "notified"


def test_nobody_is_punished_harder_than_was_told(firm: Enterprise, people: People) -> None:
    first, _second, head = people
    case = finished(firm, people, amount=20_000)
    case = take(
        case,
        "notify",
        head,
        "2026-03-02 10:00",
        notified_on=date(2026, 3, 2),
        hearing="no",
        intended="拟罚款。",
    )
    case = take(case, "proceed", first, "2026-03-02 11:00", note="申辩了。")
    with pytest.raises(Guarded, match="重于告知"):
        take(case, "decide", head, "2026-03-02 12:00", opinion="加重。", **fine(amount=30_000))


def test_who_investigated_does_not_decide(firm: Enterprise, people: People) -> None:
    case = finished(firm, people)
    with pytest.raises(NotYours):
        take(
            case,
            "notify",
            people[0],
            "2026-03-02 10:00",
            notified_on=date(2026, 3, 2),
            hearing="no",
            intended="拟罚款。",
        )


def test_preserved_evidence_has_seven_working_days_and_is_settled_first(
    firm: Enterprise, people: People
) -> None:
    first, second, head = people
    case = filed(firm, first)
    case = take(case, "appoint", first, "2026-03-02 09:10", lead=first.account_id, second=second.account_id)
    case = take(case, "preserve", head, "2026-03-02 09:15", things="账册一本")
    assert due(case, "evidence") == date(2026, 3, 11)
    with pytest.raises(Guarded, match="还没有处理"):
        take(case, "finish", first, "2026-03-02 09:20", found="事实。", **fine())
    case = take(case, "settle_evidence", first, "2026-03-02 09:18", handling="退还。")
    assert take(case, "finish", first, "2026-03-02 09:20", found="事实。", **fine()).state == "reviewing"


def test_a_published_decision_that_falls_is_withdrawn_in_three_working_days(
    firm: Enterprise, people: People
) -> None:
    first, _second, head = people
    case = decided(firm, people)
    case = take(case, "publish", first, "2026-03-03 09:00", published_on=date(2026, 3, 3), where="公示系统")
    given: dict[str, Any] = {
        "annulled_on": date(2026, 3, 5),
        "by": "区政府复议决定1号",
        "reason": "事实不清。",
    }
    with pytest.raises(Guarded, match="请选“是”"):
        take(case, "annul", head, "2026-03-05 09:00", was_public="no", **given)
    case = take(case, "annul", head, "2026-03-05 09:00", was_public="yes", **given)
    assert due(case, "withdraw") == date(2026, 3, 10)  # Thursday; Friday, Monday, Tuesday
    case = take(
        case, "withdraw", first, "2026-03-06 09:00", withdrawn_on=date(2026, 3, 6), stated="复议撤销。"
    )
    assert take(case, "archive", first, "2026-03-06 10:00", record="一卷").phase == "ended"
    assert repeats_of(firm, date(2026, 3, 6)).within_year == 0


def test_the_daily_fine_begins_the_day_after_the_order() -> None:
    assert counting.daily_fine(30_000, date(2026, 3, 10), date(2026, 3, 10)) == 0
    assert counting.daily_fine(30_000, date(2026, 3, 10), date(2026, 3, 11)) == 30_000
    assert counting.daily_fine(30_000, date(2026, 3, 10), date(2026, 3, 20)) == 300_000


def test_the_surcharge_never_exceeds_the_fine() -> None:
    assert counting.surcharge(10_000, date(2026, 3, 1), date(2026, 3, 2)) == 300
    assert counting.surcharge(10_000, date(2026, 3, 1), date(2026, 6, 1)) == 10_000


def test_a_daily_fine_needs_a_refusal_after_the_order(firm: Enterprise, people: People) -> None:
    first = people[0]
    case = decided(firm, people)
    case = take(
        case, "serve", first, "2026-03-03 09:00", served_on=date(2026, 3, 3), way="direct", receipt="回证"
    )
    with pytest.raises(Guarded, match="次日起算"):
        take(
            case,
            "order_correction",
            first,
            "2026-03-05 09:00",
            ordered_on=date(2026, 3, 3),
            checked_on=date(2026, 3, 3),
            record="未改。",
        )
    case = take(
        case,
        "order_correction",
        first,
        "2026-03-05 09:00",
        ordered_on=date(2026, 3, 3),
        checked_on=date(2026, 3, 5),
        record="未改。",
    )
    assert Penalty.objects.get().ordered_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("days", "on", "half", "year", "reached"),
    [
        (["2026-01-01", "2026-03-01", "2026-06-29"], "2026-06-29", 3, 3, True),  # 180 days, both ends counted
        (["2026-01-01", "2026-03-01", "2026-06-30"], "2026-06-30", 2, 3, False),
        (["2025-07-01", "2025-09-01", "2025-11-01", "2026-06-30"], "2026-06-30", 1, 4, True),
        (["2025-06-30", "2025-09-01", "2025-11-01", "2026-06-30"], "2026-06-30", 1, 3, False),
    ],
)
def test_three_in_180_days_or_four_in_a_year(
    days: list[str], on: str, half: int, year: int, reached: bool
) -> None:
    count = counting.repeats([date.fromisoformat(day) for day in days], date.fromisoformat(on))
    assert (count.within_180, count.within_year, count.reached) == (half, year, reached)


def test_the_third_penalty_with_an_open_major_hazard_drafts_a_closure_once(
    firm: Enterprise, people: People
) -> None:
    hazard = major_planned(firm, people[0], people[2])
    for day in ("2026-03-03", "2026-03-04"):
        decided(firm, people, day)
    assert not Matter.objects.filter(case__process=CLOSURE.name).exists()
    third = decided(firm, people, "2026-03-05")
    matter = Matter.objects.get(case__process=CLOSURE.name)
    assert (matter.case.state, matter.hazard_id, matter.case.origin_id) == ("drafted", hazard.pk, third.pk)
    decided(firm, people, "2026-03-06")
    assert Matter.objects.filter(case__process=CLOSURE.name).count() == 1
    (row,) = counter(people[0], date(2026, 3, 6))
    assert (row.repeats.within_180, row.open_major, row.must_propose) == (4, True, True)


def test_without_a_major_hazard_nothing_is_drafted(firm: Enterprise, people: People) -> None:
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        decided(firm, people, day)
    assert not Matter.objects.exists()


def test_a_transfer_goes_to_another_office_and_ends_with_its_receipt(
    firm: Enterprise, people: People
) -> None:
    head, other = people[2], cast.unit("公安分局")
    case = filed(firm, people[0])
    with pytest.raises(Guarded, match="另一个机关"):
        take(case, "transfer", head, "2026-03-02 10:00", to_unit=firm.unit_id, reason="涉嫌犯罪。")
    case = take(case, "transfer", head, "2026-03-02 10:00", to_unit=other.pk, reason="涉嫌犯罪。")
    assert case.holder_unit_id == other.pk
    from bihuan.organizations.models import Account
    from bihuan.organizations.selectors import actor as actor_on

    seated = Account.objects.filter(appointments__post__unit=other, appointments__ends_on__isnull=True)
    police = next(one for row in seated if (one := actor_on(row.pk, None, cast.TODAY)) and one.roles)
    case = take(case, "receive_transfer", police, "2026-03-03 10:00", receipt="公受〔2026〕1号")
    assert (case.state, case.facts["receipt"]) == ("handed_over", "公受〔2026〕1号")


def test_an_interview_is_followed_to_what_was_asked(firm: Enterprise, people: People) -> None:
    first = people[0]
    case = open_matter(
        process=ADMONITION.name, step="call", enterprise=firm, subject="隐患整改不力", actor=first, at=at("2026-03-02 09:00"),
        given={"interview_by": date(2026, 3, 5), "place": "应急局"},
    )  # fmt: skip
    case = take(
        case,
        "hold",
        first,
        "2026-03-05 10:00",
        minutes="到会三人。",
        asked="三月底前完成。",
        done_by=date(2026, 3, 31),
    )
    assert due(case, "commitment") == date(2026, 3, 31)
    assert take(case, "settle", first, "2026-03-30 10:00", verified="已经完成。").phase == "ended"


def test_a_listing_lists_the_hazard_and_delisting_frees_it(firm: Enterprise, people: People) -> None:
    first, _second, head = people
    hazard = major_planned(firm, first, head)
    case = open_matter(
        process=LISTING.name, step="propose_listing", enterprise=firm, subject="储罐区隐患", actor=first, hazard=hazard,
        at=at("2026-03-03 10:00"), given={"level": "district", "reason": "危害大。"},
    )  # fmt: skip
    with pytest.raises(Guarded, match="最长365天（默认值"):
        take(
            case,
            "list",
            head,
            "2026-03-04 10:00",
            govern_by=date(2027, 3, 5),
            ask_by=date(2026, 12, 1),
            watcher="应急局",
        )
    with pytest.raises(Guarded, match="20个工作日"):
        take(
            case,
            "list",
            head,
            "2026-03-04 10:00",
            govern_by=date(2026, 4, 30),
            ask_by=date(2026, 4, 10),
            watcher="应急局",
        )
    case = take(
        case,
        "list",
        head,
        "2026-03-04 10:00",
        govern_by=date(2026, 4, 30),
        ask_by=date(2026, 3, 31),
        watcher="应急局",
    )
    hazard.refresh_from_db()
    assert hazard.facts["listed"] == "district"
    assert due(case, "list_filing") == date(2026, 3, 9)
    assert due(case, "list_publish") == date(2026, 3, 11)
    case = take(case, "ask_acceptance", first, "2026-04-01 10:00", record="已完成。")
    with pytest.raises(Guarded, match="还没有公布"):
        take(case, "delist", head, "2026-04-02 10:00", accepted="合格。")
    case = take(case, "fail_listing", first, "2026-04-02 10:00", reason="资料不全。")
    case = take(
        case, "publish_listing", first, "2026-04-02 11:00", published_on=date(2026, 3, 6), where="网站"
    )
    case = take(case, "ask_acceptance", first, "2026-04-03 10:00", record="已完成。")
    case = take(case, "delist", head, "2026-04-03 11:00", accepted="合格。")
    assert hazard.entries.filter(step="delist").count() == 1
    assert due(case, "delist_publish") == date(
        2026, 4, 13
    )  # the working days of the Qingming days are counted
    assert (
        take(
            case, "publish_delisting", first, "2026-04-07 10:00", published_on=date(2026, 4, 7), where="网站"
        ).phase
        == "ended"
    )
