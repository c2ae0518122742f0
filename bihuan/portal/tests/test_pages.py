from __future__ import annotations

import gzip
import io
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from lxml import html

from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import set_clock
from bihuan.appeals.tests.lives import DECISION
from bihuan.casework import services as casework
from bihuan.casework.models import Attachment, Case, Comment, Entry, IssuedDocument
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.portal import services
from bihuan.portal.models import Draft, Question, Rating
from bihuan.portal.tests.browsing import Phone, text_of
from bihuan.portal.tests.residents import DING, anonymous
from bihuan.portal.tests.test_filing import png
from bihuan.vault import services as vault
from bihuan.vault.models import Opening

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, "2026-03-02 09:00")


def accepted(number: str) -> Case:
    case = Case.objects.get(number=number)
    moment = at("2026-03-02 09:00")
    case = casework.take(
        case_id=case.pk,
        step="forward",
        actor=actor("fenliu"),
        at=moment,
        given={"to_unit": unit("住建局").pk},
    )
    return casework.take(
        case_id=case.pk, step="accept", actor=actor("chengban"), at=moment,
        given={"received_on": moment.date(), "notified_on": moment.date()},
    )  # fmt: skip


def test_a_resident_files_step_by_step_and_follows_with_number_and_code() -> None:
    phone = Phone()
    number, code = phone.file()
    other = Phone()
    assert other.enter(number, code)["Location"] == "/r/case/"
    page = other.see("/r/case/")
    assert number in page
    assert "青岚区信访局" in page
    assert "已登记" in page


def test_the_case_says_until_when_and_why() -> None:
    phone = Phone()
    number, code = phone.file()
    accepted(number)
    phone.enter(number, code)
    page = phone.see("/r/case/")
    assert "青岚区住房和城乡建设局" in page
    assert "2026年5月1日" in page  # sixty days from 2 March
    assert "信访工作条例 第三十四条" in page
    assert "开始的当日不计入" in page


def test_no_internal_note_and_no_officers_name_is_shown() -> None:
    phone = Phone()
    number, code = phone.file()
    case = accepted(number)
    officer = actor("chengban")
    casework.comment(case_id=case.pk, text="内部备注甲乙丙", actor=officer, at=at("2026-03-02 10:00"))
    casework.add_task(case_id=case.pk, title="子任务丁戊", actor=officer, at=at("2026-03-02 10:00"))
    casework.assign(
        case_id=case.pk, account_id=officer.account_id or 0, actor=officer, at=at("2026-03-02 10:00")
    )
    phone.enter(number, code)
    page = phone.see("/r/case/")
    assert Comment.objects.count() == 1
    for hidden in ("内部备注甲乙丙", "子任务丁戊", officer.name, actor("fenliu").name, "指定承办人"):
        assert hidden not in page


def test_a_wrong_code_and_an_unknown_number_get_the_very_same_page() -> None:
    phone = Phone()
    number, _code = phone.file()
    pages = []
    for asked in (number, "XF-2026-999999"):
        response = Phone().enter(asked, "000000000000")
        assert response.status_code == 422
        page = response.content.decode().replace(asked, "N")
        pages.append(text_of(page))
    assert pages[0] == pages[1]


