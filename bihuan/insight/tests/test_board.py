"""The Board as its readers see it: right numbers, only theirs, nobody's name."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.casework import services as casework
from bihuan.casework.registry import all_processes
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.insight import counting, standing
from bihuan.insight.board.page import Board
from bihuan.insight.measures import MEANINGS
from bihuan.insight.models import Counted

NOW = "2026-05-20 10:00"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW)


def counted() -> None:
    counting.count_new(at=at(NOW))
    standing.refresh(at=at(NOW))


def figure(client: Client, key: str, query: str = "") -> list[tuple[Any, ...]]:
    """The rows of a table's export, heads first."""
    answer = client.get(f"/board/export/{key}.xlsx?{query}")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.getvalue()))
    return list(book.worksheets[0].iter_rows(values_only=True))


def row(client: Client, key: str, name: str, query: str = "") -> tuple[Any, ...]:
    return next(line for line in figure(client, key, query) if line[0] == name)


@pytest.mark.parametrize("username", ["lingdao", "ducha", "fenliu", "shenji", "shenpi"])
def test_who_answers_for_the_district_or_a_unit_reads_the_board(username: str) -> None:
    counted()
    for address in ("/board/", "/board/print/", "/board/export/volumes.xlsx"):
        assert sign_in(username).get(address).status_code == 200


@pytest.mark.parametrize("username", ["chengban", "dengji", "guanli"])
def test_nobody_else_does(username: str) -> None:
    for address in ("/board/", "/board/print/", "/board/export/volumes.xlsx"):
        assert sign_in(username).get(address).status_code == 403


def test_received_decided_and_ended_stand_in_their_months() -> None:
    lives.registered(at("2026-03-30 09:00"))
    lives.decided(at("2026-03-02 09:00"), at("2026-04-10 15:00"))
    counted()
    rows = {line[0]: line[1:] for line in figure(sign_in("lingdao"), "volumes")}
    assert rows["2026-03"] == (2, 0, 0)
    assert rows["2026-04"] == (0, 1, 0)
    assert list(rows)[1:] == [f"2025-{month:02}" for month in range(6, 13)] + [
        f"2026-{m:02}" for m in range(1, 6)
    ]


def test_a_duty_is_met_late_or_overdue_and_the_rate_counts_all_three() -> None:
    lives.decided(at("2026-03-02 09:00"), at("2026-03-20 15:00"))  # handled in time
    lives.decided(at("2026-03-02 10:00"), at("2026-05-15 15:00"))  # 60 days had passed
    lives.handling(at("2026-03-02 11:00"))  # has passed and nothing was done
    lives.handling(at("2026-05-18 09:00"))  # runs
    counted()
    line = row(sign_in("lingdao"), "clocks", "办理")
    assert line[1:8] == (1, 1, None, None, 1, 1, 33.3) or line[1:8] == (1, 1, 0, 0, 1, 1, 33.3)


def test_an_objection_not_made_is_no_duty_missed() -> None:
    lives.forwarded(at("2026-05-06 09:00"))  # 5 working days are over, 15 days for the notice are not
    counted()
    line = row(sign_in("lingdao"), "clocks", "提出异议")
    assert line[6:8] == (None, None)
    assert row(sign_in("lingdao"), "units", "住建局")[6] is None


def test_what_is_overdue_now_is_left_out_of_a_period_that_is_over() -> None:
    lives.handling(at("2026-03-02 11:00"))
    counted()
    assert row(sign_in("lingdao"), "clocks", "办理")[7] == 0
    assert row(sign_in("lingdao"), "clocks", "办理", "from=2026-01&to=2026-04")[7] is None


def test_days_to_decide_run_from_the_day_of_receipt() -> None:
    for day in (12, 22, 22):
        lives.decided(at("2026-03-02 09:00"), at(f"2026-03-{day} 15:00"))
    counted()
    assert row(sign_in("lingdao"), "pace", "全期")[1:] == (20, 20, 3)


def test_a_unit_has_what_came_to_it_and_the_district_each_case_once() -> None:
    case = lives.forwarded(at("2026-05-06 09:00"), to="住建局")
    casework.take(
        case_id=case.pk,
        step="object",
        actor=actor("chengban"),
        at=at("2026-05-07 09:00"),
        given={"reason": "不属于我局职权，应由城管局办理。"},
    )
    casework.take(
        case_id=case.pk,
        step="uphold_objection",
        actor=actor("fenliu"),
        at=at("2026-05-07 10:00"),
        given={"reason": "异议成立。"},
    )
    casework.take(
        case_id=case.pk,
        step="forward",
        actor=actor("fenliu"),
        at=at("2026-05-07 11:00"),
        given={"to_unit": unit("城管局").pk},
    )
    counted()
    client = sign_in("lingdao")
    assert [row(client, "units", name)[1] for name in ("信访局", "住建局", "城管局")] == [1, 1, 1]
    assert sum(line[1] for line in figure(client, "volumes")[1:]) == 1
    assert row(client, "exceptions", "异议")[1:] == (1, 1, 0, 100)


def test_the_head_of_a_unit_sees_that_unit_alone_whatever_the_address_says() -> None:
    lives.handling()
    lives.forwarded(to="人社局")
    counted()
    head = sign_in("shenpi")
    other = f"unit={unit('人社局').code}"
    assert [line[0] for line in figure(head, "units", other)[1:]] == ["住建局"]
    assert sum(line[1] for line in figure(head, "volumes", other)[1:]) == 1
    page = head.get(f"/board/?{other}").content.decode()
    assert "人社局" not in page
    assert {line[2] for line in figure(head, "oldest", other)[1:]} == {"住建局"}


