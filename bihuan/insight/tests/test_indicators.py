"""The indicators: right shares and means, each with its definition, small groups hidden, never by person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.appeals.tests.lives import take
from bihuan.casework.errors import Guarded
from bihuan.casework.models import Case
from bihuan.casework.services import writing
from bihuan.casework.tests.cast import at, unit
from bihuan.insight import counting
from bihuan.insight.board.indicators import Indicators
from bihuan.insight.models import Counted
from bihuan.insight.scores import Score
from bihuan.insight.tests.test_board import NOW, counted, figure, row
from bihuan.organizations.actor import RESIDENT

pytestmark = pytest.mark.django_db
MORNING = at("2026-03-02 09:00")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW)


def decided(days: int = 10, *, contact: bool = False) -> Case:
    case = lives.handling(MORNING)
    if contact:
        case = take(
            case, "contact", "chengban", "2026-03-03 09:00", contacted_on=date(2026, 3, 3), contact_by="phone",
            heard="漏雨三年。",
        )  # fmt: skip
    return take(case, "decide", "chengban", MORNING + timedelta(days=days), **lives.DECISION)


def rated(case: Case, target: str, score: int, of: str) -> None:
    """As the residents' pages write it into the journal."""
    case.refresh_from_db()
    writing.record(
        case, actor=RESIDENT, at=at("2026-04-01 09:00"), recorded_at=None, kind="rating", step="resident_rated",
        data={"target": target, "unit": unit(of).pk, "score": score, "seat": 0},
    )  # fmt: skip


def test_each_indicator_has_its_parts_and_says_how_it_is_counted() -> None:
    for number in range(5):
        case = decided(10 + number, contact=number < 3)
        rated(case, "handler", 5 if number else 2, "住建局")
        rated(case, "registry", 4, "信访局")
    counted()
    client = sign_in("lingdao")
    assert row(client, "indicators", "平均答复周期")[1:4] == ("12.0天", None, 5)
    assert row(client, "indicators", "平均受理周期")[1:4] == ("0.0天", None, 5)
    assert row(client, "indicators", "办理联系率")[1:4] == ("60%", 3, 5)
    assert row(client, "indicators", "按期办结率")[1:4] == ("100%", 5, 5)
    assert row(client, "indicators", "有权处理单位满意率")[1:4] == ("80%", 4, 5)
    assert row(client, "indicators", "信访机构满意率")[1:4] == ("100%", 5, 5)
    assert all(line[4] and line[5] for line in figure(client, "indicators")[1:])


def test_fewer_than_five_are_not_shown_nor_what_would_tell_them() -> None:
    for _turn in range(4):
        decided()
    counted()
    client = sign_in("lingdao")
    assert row(client, "indicators", "办理联系率")[1:4] == ("少于5", "少于5", "少于5")
    line = row(client, "indicators-units", "住建局")
    assert "少于5" in line
    assert not any(isinstance(cell, float) for cell in line)


def test_what_is_overdue_now_is_not_in_time() -> None:
    for _turn in range(4):
        decided()
    lives.handling(MORNING)  # sixty days are over
    counted()
    assert row(sign_in("lingdao"), "indicators", "按期办结率")[1:4] == ("80%", 4, 5)


def test_a_changed_decision_is_counted_for_the_unit_that_made_it() -> None:
    for result in ("uphold", "uphold", "uphold", "change", "revoke"):
        case = take(
            lives.served("refuse"), "ask_review", RESIDENT, "2026-04-01 20:00", **lives.asked("2026-04-01")
        )
        take(case, "decide_review", "fucha", "2026-04-17 15:00", **lives.opinion(result))
    counted()
    client = sign_in("lingdao")
    assert row(client, "quality", "复查、复核维持率")[1:4] == ("60%", 3, 5)
    heads = figure(client, "indicators-units")[0]
    column = next(index for index, head in enumerate(heads) if str(head).startswith("复查、复核维持率"))
    assert row(client, "indicators-units", "住建局")[column] == 60
    assert row(client, "indicators-units", "区政府")[column] is None


def order(*, glad: bool) -> None:
    case = lives.registered(track="hotline", channel="call")
    case = take(case, "dispatch", "fenliu", "2026-03-02 10:00", to_unit=unit("住建局").pk)
    case = take(case, "sign_for", "chengban", "2026-03-02 11:00")
    case = take(
        case, "answer_order", "chengban", "2026-03-04 11:00", told_on=date(2026, 3, 4), told_how="电话", outcome="已修好。"
    )  # fmt: skip
    case = take(case, "pass_audit", "fenliu", "2026-03-05 09:00")
    step = "call_satisfied" if glad else "call_unsatisfied"
    take(case, step, "fenliu", "2026-03-05 10:00", called_at=at("2026-03-05 09:30"), words="说了。")


def test_the_hotline_is_measured_by_what_callers_said() -> None:
    for glad in (True, True, True, True, False):
        order(glad=glad)
    counted()
    client = sign_in("lingdao")
    assert row(client, "indicators-orders", "回访满意率")[1:4] == ("80%", 4, 5)
    assert row(client, "indicators-orders", "按期答复率")[1:4] == ("100%", 5, 5)
    assert row(client, "indicators-orders", "派单异议成立率")[1:4] == ("—", 0, 0)


def test_a_reply_is_made_public_when_the_petitioner_agreed_and_asked_for_no_secrecy() -> None:
    given = {
        "agreed_on": date(2026, 3, 24),
        "published_where": "区政府网站",
        "published_text": "屋面已维修。",
    }
    case = take(lives.served("refuse"), "publish_reply", "chengban", "2026-03-24 10:00", **given)
    assert case.state == "served"
    kept = lives.served("refuse")
    kept.appeal.confidential = True
    kept.appeal.save()
    with pytest.raises(Guarded, match="要求保密"):
        take(kept, "publish_reply", "chengban", "2026-03-24 10:00", **given)


def test_the_head_of_a_unit_sees_that_unit_alone() -> None:
    for _turn in range(5):
        decided()
    counted()
    lines = figure(sign_in("shenpi"), "indicators-units", f"unit={unit('人社局').code}")[1:]
    assert [line[0] for line in lines] == ["住建局"]


def test_the_page_shows_every_figure_and_no_rate_of_people_who_come_again() -> None:
    counted()
    text = sign_in("lingdao").get("/board/indicators/").content.decode()
    for key in Indicators.KEYS:
        assert f"/board/export/{key}.xlsx" in text
    assert "这里没有重复信访率" in text
    assert sign_in("chengban").get("/board/indicators/").status_code == 403


def test_the_page_is_read_in_few_queries(django_assert_max_num_queries: object) -> None:
    for _turn in range(3):
        decided()
    counted()
    client = sign_in("lingdao")
    client.get("/board/indicators/")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get("/board/indicators/")


def test_figures_counted_by_an_older_list_are_counted_again() -> None:
    decided()
    counted()
    Counted.objects.update(version=1)
    counting.count_new(at=at(NOW))
    assert Counted.objects.get().version > 1
    assert Counted.objects.get().rebuilt_at is not None


def test_a_share_of_nothing_is_none() -> None:
    assert Score(0, 0).value is None
    assert not Score(0, 0).small
    assert Score(1, 4).small