def test_guessing_is_slowed_with_a_page_that_says_how_long() -> None:
    phone = Phone()
    number, _code = phone.file()
    guesser = Phone(REMOTE_ADDR="192.0.2.9")
    answers = [guesser.enter(number, "1") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert answers[-1]["Retry-After"] == "180"
    assert "请过 3 分钟再试" in answers[-1].content.decode()


def test_nothing_of_a_case_is_shown_without_number_and_code() -> None:
    for name in ("case",):
        assert Phone().client.get(reverse(f"portal:{name}"))["Location"] == "/r/follow/"
    for name, args in (("rate", []), ("add_files", []), ("answer", [1])):
        assert Phone().client.post(reverse(f"portal:{name}", args=args))["Location"] == "/r/follow/"
    assert Phone().client.get(reverse("portal:paper", args=[1, "pdf"]))["Location"] == "/r/follow/"


def test_half_an_hour_later_the_case_is_closed_and_a_new_code_closes_it_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phone = Phone()
    number, code = phone.file()
    phone.enter(number, code)
    assert phone.client.get("/r/case/").status_code == 200
    services.issue_code(
        case=Case.objects.get(), actor=actor("dengji"), at=at("2026-03-02 09:10"), checked="id_card"
    )
    assert phone.client.get("/r/case/")["Location"] == "/r/follow/"


def test_leaving_closes_the_case_on_a_shared_computer() -> None:
    phone = Phone()
    phone.enter(*phone.file())
    phone.client.post("/r/case/leave/")
    assert phone.client.get("/r/case/")["Location"] == "/r/follow/"


def test_personal_pages_are_kept_by_no_cache() -> None:
    phone = Phone()
    phone.enter(*phone.file())
    for path in ("/r/case/", "/r/receipt/", "/r/file/what/", "/r/follow/"):
        assert "no-store" in phone.client.get(path, follow=True)["Cache-Control"]


def test_a_step_that_is_wrong_comes_back_with_what_was_written() -> None:
    phone = Phone()
    response = phone.client.post("/r/file/what/", {"subject": "", "happened": "从去年起"})
    assert response.status_code == 422
    page = html.document_fromstring(response.content.decode())
    assert page.get_element_by_id("happened").text == "从去年起"
    assert page.get_element_by_id("subject").get("aria-invalid") == "true"
    # and it is kept: the phone may die now
    assert "从去年起" in phone.client.get("/r/file/what/").content.decode()


def test_a_phone_that_dies_in_mid_filing_goes_on_where_it_was() -> None:
    phone = Phone()
    phone.client.post("/r/file/what/", {"subject": "路灯不亮", "happened": "坏了一个月"})
    phone.client.post("/r/file/where/", {"place": "", "spot": "东门"})
    again = Phone()
    again.client.cookies = phone.client.cookies
    assert again.client.get("/r/file/")["Location"] == "/r/file/ask/"
    assert (
        "东门" in again.see("/r/file/where/") or "东门" in again.client.get("/r/file/where/").content.decode()
    )


def test_a_browser_without_cookies_is_told_so() -> None:
    assert "Cookie" in Phone().see("/r/file/where/")


def test_the_last_step_is_not_sent_before_the_others_are_complete() -> None:
    phone = Phone()
    phone.client.post("/r/file/what/", {"subject": "路灯不亮", "happened": "坏了一个月"})
    assert phone.client.post("/r/file/send/")["Location"] == "/r/file/ask/"
    assert not Case.objects.exists()


def test_pressing_submit_twice_files_once() -> None:
    phone = Phone()
    first = phone.file()
    assert phone.client.post("/r/file/send/")["Location"] == "/r/receipt/"
    assert phone.receipt() == first
    assert Case.objects.count() == 1


def test_noted_means_gone() -> None:
    phone = Phone()
    phone.file()
    assert phone.client.post("/r/receipt/")["Location"] == "/r/follow/"
    assert phone.client.get("/r/receipt/")["Location"] == "/r/"
    assert not Draft.objects.exists()


def test_discarding_forgets_everything_at_once() -> None:
    phone = Phone()
    phone.client.post("/r/file/what/", {"subject": "路灯不亮", "happened": "坏了一个月"})
    phone.client.post("/r/file/discard/")
    assert not Draft.objects.exists()


def test_photographs_are_added_and_taken_out_and_a_wrong_kind_is_named() -> None:
    phone = Phone()
    phone.client.post("/r/file/what/", {"subject": "路灯不亮", "happened": "坏了一个月"})
    good = png(7)
    good.name = "门口.png"
    bad = io.BytesIO(b"MZ" + b"\x00" * 200)
    bad.name = "病毒.exe"
    response = phone.client.post("/r/file/files/", {"chosen": [good, bad]})
    assert response.status_code == 422
    page = response.content.decode()
    assert "门口.png" in page
    assert "病毒.exe：" in page
    draft = Draft.objects.get()
    sha256 = draft.files.get().sha256
    phone.client.post("/r/file/files/", {"remove": sha256})
    assert not draft.files.exists()


def test_an_answer_a_file_and_a_rating_arrive() -> None:
    phone = Phone()
    number, code = phone.file()
    case = accepted(number)
    services.ask(case_id=case.pk, text="几户漏？", actor=actor("chengban"), at=at("2026-03-02 09:00"))
    phone.enter(number, code)
    assert "几户漏？" in phone.see("/r/case/")
    question = Question.objects.get()
    empty = phone.client.post(f"/r/case/answer/{question.pk}/", {"answer": " "})
    assert empty.status_code == 422
    assert "请写下您的回答" in empty.content.decode()
    assert phone.client.post(f"/r/case/answer/{question.pk}/", {"answer": "两户"}).status_code == 302
    photo = png(9)
    photo.name = "漏水.png"
    assert phone.client.post("/r/case/files/", {"chosen": photo}).status_code == 302
    assert Attachment.objects.get().name == "漏水.png"
    early = phone.client.post("/r/case/rate/", {"target": "handler", "score": "3"})
    assert early.status_code == 422
    casework.take(
        case_id=case.pk, step="decide", actor=actor("chengban"), at=at("2026-03-02 09:00"), given=DECISION
    )
    assert phone.client.post("/r/case/rate/", {"target": "handler", "score": "3"}).status_code == 302
    again = phone.client.post("/r/case/rate/", {"target": "handler", "score": "5"})
    assert again.status_code == 422
    assert "已经评价过" in again.content.decode()
    assert Rating.objects.get().score == 3


def test_documents_for_the_resident_are_there_and_letters_between_offices_are_not() -> None:
    phone = Phone()
    number, code = phone.file()
    accepted(number)
    phone.enter(number, code)
    page = phone.see("/r/case/")
    assert "受理告知书" in page
    assert "转送函" not in page
    by_kind = {row.kind: row.pk for row in IssuedDocument.objects.all()}
    assert phone.client.get(f"/r/case/papers/{by_kind['acceptance']}.docx").status_code == 200
    assert phone.client.get(f"/r/case/papers/{by_kind['transfer']}.docx").status_code == 404
    other = Phone()
    other.enter(*other.file())
    assert other.client.get(f"/r/case/papers/{by_kind['acceptance']}.docx").status_code == 404


def test_the_decision_is_said_in_plain_words() -> None:
    phone = Phone()
    number, code = phone.file()
    case = accepted(number)
    casework.take(
        case_id=case.pk, step="decide", actor=actor("chengban"), at=at("2026-03-02 09:00"), given=DECISION
    )
    phone.enter(number, code)
    page = phone.see("/r/case/")
    assert "信访处理意见书" in page
    assert "方便阅读" in page


def test_the_resident_sees_who_opened_their_identity_and_for_what() -> None:
    phone = Phone()
    number, code = phone.file()
    phone.enter(number, code)
    assert "没有人打开过" in phone.see("/r/case/")
    case = accepted(number)
    officer = actor("chengban")
    key = case.appeal.person_id
    assert key is not None
    vault.open(
        person_id=key, fields=["name", "phone"], purpose="hearing", actor=officer,
        case_number=number, at=at("2026-03-02 11:00"),
    )  # fmt: skip
    page = phone.see("/r/case/")
    assert "青岚区住房和城乡建设局" in page
    assert "听取陈述、联系核实" in page
    assert officer.name not in page
    assert Opening.objects.count() == 1


def test_an_anonymous_writer_reads_that_nobody_can_be_opened() -> None:
    phone = Phone()
    phone.enter(*phone.file(**anonymous()))
    assert "匿名提出" in phone.see("/r/case/")


def test_what_the_table_opens_to_the_resident_is_offered_with_the_time_left() -> None:
    phone = Phone()
    number, code = phone.file()
    case = accepted(number)
    moment = at("2026-03-02 09:00")
    case = casework.take(
        case_id=case.pk,
        step="decide",
        actor=actor("chengban"),
        at=moment,
        given={**DECISION, "result": "refuse"},
    )
    casework.take(
        case_id=case.pk, step="serve", actor=actor("chengban"), at=moment,
        given={"served_on": moment.date(), "served_by": "hand", "receipt": "本人"},
    )  # fmt: skip
    phone.enter(number, code)
    page = phone.see("/r/case/")
    assert "请求复查" in page
    assert "还剩30天" in page
    assert phone.client.get("/r/case/do/ask_review/").status_code == 200
    assert phone.client.post("/r/case/do/ask_review/", {"grounds": ""}).status_code == 422
    assert (
        phone.client.post("/r/case/do/ask_review/", {"grounds": "没有说清楚钱从哪里出。"}).status_code == 302
    )
    assert Entry.objects.latest("pk").step == "ask_review"
    gone = phone.client.get("/r/case/do/ask_review/")
    assert gone.status_code == 409


def refused_and_served(phone: Phone) -> tuple[str, str]:
    """Decided against the wish and handed over on Monday, 2 March: the 30 days end on Wednesday, 1 April."""
    number, code = phone.file()
    case = accepted(number)
    moment = at("2026-03-02 09:00")
    served = {"served_on": moment.date(), "served_by": "hand", "receipt": "本人"}
    for step, given in (("decide", {**DECISION, "result": "refuse"}), ("serve", served)):
        casework.take(case_id=case.pk, step=step, actor=actor("chengban"), at=moment, given=given)
    return number, code


def test_on_day_thirty_one_the_page_says_so_and_whoever_asks_is_told_what_is_still_possible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phone = Phone()
    number, code = refused_and_served(phone)
    set_clock(monkeypatch, "2026-04-02 09:00")
    phone.enter(number, code)
    assert "期限是2026年4月1日（周三），已经过了" in phone.see("/r/case/")
    answer = phone.client.post("/r/case/do/ask_review/", {"grounds": "没有说清楚钱从哪里出。"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "2026-04-01届满" in told
    assert "有新的事实或者理由的，重新提出信访事项" in told
    assert Case.objects.get(number=number).state == "served"


def test_a_right_that_was_used_is_not_offered_again() -> None:
    phone = Phone()
    number, code = refused_and_served(phone)
    phone.enter(number, code)
    phone.client.post("/r/case/do/ask_review/", {"grounds": "没有说清楚钱从哪里出。"})
    case = Case.objects.get(number=number)
    moment = at("2026-03-02 09:00")
    reviewer = actor("fucha")
    casework.take(
        case_id=case.pk, step="decide_review", actor=reviewer, at=moment,
        given=lives.opinion("change", "yes", requested_on=moment.date()),
    )  # fmt: skip
    served = {"served_on": moment.date(), "served_by": "post", "receipt": "XA00000001"}
    casework.take(case_id=case.pk, step="serve_review", actor=reviewer, at=moment, given=served)
    carry = {"to_unit": unit("住建局").pk, "execute_by": date(2026, 5, 1), "reason": "请执行。"}
    casework.take(case_id=case.pk, step="execute_review", actor=reviewer, at=moment, given=carry)
    page = phone.see("/r/case/")
    assert "我不同意复查意见，请求复核" in page
    assert "我不同意，请求复查" not in page


@pytest.mark.parametrize(
    "path", ["/r/", "/r/offices/", "/r/figures/", "/r/refuses/", "/r/follow/", "/r/file/what/"]
)
def test_the_public_pages_speak_both_languages(path: str) -> None:
    chinese = Phone().client.get(path, headers={"Accept-Language": "zh-CN"}).content.decode()
    assert '<html lang="zh-Hans">' in chinese
    english = Phone().client.get(path, headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en">' in english


def test_the_first_page_is_under_a_hundred_kilobytes_with_everything_it_needs() -> None:
    page = Phone().client.get("/r/").content
    dist = Path(__file__).resolve().parents[3] / "bihuan/common/static/dist"
    if not (dist / "resident.css").is_file():
        pytest.skip("the front end is not built: make frontend")
    sizes = [
        len(gzip.compress(part))
        for part in (page, *((dist / name).read_bytes() for name in ("resident.css", "resident.js")))
    ]
    assert sum(sizes) < 20_000
    assert page.count(b"<script") == 1
    assert b"font-face" not in (dist / "resident.css").read_bytes()


def test_filing_over_a_slow_line_leaves_most_of_two_minutes_for_writing() -> None:
    """Every page and form of it, in bytes as they are sent: at 50 KB and two and a half answers a second."""
    phone, sent = Phone(), 0
    dist = Path(__file__).resolve().parents[3] / "bihuan/common/static/dist"
    once = [dist / name for name in ("resident.css", "resident.js") if (dist / name).is_file()]
    sent += sum(len(gzip.compress(path.read_bytes())) for path in once)
    answers = [phone.client.get("/r/"), phone.client.get("/r/file/what/")]
    for step in ("what", "where", "ask", "who"):
        answers.append(phone.client.post(f"/r/file/{step}/", {k: v for k, v in DING[step].items() if v}))
        answers.append(phone.client.get(answers[-1]["Location"]))
    answers += [phone.client.post("/r/file/files/", {"next": "1"}), phone.client.get("/r/file/check/")]
    answers += [phone.client.post("/r/file/send/"), phone.client.get("/r/receipt/")]
    assert answers[-1].status_code == 200
    sent += sum(len(gzip.compress(answer.content)) for answer in answers)
    asked = len(answers) + len(once)
    assert sent / 50_000 + asked / 2.5 < 15, f"{sent} bytes, {asked} answers"  # seconds of waiting
