"""A leader's board: the own name's cases and the own units' matters, nothing of others, nothing of people."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.insight.leaders.reading import LeaderBoard
from bihuan.organizations.models import Account, Appointment
from bihuan.supervision.models import Hearing, Sector
from bihuan.supervision.tests.making import measure

pytestmark = pytest.mark.django_db
NOW = at("2026-04-10 09:00")


@pytest.fixture
def leader() -> Account:
    load_district()
    found = Account.objects.get(username="lingdao")
    Sector.objects.create(
        name="燃气", kind="sector", unit=unit("住建局"), leader=found, starts_on=date(2026, 1, 1)
    )
    return found


def board(leader: Account) -> LeaderBoard:
    return LeaderBoard(leader, actor=actor("lingdao"), at=NOW)


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def test_tasks_of_the_own_units_are_counted_and_those_of_others_are_not(leader: Account) -> None:
    measure()
    measure(to="教育局")
    assert [(one.label, one.total, one.open, one.overdue) for one in board(leader).tasks()] == [
        ("住建局", 1, 1, 1)
    ]


def test_a_day_past_without_a_record_is_missed_and_one_called_off_is_not(leader: Account) -> None:
    for on, off in ((date(2026, 3, 2), ""), (date(2026, 3, 9), "防汛"), (date(2026, 4, 20), "")):
        Hearing.objects.create(
            kind="reception",
            leader=leader,
            post="副区长",
            unit=unit("信访局"),
            on=on,
            place="大厅",
            called_off=off,
        )
    days = board(leader).days()[0]
    assert (days.planned, days.held, days.called_off, days.missed) == (3, 0, 1, 1)


def test_the_page_shows_each_table_and_the_workbook_has_the_same(leader: Account) -> None:
    measure()
    client = signed_in("lingdao")
    page = client.get(reverse("insight:leader")).content.decode()
    assert "住建局" in page
    content = client.get(reverse("insight:leader_sheet", args=["tasks"])).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["住建局", 1]
    assert client.get(reverse("insight:leader_sheet", args=["people"])).status_code == 404


def test_a_leader_opens_no_other_leaders_board_and_an_officer_none(leader: Account) -> None:
    assert signed_in("lingdao").get(reverse("insight:leader"), {"leader": "chengban"}).status_code == 404
    assert signed_in("ducha").get(reverse("insight:leader"), {"leader": "lingdao"}).status_code == 200
    assert signed_in("chengban").get(reverse("insight:leader")).status_code == 403


def test_without_a_leader_in_office_the_page_says_so(leader: Account) -> None:
    Appointment.objects.filter(post__roles__contains=["leader"]).update(ends_on=date(2026, 1, 31))
    page = signed_in("ducha").get(reverse("insight:leader"))
    assert "现在没有人担任领导岗位" in page.content.decode()
