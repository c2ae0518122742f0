"""The desks: what lies on each, for whom, and that none of them knows a person."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from bihuan.appeals.desks import selectors
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.appeals.tests.lives import forwarded, registered, review_served, reviewing, served, take
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.organizations.actor import RESIDENT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch) -> None:
    load_district()
    set_clock(monkeypatch, "2026-04-10 09:00")


def test_the_review_desk_shows_what_was_asked_when_and_its_deadline() -> None:
    case = reviewing()
    served()  # no review asked: not on the desk
    (row,) = selectors.review_desk(actor("fucha"))
    assert row.case.pk == case.pk
    assert (row.asked, str(row.asked_on), row.opinion) == ("请求复查", "2026-04-01", "")
    text = sign_in("fucha").get(reverse("appeals:review_desk")).content.decode()
    assert case.number in text
    assert "丁一帆" not in text


def test_once_decided_the_desk_says_with_which_result() -> None:
    review_served()
    (row,) = selectors.review_desk(actor("fucha"))
    assert row.opinion == "维持"


def test_an_empty_desk_says_so_and_others_have_no_door() -> None:
    assert "没有复查、复核件" in sign_in("fucha").get(reverse("appeals:review_desk")).content.decode()
    assert sign_in("chengban").get(reverse("appeals:review_desk")).status_code == 403


def calling() -> object:
    case = registered(track="hotline", channel="call")
    case = take(case, "dispatch", "fenliu", "2026-03-02 10:00", to_unit=unit("住建局").pk)
    case = take(case, "sign_for", "chengban", "2026-03-02 11:00")
    case = take(
        case, "answer_order", "chengban", "2026-03-04 11:00", told_on=at("2026-03-04 10:00").date(),
        told_how="电话", outcome="已修好。",
    )  # fmt: skip
    return take(case, "pass_audit", "fenliu", "2026-03-05 09:00")


def test_a_call_back_stands_in_the_queue_with_the_calls_that_reached_nobody() -> None:
    case = calling()
    take(case, "call_unreached", "fenliu", "2026-03-05 10:00", called_at=at("2026-03-05 10:00"))  # type: ignore[arg-type]
    (row,) = selectors.call_backs(actor("fenliu"))
    assert (row.calls, row.case.state) == (1, "calling")
    assert row.case.number in sign_in("fenliu").get(reverse("appeals:call_backs")).content.decode()
    take(row.case, "resident_unsatisfied", RESIDENT, "2026-03-06 10:00", words="又坏了")
    (row,) = selectors.call_backs(actor("fenliu"))
    assert row.words == "又坏了"


def test_the_backlog_tells_age_and_reason_by_unit_and_topic() -> None:
    forwarded()
    registered(topic="城乡建设/市政公用/供水")
    units, topics = selectors.heaps(actor("fenliu"), at=at("2026-04-10 09:00"))
    assert {heap.name: heap.count for heap in units} == {unit("住建局").name: 1, unit("信访局").name: 1}
    assert {heap.name for heap in topics} == {"", "城乡建设"}
    assert units[0].days(at("2026-04-10 09:00").date()) == 39
    assert ("已转送待受理", 1) in [row for heap in units for row in heap.waiting]


def test_the_head_of_a_unit_sees_the_backlog_of_what_that_unit_works_on_alone() -> None:
    case = forwarded()
    registered()
    units, _topics = selectors.heaps(actor("shenpi"), at=at("2026-04-10 09:00"))
    assert [(heap.name, heap.count) for heap in units] == [(case.holder_unit.name, 1)]


def test_a_promise_stands_with_its_date() -> None:
    case = served("support")
    assert [row.case.pk for row in selectors.promises(actor("fenliu"))] == [case.pk]
    text = sign_in("fenliu").get(reverse("appeals:backlog")).content.decode()
    assert case.number in text


def test_the_backlog_goes_out_as_a_workbook_with_what_the_page_shows() -> None:
    forwarded()
    body = sign_in("fenliu").get(reverse("appeals:backlog") + "?format=xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[1][:2] == (unit("住建局").name, 1)