def test_a_town_is_counted_with_its_villages() -> None:
    from bihuan.organizations.models import Jurisdiction

    for code in ("990103002002", "990103002000", "990103001001"):
        lives.registered(jurisdiction_id=Jurisdiction.objects.get(code=code).pk)
    counted()
    client = sign_in("lingdao")
    assert row(client, "places", "新渡街道")[1] == 2
    assert sum(line[1] for line in figure(client, "volumes", "place=990103002000")[1:]) == 2
    assert len(figure(client, "oldest", "place=990103002000")[1:]) == 2


def test_a_matter_of_fewer_than_five_in_a_place_shows_no_number_on_page_paper_or_sheet() -> None:
    from bihuan.organizations.models import Jurisdiction

    place = Jurisdiction.objects.get(code="990103002002").pk
    for number, topic in (
        (3, "教育/校外培训/退费"),
        (6, "城乡建设/住房/公租房"),
        (7, "生态环境/大气污染/油烟与扬尘"),
    ):
        for _one in range(number):
            lives.registered(jurisdiction_id=place, topic=topic)
    counted()
    client = sign_in("lingdao")
    table = {line[0]: line[1:] for line in figure(client, "matters-places")}
    assert table == {"事项": ("新渡街道",), "教育": ("少于5",), "城乡建设": ("不显示",), "生态环境": (7,)}
    assert row(client, "matters", "教育", "place=990103002000")[1] == "少于5"
    for address in ("/board/", "/board/print/"):
        page = client.get(address).content.decode()
        section = page[page.index("事项和区域") :]
        assert "少于5" in section
        assert not re.search(r'data-label="新渡街道">3<', section)


def test_the_longest_open_is_on_top_with_its_holder() -> None:
    young, old = lives.forwarded(at("2026-05-04 09:00")), lives.handling(at("2026-03-02 09:00"))
    casework.assign(
        case_id=old.pk,
        account_id=actor("chengban").account_id or 0,
        actor=actor("shenpi"),
        at=at("2026-03-04 09:00"),
    )
    lives.decided(at("2026-01-05 09:00"), at("2026-01-20 09:00"))
    counted()
    rows = figure(sign_in("lingdao"), "oldest")[1:]
    assert [line[0] for line in rows][1:] == [old.number, young.number]
    assert rows[1][2:4] == ("住建局", "陈望舒")
    assert rows[1][6] == 79


def test_units_are_sorted_by_the_column_asked_for() -> None:
    lives.forwarded(to="人社局")
    lives.forwarded(to="住建局")
    lives.handling()
    counted()
    client = sign_in("lingdao")
    names = [line[0] for line in figure(client, "units", "sort=-received")[1:]]
    assert names[:3] == ["信访局", "住建局", "人社局"]
    assert [line[0] for line in figure(client, "units", "sort=received")[1:]][-1] == "信访局"


def test_nothing_on_the_board_is_about_who_appealed() -> None:
    lives.handling()
    counted()
    client = sign_in("lingdao")
    for address in ("/board/", "/board/print/"):
        page = client.get(address).content.decode()
        assert "丁一帆" not in page
        assert "19900001234" not in page


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-13",
        "to=x",
        "from=2026-05&to=2026-01",
        "from=1990-01",
        "unit=nowhere",
        "place=000000000000",
        "sort=-nothing",
        "process=nothing",
    ],
)
def test_an_address_that_means_nothing_still_shows_a_board_and_says_so(query: str) -> None:
    counted()
    answer = sign_in("lingdao").get(f"/board/?{query}")
    assert answer.status_code == 200
    told = "alert--warning" in answer.content.decode()
    assert told is not query.startswith(("sort", "process"))


def test_a_board_that_has_stopped_counting_says_since_when(monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("lingdao")
    assert "还没有开始统计" in client.get("/board/").content.decode()
    counted()
    assert "统计停在" not in client.get("/board/").content.decode()
    Counted.objects.update(standing_at=at(NOW) - timedelta(minutes=11))
    assert "统计停在" in client.get("/board/").content.decode()


def test_every_table_can_be_taken_away_and_every_figure_says_how_it_is_counted() -> None:
    lives.decided()
    counted()
    client = sign_in("lingdao")
    page = client.get("/board/").content.decode()
    for key in Board.KEYS:
        assert f"/board/export/{key}.xlsx" in page
        assert figure(client, key)[0]
    assert page.count("怎样算的") == len(Board.KEYS)
    assert client.get("/board/export/people.xlsx").status_code == 404


def test_the_board_is_read_in_few_queries_however_much_there_is(django_assert_max_num_queries: Any) -> None:
    for _one in range(4):
        lives.decided()
    counted()
    client = sign_in("lingdao")
    client.get("/board/")
    with django_assert_max_num_queries(12):
        client.get("/board/")


def test_the_steps_the_board_speaks_of_are_in_the_tables() -> None:
    tables = {process.name: process for process in all_processes()}
    for name, meaning in MEANINGS.items():
        steps = {step.name for step in tables[name].steps}
        spoken = {
            *meaning.decides,
            meaning.asks_extension,
            meaning.grants_extension,
            meaning.refuses_extension,
            meaning.objects,
            meaning.upholds,
            meaning.rejects,
        }
        assert spoken - {""} <= steps
        assert set(meaning.rights) <= {clock.name for clock in tables[name].clocks}
