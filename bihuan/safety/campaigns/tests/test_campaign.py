"""Campaigns: goals from records, a sector stopped unit by unit, refusals followed, an end that is earned."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from bihuan.casework import registry
from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Appointment
from bihuan.safety.campaigns import board, mapping, services
from bihuan.safety.campaigns.figures import by_place, goals_of, total
from bihuan.safety.campaigns.kinds import KINDS
from bihuan.safety.campaigns.models import Campaign, Member, Weekly
from bihuan.safety.campaigns.process import CAMPAIGN
from bihuan.safety.enforcement.tests.lives import certified, decided, take
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.maps import drawing
from bihuan.safety.suspension.models import Suspension
from bihuan.safety.suspension.services import order
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import at, load_district
from bihuan.safety.tests.lives import inspected

People = tuple[Actor, Actor, Actor]


@pytest.fixture
def people(db: None) -> People:
    load_district()
    return certified()


@pytest.fixture
def mines(people: People) -> list[Enterprise]:
    assert people
    cast.enterprise(9, "青岚化工厂")
    return [cast.enterprise(n, f"青岚{n}号煤矿", sector="煤矿", industry="B0610") for n in (1, 2, 3)]


def drafted(who: Actor, goals: dict[str, int] | None = None, **more: Any) -> Case:
    plan: dict[str, Any] = {
        "kind": "coal", "subject": "煤矿安全专项整治", "starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 31),
        "plan": "动员、自查、检查、总结。", "goals": goals or {"checked": 100},
    } | more  # fmt: skip
    return services.draft(plan=services.Plan(**plan), actor=who, at=at("2026-03-02 09:00"))


def running(people: People, **more: Any) -> Case:
    return take(drafted(people[0], **more), "start", people[2], "2026-03-02 10:00", opinion="同意。")


def stopped(people: People, **more: Any) -> Case:
    return take(
        running(people, **more),
        "stop_sector",
        people[2],
        "2026-03-03 09:00",
        stopped_on=date(2026, 3, 3),
        requirements="全部停产。",
    )


def test_the_table_has_no_problems_and_every_kind_asks_something() -> None:
    assert registry.problems(CAMPAIGN) == []
    assert all(one.items for one in KINDS)
    assert {"three_illegals", "three_violations", "three_excesses", "coal", "school_bus"} <= {
        one.code for one in KINDS
    }


def test_a_kind_takes_the_enterprises_of_its_sectors(mines: list[Enterprise], people: People) -> None:
    drafted(people[0])
    assert set(Member.objects.values_list("enterprise_id", flat=True)) == {mine.pk for mine in mines}


def test_an_office_adds_a_kind_of_its_own(mines: list[Enterprise], people: People) -> None:
    assert mines
    row = services.add_kind(label="厨房油烟道整治", sectors=["化工"], items=["烟道清洗"], actor=people[0])
    assert services.kinds()[f"own-{row.pk}"].label == "厨房油烟道整治"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"goals": {"checked": 101}}, "goal_checked"), ({"ends_on": date(2026, 3, 1)}, "ends_on"), ({"kind": "没有"}, "kind"),
        ({"subject": " "}, "subject"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_draft_is_named(
    mines: list[Enterprise], people: People, more: dict[str, Any], field: str
) -> None:
    assert mines
    with pytest.raises(Incomplete) as wrong:
        drafted(people[0], **more)
    assert field in wrong.value.fields
    assert not Campaign.objects.exists()


def test_the_figures_come_from_the_records(mines: list[Enterprise], people: People) -> None:
    case = running(people)
    inspected(mines[0], people[0])
    decided(mines[1], people, "2026-03-04", amount=20_000)
    case = take(case, "report_week", people[0], "2026-03-06 09:00", note="进展正常。")
    week = Weekly.objects.get()
    assert {name: week.figures["total"][name] for name in ("units", "hazards", "rectified", "penalties", "fined")} == {
        "units": 3, "hazards": 1, "rectified": 0, "penalties": 1, "fined": 20_000,
    }  # fmt: skip
    assert [place["name"] for place in week.figures["places"]] == ["石湾镇"]
    assert case.clocks.filter(name="weekly").count() == 2


def test_a_sector_is_stopped_unit_by_unit_and_only_once(mines: list[Enterprise], people: People) -> None:
    case = stopped(people)
    rows = Suspension.objects.select_related("case").order_by("pk")
    assert [(row.enterprise_id, row.case.state, row.case.origin_id) for row in rows] == [
        (mine.pk, "in_force", case.pk) for mine in mines
    ]
    with pytest.raises(Guarded, match="已经全部停产"):
        take(
            case,
            "stop_sector",
            people[2],
            "2026-03-03 10:00",
            stopped_on=date(2026, 3, 3),
            requirements="再停。",
        )


def test_a_refusal_keeps_the_campaign_open_until_the_law_has_its_next_step(
    mines: list[Enterprise], people: People
) -> None:
    first, _second, head = people
    case = stopped(people)
    refused = Case.objects.get(suspension__enterprise=mines[0])
    refused = take(refused, "find_refusal", first, "2026-03-04 09:00", record="夜间生产。", danger="yes")
    with pytest.raises(Guarded, match="1号煤矿"):
        take(case, "close", head, "2026-03-31 09:00", result="完成。", unmet="无。")
    take(refused, "propose_closure", head, "2026-03-05 09:00", ground="refused", basis="拒不执行。")
    end = {
        "result": "完成。",
        "unmet": "检查力量不足。",
        "carried_by": "执法一科",
        "recheck_by": date(2026, 4, 3),
    }
    case = take(case, "close", head, "2026-03-31 09:00", **end)
    assert case.phase == "ended"


def test_the_end_of_a_campaign_lifts_no_power_cut_and_hands_it_on_with_a_day(
    mines: list[Enterprise], people: People
) -> None:
    first, _second, head = people
    case = stopped(people)
    one = Case.objects.get(suspension__enterprise=mines[0])
    one = take(one, "find_refusal", first, "2026-03-04 09:00", record="夜间生产。", danger="yes")
    told = {
        "supply": "power",
        "emergency": "no",
        "cut_at": at("2026-03-05 10:00"),
        "supplier": "供电公司",
        "reason": "拒不停产。",
    }
    one = take(one, "notify_cut", head, "2026-03-04 10:00", **told)
    end: dict[str, Any] = {"result": "完成。", "unmet": "一家拒不停产。"}
    with pytest.raises(Guarded, match="1号煤矿"):  # the notice is not yet the cut
        take(case, "close", head, "2026-03-04 11:00", **end)
    one = take(one, "cut", first, "2026-03-05 10:30", cut_done_at=at("2026-03-05 10:10"))
    with pytest.raises(Incomplete) as lacking:
        take(case, "close", head, "2026-03-31 09:00", **end)
    assert set(lacking.value.fields) == {"carried_by", "recheck_by"}
    with pytest.raises(Guarded, match="晚于今天"):
        take(
            case,
            "close",
            head,
            "2026-03-31 09:00",
            **end,
            carried_by="执法一科",
            recheck_by=date(2026, 3, 31),
        )
    take(case, "close", head, "2026-03-31 09:00", **end, carried_by="执法一科", recheck_by=date(2026, 4, 3))
    row = Suspension.objects.select_related("case").get(pk=one.pk)
    assert (row.case.state, row.lifted_at, row.case.facts["carried_by"]) == (
        "utilities_cut",
        None,
        "执法一科",
    )
    again = row.case.clocks.get(name="recheck")
    assert (again.due_at, again.stopped_at) == (at("2026-04-04 00:00"), None)
    one = take(one, "check_stop", first, "2026-04-02 09:00", record="没有生产。")
    assert one.clocks.get(name="recheck").stopped_by == "met"
    one = take(one, "comply_lift", first, "2026-04-02 10:00", to_unit=mines[0].unit_id, record="已经停产。")
    assert Suspension.objects.get(pk=one.pk).lifted_at == at("2026-04-02 10:00")


def test_an_enterprise_that_was_stopped_before_is_tracked_by_the_case_it_has(
    mines: list[Enterprise], people: People
) -> None:
    before = order(
        enterprise=mines[1], subject="瓦斯超限", actor=people[0], at=at("2026-03-02 09:30"),
        given={"received_on": date(2026, 3, 2), "scope": "all", "scope_text": "全矿停产。"},
    )  # fmt: skip
    stopped(people)
    assert Suspension.objects.count() == 3
    assert Member.objects.get(enterprise=mines[1]).suspension == before
    assert total(by_place(Campaign.objects.get(), date(2026, 3, 4))).stopped == 3


def test_an_end_without_the_goals_needs_the_reason(mines: list[Enterprise], people: People) -> None:
    assert mines
    case = running(people)
    with pytest.raises(Incomplete) as lacking:
        take(case, "close", people[2], "2026-03-31 09:00", result="完成。")
    assert "0/100" in str(lacking.value.fields["unmet"])
    assert (
        take(case, "close", people[2], "2026-03-31 09:00", result="完成。", unmet="人手不足。").phase
        == "ended"
    )


def test_goals_that_the_records_reach_need_no_reason(mines: list[Enterprise], people: People) -> None:
    assert mines
    case = running(people, goals={"rectified": 90})
    figures = total(by_place(Campaign.objects.get(), date(2026, 3, 31)))
    assert [one.reached for one in goals_of(Campaign.objects.get(), figures)] == [True]  # no hazard was found
    assert take(case, "close", people[2], "2026-03-31 09:00", result="完成。").phase == "ended"


def test_a_campaign_without_units_does_not_begin(people: People) -> None:
    with pytest.raises(Guarded, match="还没有企业"):
        running(people)


def browser(who: Actor) -> Client:
    Appointment.objects.filter(starts_on__gt=date(2026, 1, 1)).update(starts_on=date(2024, 1, 1))
    Account.objects.filter(pk=who.account_id or 0).update(must_change_password=False)
    client = Client()
    client.force_login(Account.objects.get(pk=who.account_id or 0))
    return client


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_open_empty_and_filled_and_keep_what_was_typed(
    mines: list[Enterprise], people: People, language: str
) -> None:
    client = browser(people[0])
    client.cookies["django_language"] = language
    for name in ("", "new/", "kinds/"):
        assert client.get(f"/safety/campaigns/{name}").status_code == 200
    case = stopped(people)
    take(case, "report_week", people[0], "2026-03-06 09:00", note="进展正常。")
    page = client.get(f"/safety/campaigns/{case.number}/")
    assert mines[0].name in page.text
    assert client.get(f"/cases/{case.number}/").status_code == 200
    answer = client.post(
        "/safety/campaigns/new/", {"kind": "coal", "subject": "春季整治", "starts_on": "2026-02-30"}
    )
    assert answer.status_code == 422
    assert "春季整治" in answer.text
    good = {
        "kind": "coal", "subject": "春季整治", "starts_on": "2026-03-02", "ends_on": "2026-04-02", "plan": "步骤。",
        "goal_checked": "100",
    }  # fmt: skip
    assert client.post("/safety/campaigns/new/", good).status_code == 302
    fresh = Campaign.objects.get(case__subject="春季整治")
    client.post(
        f"/safety/campaigns/{fresh.case.number}/units/", {"enterprise": mines[0].name, "do": "remove"}
    )
    assert fresh.members.count() == 2
    assert client.post("/safety/campaigns/kinds/", {"label": ""}).status_code == 422


def test_the_board_shows_each_enterprise_by_what_was_done_and_the_one_that_refuses_first(
    people: People, mines: list[Enterprise], client: Client
) -> None:
    case = stopped(people)
    row = Campaign.objects.get(pk=case.pk)
    last = Member.objects.filter(campaign=row).order_by("-pk")[0]
    assert last.suspension is not None
    take(last.suspension, "check_stop", people[0], "2026-03-03 09:00", record="用电量没有下降。")
    take(last.suspension, "find_refusal", people[0], "2026-03-03 10:00", record="夜间生产。", danger="yes")
    shown = board.lines(row, date(2026, 3, 4))
    assert [line.colour for line in shown] == ["red", "orange", "orange"]
    assert shown[0].member.pk == last.pk
    assert shown[0].stop_checked_at == at("2026-03-03 09:00")
    assert [line.member.pk for line in board.lines(row, date(2026, 3, 4), only="red")] == [last.pk]
    assert board.lines(row, date(2026, 3, 4), only="blue") == []
    take(case, "report_week", people[0], "2026-03-09 09:00", note="继续。")
    take(case, "report_week", people[0], "2026-03-16 09:00", note="继续。")
    first, second = board.weeks(row)
    assert (first.total["stopped"], first.more["stopped"], second.more["stopped"]) == (3, 3, 0)
    client.force_login(Account.objects.get(pk=people[0].account_id or 0))
    page = client.get(f"/safety/campaigns/{case.number}/").content.decode()
    assert "应当依法办理下一步" in page
    form = client.get(f"/safety/campaigns/{case.number}/form.xlsx")
    assert form.status_code == 200
    assert form["Content-Type"].endswith("sheet")


def test_an_enterprise_with_a_place_is_on_the_campaigns_map(people: People, mines: list[Enterprise]) -> None:
    Enterprise.objects.filter(pk=mines[0].pk).update(longitude="120.1", latitude="36.1")
    row = Campaign.objects.get(pk=drafted(people[0]).pk)
    drawn = mapping.picture(people[0], row, date(2026, 3, 4), lambda code: f"/{code}/")
    assert drawn is not None
    assert [(mark.name, mark.colour) for mark in drawn.marks] == [("青岚1号煤矿", "yellow")]


def test_many_on_the_map_are_counted_where_they_lie_and_the_worst_colour_is_seen(
    people: People, mines: list[Enterprise], monkeypatch: pytest.MonkeyPatch
) -> None:
    for mine, longitude in zip(mines, ("120.1", "120.10001", "120.4"), strict=True):
        Enterprise.objects.filter(pk=mine.pk).update(longitude=longitude, latitude="36.1")
    stopped(people)
    refusing = Case.objects.get(suspension__enterprise=mines[0])
    take(refusing, "find_refusal", people[0], "2026-03-04 09:00", record="夜间生产。", danger="yes")
    row = Campaign.objects.get()
    alone = mapping.picture(people[0], row, date(2026, 3, 4), lambda code: f"/{code}/")
    monkeypatch.setattr(drawing, "FEW", 0)
    together = mapping.picture(people[0], row, date(2026, 3, 4), lambda code: f"/{code}/")
    assert alone is not None
    assert together is not None
    assert [(mark.count, mark.colour, mark.name) for mark in together.marks] == [
        (1, "orange", "青岚3号煤矿"), (2, "red", ""),
    ]  # fmt: skip
    third = next(mark for mark in alone.marks if mark.name == "青岚3号煤矿")
    assert (round(third.x, 3), round(third.y, 3)) == (
        round(together.marks[0].x, 3),
        round(together.marks[0].y, 3),
    )
