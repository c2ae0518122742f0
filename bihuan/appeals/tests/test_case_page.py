"""The case page: who sees it, what it offers, what it says of clocks and of the journal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import page, set_clock, sign_in, steps_shown
from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.permissions import steps_open_to
from bihuan.casework.tests.cast import actor, at, load_district, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch) -> None:
    load_district()
    set_clock(monkeypatch, "2026-03-10 10:00")


LIVES = (lives.registered, lives.forwarded, lives.handling, lives.decided)
CAST = ("dengji", "fenliu", "chengban", "shenpi", "ducha", "lingdao", "shenji")


@pytest.mark.parametrize("live", LIVES, ids=lambda live: live.__name__)
def test_the_steps_shown_are_the_steps_open_to_the_actor(live: Callable[[], Case]) -> None:
    case = live()
    for username in CAST:
        response = sign_in(username).get(f"/cases/{case.number}/")
        if response.status_code == 404:
            assert username in {"chengban", "shenpi"}
            assert case.holder_unit == unit("信访局")
            continue
        open_to = {step.name for step in steps_open_to(case, actor(username))}
        assert set(steps_shown(response.content.decode())) == open_to - ANSWERS, username


# What only answers a duty, and none of these runs in LIVES.
ANSWERS = {"answer_urging", "report_back", "send_feedback", "leave_simple"}


def test_an_answer_is_offered_when_somebody_has_asked_for_it() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    assert "answer_urging" not in steps_shown(client.get(f"/cases/{case.number}/").content.decode())
    lives.take(
        case, "urge", "ducha", "2026-03-10 09:00", reason="群众三次来电。", demand="请尽快办理。",
        answer_by=date(2026, 3, 20),
    )  # fmt: skip
    assert "answer_urging" in steps_shown(client.get(f"/cases/{case.number}/").content.decode())


def test_a_case_of_others_and_a_case_that_is_not_there_look_alike() -> None:
    case = lives.registered()
    client = sign_in("chengban2")
    theirs, nowhere = client.get(f"/cases/{case.number}/"), client.get("/cases/XF-2026-999999/")
    assert theirs.status_code == nowhere.status_code == 404
    assert _without_ids(theirs.content.decode()) == _without_ids(nowhere.content.decode())


def _without_ids(text: str) -> str:
    """The page without what is another on every request: its own id and the token of its forms."""
    return re.sub(r"[0-9a-f]{32}|[0-9A-Za-z]{64}", "", text)


@pytest.mark.parametrize(
    "path", ["", "print/", "take/forward/", "files/1/", "documents/1.pdf", "documents/1.docx"]
)
def test_no_address_of_a_case_answers_to_others(path: str) -> None:
    case = lives.forwarded()
    assert sign_in("chengban2").get(f"/cases/{case.number}/{path}").status_code == 404


def test_a_document_and_a_file_are_reached_through_their_own_case_only() -> None:
    case, other = lives.forwarded(), lives.registered()
    issued = case.documents.get()
    client = sign_in("fenliu")
    assert client.get(f"/cases/{other.number}/documents/{issued.pk}.docx").status_code == 404
    assert client.get(f"/cases/{case.number}/documents/{issued.pk}.docx").status_code == 200
    assert client.get(f"/cases/{case.number}/documents/{issued.pk}.exe").status_code == 404


def test_a_script_in_a_subject_and_a_body_is_text() -> None:
    case = lives.registered(
        subject="<script>alert(1)</script>", body="第一段<img src=x onerror=alert(2)>\n\n第二段"
    )
    text = page(sign_in("fenliu"), case)
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "<img src=x" not in text


def test_who_appealed_is_not_on_the_page() -> None:
    case = lives.handling()
    for username in CAST:
        text = page(sign_in(username), case)
        assert "丁一帆" not in text
        assert "19900001234" not in text


def test_a_clock_says_each_run_of_days_and_why() -> None:
    case = lives.forwarded()
    text = re.sub(r"<[^>]+>|\s+", " ", page(sign_in("chengban"), case))
    text = re.sub(r"\s+", " ", text)
    assert "3月2日 开始当日不计入" in text
    assert re.search(r"3月3日–3月6日 工作日，\s?计入4天", text)
    assert re.search(r"3月7日–3月8日 周末，\s?不计入", text)
    assert "信访工作条例 第二十三条第三款" in text
    assert "最后一日：2026年3月9日（周一）24时" in text


def test_the_journal_says_units_and_choices_by_name_and_when_it_was_written_down_later() -> None:
    case = lives.registered()
    casework.take(
        case_id=case.pk, step="forward", actor=actor("fenliu"), at=at("2026-03-03 09:00"),
        recorded_at=at("2026-03-05 17:00"), given={"to_unit": unit("住建局").pk, "note": "请依法办理。"},
    )  # fmt: skip
    text = page(sign_in("fenliu"), case)
    assert "住建局" in text
    assert "请依法办理。" in text
    assert "2026年3月3日 09:00" in text
    assert "（2026年3月5日 17:00录入）" in text
    assert "来信" in text


def test_the_journal_can_be_read_from_either_end() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    newest = re.findall(r'id="entry-(\d+)"', page(client, case))
    oldest = re.findall(
        r'id="entry-(\d+)"', client.get(f"/cases/{case.number}/?order=oldest").content.decode()
    )
    assert newest == oldest[::-1] == ["3", "2", "1"]


def test_every_running_clock_and_every_ended_one_is_on_the_page() -> None:
    case = lives.handling()
    text = page(sign_in("chengban"), case)
    assert set(case.clocks.values_list("name", flat=True)) == {"triage", "notice", "objection", "handling"}
    assert "已结束的期限（3）" in text


def test_a_linked_case_that_the_reader_may_not_see_is_not_named() -> None:
    case, other = lives.handling(), lives.registered()
    casework.link(
        case_id=case.pk, other_id=other.pk, kind="related", actor=actor("fenliu"), at=at("2026-03-05 09:00")
    )
    text = page(sign_in("chengban"), case)
    assert other.number not in text
    assert "您无权查看的案件" in text
    assert other.number in page(sign_in("fenliu"), case)


def test_the_print_holds_the_record_and_no_internal_note() -> None:
    case = lives.handling()
    casework.comment(
        case_id=case.pk, text="只给内部看的话", actor=actor("chengban"), at=at("2026-03-05 09:00")
    )
    client = sign_in("chengban")
    printed = client.get(f"/cases/{case.number}/print/").content.decode()
    assert "受理并告知" in printed
    assert "只给内部看的话" not in printed
    assert "只给内部看的话" in page(client, case)


def test_the_page_is_whole_in_english_too() -> None:
    case = lives.decided()
    client = sign_in("chengban")
    client.cookies["django_language"] = "en"
    text = page(client, case)
    assert "What you can do now" in text
    assert "Decided, to be served" in text
