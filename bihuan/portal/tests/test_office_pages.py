"""What the office does for residents: publishing, codes, letters, signatories, and how somebody is told."""

from __future__ import annotations

import pytest
from lxml import html

from bihuan.appeals.models import Signatory
from bihuan.appeals.services import groups
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.appeals.tests.lives import DECISION, registered
from bihuan.casework import services as casework
from bihuan.casework.tests.cast import actor, at
from bihuan.portal import services
from bihuan.portal.models import AccessCode, Question, Wish
from bihuan.portal.tests.browsing import Phone, text_of
from bihuan.portal.tests.residents import anonymous
from bihuan.portal.tests.test_pages import accepted

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, "2026-03-02 09:00")


def test_an_office_publishes_and_everybody_reads_it() -> None:
    clerk = sign_in("dengji")
    clerk.post("/portal/office/", {"telephone": "0531-8888", "reception": "周一至周五 9:00-17:00"})
    assert "0531-8888" in Phone().see("/r/offices/")
    assert "0531-8888" in Phone().see("/r/")


def test_a_clerk_gives_out_a_code_for_a_letter_and_it_opens_the_case() -> None:
    case = registered()
    page = sign_in("dengji").post(f"/portal/cases/{case.number}/code/").content.decode()
    tree = html.document_fromstring(page)
    code = tree.get_element_by_id("slip-code").text_content()
    assert Phone().enter(case.number, code)["Location"] == "/r/case/"
    assert AccessCode.objects.get().issued_by.startswith(actor("dengji").name)


def test_an_officer_asks_on_the_case_page_and_reads_the_answer_there() -> None:
    phone = Phone()
    number, code = phone.file()
    accepted(number)
    officer = sign_in("chengban")
    officer.post(f"/portal/cases/{number}/ask/", {"text": "几户漏？"})
    phone.enter(number, code)
    phone.client.post(f"/r/case/answer/{Question.objects.get().pk}/", {"answer": "两户都漏"})
    page = officer.get(f"/cases/{number}/").content.decode()
    assert "两户都漏" in page
    assert "信访人回答了提问" in page


def test_a_unit_that_does_not_see_the_case_reaches_none_of_it() -> None:
    case = registered()
    stranger = sign_in("chengban")
    for action in ("code", "ask"):
        assert stranger.post(f"/portal/cases/{case.number}/{action}/", {"text": "？"}).status_code == 404


def test_letters_wait_to_be_printed_and_go_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from bihuan.portal.models import Message
    from bihuan.portal.telling import reading

    reading.read_journal(at=at("2026-03-01 09:00"))
    phone = Phone()
    phone.file(who={"wish": "paper"})
    reading.read_journal(at=at("2026-03-02 09:00"))
    clerk = sign_in("dengji")
    message = Message.objects.get()
    assert message.case.number in clerk.get("/portal/letters/").content.decode()
    clerk.post("/portal/letters/", {"message": str(message.pk)})
    assert Message.objects.get().done_at is not None
    assert (
        message.case.number
        not in text_of(clerk.get("/portal/letters/").content.decode()).split("已登记寄出")[-1]
    )


def test_figures_hide_what_concerns_fewer_than_five(monkeypatch: pytest.MonkeyPatch) -> None:
    from bihuan.insight import counting

    for _ in range(6):
        registered()
    registered(channel="call")
    counting.count_new(at=at("2026-03-02 09:00"))
    page = Phone().see("/r/figures/")
    assert "登记7办结0" in page
    assert "少于5，不显示" in page
    assert Phone().client.get("/r/figures/1999/").status_code == 404


def test_the_root_is_the_residents_page_until_somebody_signs_in() -> None:
    assert "我要反映问题" in Phone().see("/")
    assert "我要反映问题" not in sign_in("chengban").get("/").content.decode()


def test_a_signatory_sees_and_does_by_their_own_seat() -> None:
    phone = Phone()
    number, code = phone.file()
    case = accepted(number)
    clerk, moment = actor("dengji"), at("2026-03-02 09:00")
    groups.join(case_id=case.pk, person={"name": "李梅", "phone": "19900005678"}, actor=clerk, at=moment)
    second = services.issue_code(case=case, actor=clerk, at=moment, seat=1)
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
    services.ask(case_id=case.pk, text="只问第一位", actor=actor("chengban"), at=moment)
    groups.serve(case_id=case.pk, seat=1, served_on=moment.date(), actor=actor("chengban"), at=moment)
    other = Phone()
    other.enter(number, second.code)
    page = other.see("/r/case/")
    assert "只问第一位" not in page
    assert "我不同意，请求复查" in page
    assert "还剩30天" in page
    assert "没有人打开过" in page
    phone.enter(number, code)
    assert "只问第一位" in phone.see("/r/case/")
    assert other.client.post("/r/case/do/ask_review/", {"grounds": "我也不同意。"}).status_code == 302
    assert Signatory.objects.get().asked_review_on == moment.date()
    other.client.post("/r/case/exit/")
    assert "我不同意" not in other.see("/r/case/")


def test_how_to_be_told_can_be_changed_to_what_a_contact_was_left_for() -> None:
    phone = Phone()
    phone.enter(*phone.file())
    assert phone.client.post("/r/case/wish/", {"wish": "paper"}).status_code == 302
    assert Wish.objects.get().channel == "paper"
    unknown = Phone()
    unknown.enter(*unknown.file(**anonymous()))
    assert unknown.client.post("/r/case/wish/", {"wish": "sms"}).status_code == 422
