"""Accidents: hours, grades, the window, who investigates, sixty days without the appraisal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from bihuan.casework import registry
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.models import Case, ClockRow
from bihuan.casework.tests.cast import TODAY, actor, at, load_district, unit
from bihuan.emergency.accidents.evidence import levels, signs
from bihuan.emergency.accidents.grades import Casualties, Grade, counts, grade_of, window_end
from bihuan.emergency.accidents.models import Accident, Report
from bihuan.emergency.accidents.process import ACCIDENT
from bihuan.emergency.accidents.selectors import told
from bihuan.emergency.accidents.types import EDITIONS, code_of, edition_on
from bihuan.emergency.tests.lives import CONTENTS, INVESTIGATED, more_dead, reported, take
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Appointment
from bihuan.organizations.selectors import actor as actor_on


@pytest.fixture
def district(db: None) -> None:
    load_district()


def due(case: Case, clock: str) -> ClockRow:
    return ClockRow.objects.filter(case=case, name=clock).order_by("-start_seq")[0]


def head() -> Actor:
    account = Account.objects.get(
        appointments__post__unit=unit("应急局"),
        appointments__post__is_head=True,
        appointments__ends_on__isnull=True,
    )
    found = actor_on(account.pk, None, TODAY)
    assert found is not None
    return found


def shown(when: str) -> list[str]:
    """The kinds of signs of the one accident at that moment."""
    row = Accident.objects.select_related("case").get()
    return [one.kind for one in signs(told([row])[row.pk], at(when))]


def test_the_table_has_no_problems() -> None:
    assert registry.problems(ACCIDENT) == []


@pytest.mark.parametrize(
    ("lost", "grade"),
    [
        (Casualties(deaths=2, serious=9, loss=9_999_999), Grade.ORDINARY), (Casualties(deaths=3), Grade.LARGER),
        (Casualties(serious=10), Grade.LARGER), (Casualties(loss=10_000_000), Grade.LARGER), (Casualties(deaths=9), Grade.LARGER),
        (Casualties(deaths=10), Grade.MAJOR), (Casualties(serious=50), Grade.MAJOR), (Casualties(loss=50_000_000), Grade.MAJOR),
        (Casualties(deaths=29), Grade.MAJOR), (Casualties(deaths=30), Grade.EXTRAORDINARY),
        (Casualties(serious=100), Grade.EXTRAORDINARY), (Casualties(loss=100_000_000), Grade.EXTRAORDINARY),
    ],
)  # fmt: skip
def test_the_highest_of_the_three_measures_gives_the_grade(lost: Casualties, grade: Grade) -> None:
    assert grade_of(lost) is grade


def test_casualties_count_thirty_days_and_for_road_and_fire_seven() -> None:
    day = date(2026, 3, 2)
    assert window_end(day, "industrial") == date(2026, 4, 1)
    assert counts(day, "industrial", date(2026, 4, 1))
    assert not counts(day, "industrial", date(2026, 4, 2))
    assert [counts(day, kind, date(2026, 3, 10)) for kind in ("road", "fire", "industrial")] == [
        False,
        False,
        True,
    ]


def test_types_follow_the_edition_of_the_day() -> None:
    assert [len(edition.types) for edition in EDITIONS] == [20, 27]
    assert edition_on(date(2026, 6, 30)).code == "GB 6441-1986"
    assert edition_on(date(2026, 7, 1)).code == "GB 6441-2025"
    assert code_of("中毒和窒息", date(2026, 6, 30)) == "GB 6441-1986/19"
    assert code_of("中毒和窒息", date(2026, 7, 1)) == ""
    assert code_of("火灾", date(2026, 7, 1)) == "GB 6441-2025"


@pytest.mark.usefixtures("district")
def test_the_hours_run_from_each_levels_receipt() -> None:
    case = reported(lost={"deaths": 3})
    assert due(case, "forward_city").due_at == at("2026-03-02 10:50")
    assert due(case, "notify_bodies").due_at == at("2026-03-02 10:50")
    given = {"sent_at": at("2026-03-02 10:00"), "receiver": "市应急局值班室"}
    with pytest.raises(Incomplete) as lacking:
        take(case, "forward_city", actor("anjian"), "2026-03-02 10:05", **given)
    assert "city_received_at" in lacking.value.fields
    case = take(
        case,
        "forward_city",
        actor("anjian"),
        "2026-03-02 10:05",
        city_received_at=at("2026-03-02 10:01"),
        **given,
    )
    assert due(case, "forward_province").due_at == at("2026-03-02 12:01")


@pytest.mark.usefixtures("district")
def test_a_type_of_the_other_edition_and_wrong_times_are_named_and_nothing_is_written() -> None:
    with pytest.raises(Incomplete) as wrong:
        reported(type="窒息", learned_at=at("2026-03-02 07:00"))
    assert set(wrong.value.fields) == {"type", "received_at"}
    assert not Case.objects.filter(process=ACCIDENT.name).exists()


@pytest.mark.usefixtures("district")
def test_a_third_death_raises_the_grade_and_the_authority_and_the_province_must_be_told() -> None:
    case = reported(lost={"deaths": 2})
    case = take(
        case,
        "forward_city",
        actor("anjian"),
        "2026-03-02 10:05",
        sent_at=at("2026-03-02 10:00"),
        receiver="市应急局",
    )
    assert (case.facts["grade"], case.facts["authority"]) == ("ordinary", "county")
    case = more_dead(case, "2026-03-05 09:00", date(2026, 3, 5), 3)
    assert (case.facts["grade"], case.facts["authority"]) == ("larger", "city")
    assert due(case, "forward_province").due_at == at("2026-03-05 11:00")
    assert list(Report.objects.order_by("seq").values_list("grade", flat=True)) == ["ordinary", "larger"]


@pytest.mark.usefixtures("district")
def test_a_death_on_day_31_is_recorded_and_does_not_change_the_grade() -> None:
    case = reported(lost={"deaths": 2})
    case = more_dead(case, "2026-04-02 09:00", date(2026, 4, 2), 3)
    row = Accident.objects.get()
    assert (row.deaths, row.grade, case.facts["grade"]) == (3, "ordinary", "ordinary")
    assert Report.objects.get(deaths=3).counted is False


@pytest.mark.usefixtures("district")
def test_a_death_on_day_30_changes_it() -> None:
    case = more_dead(reported(lost={"deaths": 2}), "2026-04-02 09:00", date(2026, 4, 1), 3)
    assert case.facts["grade"] == "larger"


@pytest.mark.usefixtures("district")
def test_a_grade_goes_down_again_and_the_history_stays() -> None:
    case = more_dead(reported(lost={"deaths": 3}), "2026-03-03 09:00", date(2026, 3, 3), 2)
    assert case.facts["grade"] == "ordinary"
    assert list(Report.objects.order_by("seq").values_list("grade", flat=True)) == ["larger", "ordinary"]


@pytest.mark.usefixtures("district")
def test_a_higher_grade_changes_hands_before_the_investigation_goes_on() -> None:
    case = reported(lost={"deaths": 2})
    team = {"head": "王局长", "members": "应急局、公安分局、总工会", "apart": True}
    case = take(case, "form_team", head(), "2026-03-02 15:00", level="county", **team)
    case = more_dead(case, "2026-03-05 09:00", date(2026, 3, 5), 3)
    final = INVESTIGATED
    with pytest.raises(Guarded, match="更高一级"):
        take(case, "submit_report", head(), "2026-03-06 09:00", **final)
    with pytest.raises(Guarded, match="上级人民政府"):
        take(case, "hand_over", head(), "2026-03-06 09:00", to_unit=unit("公安分局").pk, reason="较大事故。")
    case = take(case, "hand_over", head(), "2026-03-06 09:00", to_unit=unit("市政府").pk, reason="较大事故。")
    upper = actor("fuhe")
    with pytest.raises(Guarded, match="更高一级"):
        take(case, "form_team", upper, "2026-03-06 10:00", level="county", **team)
    case = take(case, "form_team", upper, "2026-03-06 10:00", level="city", **team)
    case = take(case, "submit_report", upper, "2026-04-20 09:00", **final)
    assert case.state == "to_approve"


@pytest.mark.usefixtures("district")
def test_the_investigation_has_sixty_days_without_the_appraisal_and_sixty_more() -> None:
    boss = head()
    case = reported()
    case = take(
        case, "form_team", boss, "2026-03-02 15:00", level="county", head="王", members="应急局", apart=True
    )
    row = due(case, "investigate")
    assert row.due_at == at("2026-05-02 00:00")  # the 1st of May is the sixtieth day after
    case = take(case, "begin_appraisal", boss, "2026-03-10 09:00", by="省化工研究院")
    assert due(case, "investigate").due_at is None
    case = take(case, "end_appraisal", boss, "2026-03-20 09:00", result="硫化氢中毒。")
    late = due(case, "investigate").due_at
    assert late is not None
    assert late >= at("2026-05-11 00:00")
    with pytest.raises(Guarded, match="六十日"):
        take(case, "extend", boss, "2026-04-20 09:00", days=61, reason="复杂。")
    case = take(case, "extend", boss, "2026-04-20 09:00", days=40, reason="复杂。")
    with pytest.raises(Guarded, match="已经延长40日"):
        take(case, "extend", boss, "2026-04-21 09:00", days=21, reason="复杂。")
    longer = due(case, "investigate").due_at
    assert longer is not None
    assert longer - late == timedelta(days=40)


@pytest.mark.usefixtures("district")
def test_an_accident_goes_to_its_evaluation_within_a_year_and_is_published() -> None:
    boss = head()
    case = take(
        reported(),
        "form_team",
        boss,
        "2026-03-02 15:00",
        level="county",
        head="王",
        members="应急局",
        apart=True,
    )
    case = take(case, "submit_report", boss, "2026-04-20 09:00", **INVESTIGATED)
    assert due(case, "approve").due_at == at("2026-05-06 00:00")
    approval = {"approved_on": date(2026, 4, 30), "number": "青政批1号", "opinion": "同意。"}
    with pytest.raises(Guarded, match="不能自己批复"):
        take(case, "approve", boss, "2026-04-30 09:00", **approval)
    with pytest.raises(NotYours):
        take(case, "approve", actor("anjian"), "2026-04-30 09:00", **approval)
    case = take(case, "approve", replace(boss, account_id=None), "2026-04-30 09:00", **approval)
    assert due(case, "evaluate").due_at == at("2027-05-01 00:00")
    result = {"evaluated_on": date(2027, 2, 1), "result": "已落实。", "where": "网站"}
    with pytest.raises(Guarded, match="落实的记录"):
        take(case, "evaluate", boss, "2027-02-01 09:00", **result)
    case = take(case, "implement", boss, "2026-12-01 09:00", record="罚款已缴，整改完成。")
    case = take(case, "evaluate", boss, "2027-02-01 09:00", **result)
    with pytest.raises(Guarded, match="还没有公布"):
        take(case, "archive", boss, "2027-02-02 09:00", record="两卷")
    case = take(case, "publish", boss, "2027-02-02 09:00", published_on=date(2027, 2, 2), where="网站")
    assert take(case, "archive", boss, "2027-02-02 10:00", record="两卷").phase == "ended"


@pytest.mark.usefixtures("district")
def test_only_an_accident_that_hurt_nobody_is_left_to_the_unit() -> None:
    with pytest.raises(Guarded, match="不能委托"):
        take(reported(), "delegate", head(), "2026-03-02 15:00", level="county", reason="简单。")
    case = reported(lost={"loss": 100_000})
    assert (
        take(case, "delegate", head(), "2026-03-02 15:00", level="county", reason="简单。").state
        == "investigating"
    )


@pytest.mark.usefixtures("district")
def test_late_and_omitted_reports_show_from_the_clocks() -> None:
    case = reported(received_at=at("2026-03-02 09:00"), learned_at=at("2026-03-02 08:00"), lost={"deaths": 1})
    assert shown("2026-03-02 10:59") == []
    assert shown("2026-03-02 11:01") == ["late", "late"]  # both hours are over and nothing is written down
    told_bodies = {"notified": "区政府、公安分局", "sent_at": at("2026-03-02 09:30")}
    case = take(case, "notify_bodies", actor("anjian"), "2026-03-02 10:30", **told_bodies)
    case = take(
        case,
        "forward_city",
        actor("anjian"),
        "2026-03-02 11:30",
        sent_at=at("2026-03-02 11:20"),
        receiver="市应急局",
    )
    case = more_dead(case, "2026-03-02 12:00", date(2026, 3, 2), 2)
    assert shown("2026-03-02 12:00") == ["late", "omitted"]
    case = more_dead(case, "2026-03-09 12:00", date(2026, 3, 5), 3)
    assert shown("2026-03-09 12:00") == ["late", "omitted", "late"]  # a sign does not go with the next report


@pytest.mark.usefixtures("district")
def test_what_was_sent_in_time_and_written_down_much_later_is_asked_about() -> None:
    case = reported(received_at=at("2026-03-02 08:50"))
    with pytest.raises(Guarded, match="早于这一级接到"):
        take(
            case,
            "forward_city",
            actor("anjian"),
            "2026-03-03 09:00",
            sent_at=at("2026-03-02 08:40"),
            receiver="市应急局",
        )
    sent = {"sent_at": at("2026-03-02 09:30"), "receiver": "市应急局"}
    take(case, "forward_city", actor("anjian"), "2026-03-03 09:00", **sent)
    assert shown("2026-03-02 10:00") == ["written_late"]


@pytest.mark.usefixtures("district")
def test_a_unit_that_reports_after_days_is_asked_about_concealment() -> None:
    reported(occurred_at=at("2026-02-25 08:00"), learned_at=at("2026-02-25 08:05"))
    assert shown("2026-03-02 09:00") == ["concealed"]


@pytest.mark.usefixtures("district")
def test_the_hour_that_the_investigation_found_takes_the_place_of_the_one_that_was_told() -> None:
    case = reported(occurred_at=at("2026-02-25 08:00"), learned_at=at("2026-03-02 08:30"))
    assert shown("2026-03-02 09:00") == []
    case = take(
        case, "form_team", head(), "2026-03-02 15:00", level="county", head="王", members="应急局", apart=True
    )
    found = {"finding": "concealed", "basis": "通话记录。"}
    with pytest.raises(Guarded, match="事故发生以后"):
        take(case, "find_report", head(), "2026-03-20 09:00", true_learned_at=at("2026-02-25 07:00"), **found)
    case = take(
        case, "find_report", head(), "2026-03-20 09:00", true_learned_at=at("2026-02-25 08:05"), **found
    )
    assert case.facts["finding"] == "concealed"
    row = Accident.objects.select_related("case").get()
    hour = levels(told([row])[row.pk])[1]
    assert (hour.due, hour.late_by(at("2026-03-20 09:00")).days) == (at("2026-02-25 09:05"), 4)
    assert "concealed" in shown("2026-03-20 09:00")


@pytest.mark.usefixtures("district")
def test_a_loss_established_after_the_window_raises_the_grade_and_late_deaths_do_not() -> None:
    case = reported(lost={"deaths": 2})
    case = more_dead(case, "2026-04-20 09:00", date(2026, 4, 20), 3, serious=0)
    assert case.facts["grade"] == "ordinary"
    case = more_dead(case, "2026-04-25 09:00", date(2026, 4, 25), 3, serious=0, loss=12_000_000)
    assert (case.facts["grade"], Report.objects.order_by("-seq")[0].counted) == ("larger", False)


@pytest.mark.usefixtures("district")
def test_a_returned_report_has_the_day_it_was_given_and_no_sixty_new_ones() -> None:
    boss = head()
    case = take(
        reported(),
        "form_team",
        boss,
        "2026-03-02 15:00",
        level="county",
        head="王",
        members="应急局",
        apart=True,
    )
    case = take(case, "submit_report", boss, "2026-04-20 09:00", **INVESTIGATED)
    back = {"received_on": date(2026, 4, 22), "redo_by": date(2026, 5, 12), "reason": "原因不清。"}
    case = take(case, "return_report", boss, "2026-04-22 09:00", **back)
    assert due(case, "redo").due_at == at("2026-05-13 00:00")
    assert due(case, "investigate").stopped_at == at("2026-04-20 09:00")
    case = take(case, "submit_report", boss, "2026-05-10 09:00", **INVESTIGATED)
    assert due(case, "redo").stopped_by == "met"


@pytest.mark.usefixtures("district")
def test_the_approval_of_the_gravest_accident_is_put_off_by_thirty_days_in_all() -> None:
    upper = replace(actor("fuhe"), account_id=None)
    case = reported(lost={"deaths": 30})
    case = take(case, "hand_over", head(), "2026-03-02 15:00", to_unit=unit("市政府").pk, reason="特别重大。")
    team = {"level": "state", "head": "组长", "members": "国务院调查组", "apart": True}
    case = take(case, "form_team", upper, "2026-03-03 09:00", **team)
    case = take(case, "submit_report", upper, "2026-04-20 09:00", **INVESTIGATED)
    case = take(case, "extend_approval", upper, "2026-05-01 09:00", days=20, reason="复杂。")
    with pytest.raises(Guarded, match="已经延长20日"):
        take(case, "extend_approval", upper, "2026-05-10 09:00", days=11, reason="复杂。")


def browser(username: str) -> Client:
    Appointment.objects.filter(starts_on__gt=date(2026, 1, 1)).update(starts_on=date(2024, 1, 1))
    account = Account.objects.get(username=username)
    Account.objects.filter(pk=account.pk).update(must_change_password=False)
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_board_and_the_form_are_shown_and_keep_what_was_typed(language: str) -> None:
    client = browser("anjian")
    client.cookies["django_language"] = language
    assert client.get("/emergency/accidents/").status_code == 200
    case = more_dead(reported(lost={"deaths": 2}), "2026-04-02 09:00", date(2026, 4, 2), 3)
    page = client.get("/emergency/accidents/")
    assert case.number in page.text
    assert client.get(f"/cases/{case.number}/").status_code == 200
    typed = {"subject": "仓库火灾", "unit_name": "某公司", "place": "某处", "kind": "fire", "deaths": "两人"}
    answer = client.post("/emergency/accidents/new/", typed)
    assert answer.status_code == 422
    assert "仓库火灾" in answer.text
    good = {
        "subject": "仓库火灾", "unit_name": "某公司", "place": "某处", "kind": "fire", "type": "火灾", "deaths": "0",
        "serious": "0",
        "missing": "0", "loss": "100000", "occurred_at": "2026-03-02T08:00", "learned_at": "2026-03-02T08:01",
        "received_at": "2026-03-02T08:10", **CONTENTS,
    }  # fmt: skip
    assert client.post("/emergency/accidents/new/", good).status_code == 302
    assert Accident.objects.filter(kind="fire").count() == 1


@pytest.mark.usefixtures("district")
def test_who_does_not_answer_for_safety_does_not_open_the_board() -> None:
    assert browser("dengji").get("/emergency/accidents/").status_code == 403
