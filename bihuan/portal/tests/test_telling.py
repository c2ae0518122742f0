from __future__ import annotations

import json
import logging
import smtplib
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.appeals.models import Appeal
from bihuan.appeals.services import groups
from bihuan.appeals.tests.lives import MONDAY
from bihuan.casework import services as casework
from bihuan.casework.models import Case, OutboxMessage
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.organizations.actor import RESIDENT
from bihuan.portal import services
from bihuan.portal.models import Message
from bihuan.portal.telling import gateways, reading, sending
from bihuan.portal.telling.gateways import HttpGateway, NotSent, SmtpGateway
from bihuan.portal.telling.printing import mark_printed, to_print
from bihuan.portal.telling.wording import Words
from bihuan.portal.tests.residents import anonymous, filed
from bihuan.vault.models import Opening

pytestmark = pytest.mark.usefixtures("district")
WORDS = Words("标题", '有"引号"和{花括号}')


@pytest.fixture(autouse=True)
def reading_begins(district: None) -> None:
    """The journal is read from the start of the test."""
    reading.read_journal(at=MONDAY - timedelta(days=1))


def accepted(case: Case) -> Case:
    case = casework.take(
        case_id=case.pk,
        step="forward",
        actor=actor("fenliu"),
        at=MONDAY,
        given={"to_unit": unit("住建局").pk},
    )
    return casework.take(
        case_id=case.pk, step="accept", actor=actor("chengban"), at=MONDAY,
        given={"received_on": MONDAY.date(), "notified_on": MONDAY.date()},
    )  # fmt: skip


def outgoing(settings: Settings) -> list[str]:
    return [path.read_text() for path in sorted((Path(settings.DATA_DIR) / "outgoing").glob("*.txt"))]


def test_a_resident_is_told_of_filing_and_of_each_document_meant_for_them() -> None:
    case, _code, _digits = filed()
    accepted(case)
    assert reading.read_journal(at=MONDAY) == 2
    assert list(Message.objects.order_by("pk").values_list("kind", "channel")) == [
        ("filed", "sms"),
        ("document", "sms"),
    ]


def test_reading_the_journal_again_tells_nothing_twice() -> None:
    case, _code, _digits = filed()
    accepted(case)
    for minute in (0, 1, 12, 30):
        reading.read_journal(at=MONDAY + timedelta(minutes=minute))
    assert Message.objects.count() == 2


def test_an_entry_committed_late_is_still_told() -> None:
    """Its key is lower than one that was read before."""
    case, _code, _digits = filed()
    reading.read_journal(at=MONDAY)
    Message.objects.all().delete()
    assert reading.read_journal(at=MONDAY + timedelta(minutes=1)) == 1
    del case


def test_whoever_looks_themselves_is_told_nothing() -> None:
    filed(**anonymous())
    assert reading.read_journal(at=MONDAY) == 0


def test_a_message_says_where_to_look_and_not_what_it_is_about(settings: Settings) -> None:
    settings.PORTAL_URL = "https://xinfang.example.gov.cn"
    case, _code, _digits = filed()
    reading.read_journal(at=MONDAY)
    assert sending.send_pending(at=MONDAY) == 1
    (text,) = outgoing(settings)
    assert case.number in text
    assert "https://xinfang.example.gov.cn/r/follow/" in text
    assert "漏" not in text
    assert "丁一帆" not in text


def test_the_opening_for_sending_is_on_record_with_its_purpose() -> None:
    case, _code, _digits = filed()
    reading.read_journal(at=MONDAY)
    sending.send_pending(at=MONDAY)
    opening = Opening.objects.get()
    assert (opening.person_id, opening.purpose, opening.fields, opening.case_number) == (
        Appeal.objects.get(case=case).person_id, "notice", ["phone"], case.number,
    )  # fmt: skip


class Broken:
    def __init__(self, *, final: bool = False) -> None:
        self.final, self.keys = final, []  # type: ignore[var-annotated]

    def send(self, *, to: str, words: Words, key: str) -> None:
        self.keys.append(key)
        raise NotSent("HTTP 500", final=self.final)


def test_a_failed_message_is_tried_again_later_and_at_last_goes_on_paper_and_staff_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, _code, _digits = filed()
    reading.read_journal(at=MONDAY)
    broken = Broken()
    monkeypatch.setattr(sending, "gateway_for", lambda _channel: broken)
    assert sending.send_pending(at=MONDAY) == 0
    assert sending.send_pending(at=MONDAY + timedelta(minutes=1)) == 0
    assert len(broken.keys) == 1
    for day in range(1, 12):
        sending.send_pending(at=MONDAY + timedelta(days=day))
    assert len(broken.keys) == 6
    assert len(set(broken.keys)) == 1
    message = Message.objects.get()
    assert (message.channel, message.fault, message.next_at) == ("paper", "HTTP 500", None)
    assert OutboxMessage.objects.get(kind="message_failed").unit_id == case.registry_unit_id
    assert list(to_print(actor("dengji"))) == [message]


def test_what_cannot_succeed_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    filed()
    reading.read_journal(at=MONDAY)
    monkeypatch.setattr(sending, "gateway_for", lambda _channel: Broken(final=True))
    sending.send_pending(at=MONDAY)
    assert Message.objects.get().channel == "paper"


def test_a_worker_killed_after_handing_over_sends_the_same_key_again(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    filed()
    reading.read_journal(at=MONDAY)

    class Killed(BaseException):
        pass

    whole = sending._hand_over

    def hand_over(*args: Any) -> None:
        whole(*args)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(sending, "_hand_over", hand_over)
        with pytest.raises(Killed):
            sending.send_pending(at=MONDAY)
    assert sending.send_pending(at=MONDAY + timedelta(minutes=9)) == 0
    assert sending.send_pending(at=MONDAY + timedelta(minutes=10)) == 1
    assert len(outgoing(settings)) == 1


def test_paper_waits_for_the_clerk_of_the_unit_that_registered_and_is_printed_once() -> None:
    filed(who={"wish": "paper"})
    reading.read_journal(at=MONDAY)
    assert sending.send_pending(at=MONDAY) == 0
    (message,) = to_print(actor("dengji"))
    assert not to_print(actor("chengban")).exists()
    assert mark_printed(keys=[message.pk], actor=actor("chengban"), at=MONDAY) == 0
    assert mark_printed(keys=[message.pk], actor=actor("dengji"), at=MONDAY) == 1
    assert mark_printed(keys=[message.pk], actor=actor("dengji"), at=MONDAY) == 0


def test_a_question_is_told_and_its_answer_reaches_the_unit() -> None:
    case, code, _digits = filed()
    case = accepted(case)
    asked = services.ask(
        case_id=case.pk, text="漏的是哪几户？", actor=actor("chengban"), at=at("2026-03-03 09:00")
    )
    reading.read_journal(at=MONDAY)
    assert Message.objects.filter(kind="question").count() == 1
    services.answer(code=code, question_id=asked.pk, text="201和301。", at=at("2026-03-04 09:00"))
    assert OutboxMessage.objects.get(kind="resident_answered").unit_id == unit("住建局").pk


def test_no_address_number_or_name_reaches_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.invalid"
    filed(who={"wish": "email"})
    reading.read_journal(at=MONDAY)

    def refused(*_args: Any, **_kwargs: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({"ding@example.org": (550, b"no ding@example.org here")})

    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.send_messages", refused)
    with caplog.at_level(logging.DEBUG):
        sending.send_pending(at=MONDAY)
    assert not any("ding@" in str(record.__dict__) for record in caplog.records)
    message = Message.objects.get()
    assert (message.channel, message.fault) == ("paper", "SMTPRecipientsRefused 550")


def test_production_offers_only_what_is_set_up(settings: Settings) -> None:
    settings.DEMO = False
    assert gateways.offered() == ("paper", "none")
    settings.EMAIL_HOST, settings.SMS_URL = "mail.example.org", "https://sms.example.org"
    assert gateways.offered() == ("sms", "email", "paper", "none")


@pytest.fixture
def gateway() -> Iterator[tuple[str, list[Any], list[tuple[int, str]]]]:
    """A gateway that says what it is told to say, and what it was sent."""
    got: list[Any] = []
    says: list[tuple[int, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers.get("Authorization"), json.loads(body)))
            status, text = says.pop(0) if says else (200, "ok")
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/send", got, says
    server.shutdown()
    server.server_close()


def test_the_sms_gateway_gets_its_own_shape_of_json_and_one_key_for_each_message(
    gateway: tuple[str, list[Any], list[tuple[int, str]]], settings: Settings
) -> None:
    settings.SMS_URL, got, _says = gateway
    settings.SMS_HEADERS = '{"Authorization": "Bearer x"}'
    settings.SMS_BODY = '{"mobile": "{to}", "params": ["{text}"], "seq": "{key}", "fixed": "{}"}'
    for _ in range(2):
        HttpGateway().send(to="19900001234", words=WORDS, key="entry/1/0")
    (said, first), (_said, second) = got
    assert said == "Bearer x"
    assert (first["mobile"], first["params"], first["fixed"]) == ("19900001234", [WORDS.text], "{}")
    assert first["seq"] == second["seq"]


@pytest.mark.parametrize(
    ("answer", "final"),
    [((500, ""), False), ((429, ""), False), ((400, ""), True), ((200, '{"code": 7}'), False)],
)
def test_what_the_sms_gateway_refuses_is_not_taken_for_sent(
    gateway: tuple[str, list[Any], list[tuple[int, str]]],
    settings: Settings,
    answer: tuple[int, str],
    final: bool,
) -> None:
    settings.SMS_URL, _got, says = gateway
    settings.SMS_ACCEPTED = '"code": 0'
    says.append(answer)
    with pytest.raises(NotSent) as refused:
        HttpGateway().send(to="19900001234", words=WORDS, key="entry/1/0")
    assert refused.value.final is final
    assert "1990" not in refused.value.reason


def test_a_mail_goes_over_real_smtp_with_an_id_that_stays_the_same(settings: Settings) -> None:
    got: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 test\r\n")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    mail = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        mail += part
                    got.append(mail)
                    self.wfile.write(b"250 ok\r\n")
                elif word == b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host, port = server.server_address[:2]
        settings.EMAIL_HOST, settings.EMAIL_PORT = str(host), port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "xinfang@example.gov.cn"
        for _ in range(2):
            SmtpGateway().send(to="ding@example.org", words=WORDS, key="entry/1/0")
        server.shutdown()
    first, second = (mail.split(b"Message-ID: ")[1].split(b"\r\n")[0] for mail in got)
    assert first == second


def test_each_signatory_is_told_by_their_own_seat_until_they_step_out() -> None:
    case, _code, _digits = filed()
    clerk = actor("dengji")
    groups.join(case_id=case.pk, person={"name": "李梅", "phone": "19900005678"}, actor=clerk, at=MONDAY)
    services.set_wish(case=case, seat=1, channel="sms", at=MONDAY)
    accepted(case)
    reading.read_journal(at=MONDAY)
    assert sorted(Message.objects.filter(kind="document").values_list("seat", flat=True)) == [0, 1]
    groups.leave(case_id=case.pk, seat=1, actor=RESIDENT, at=MONDAY)
    Message.objects.all().delete()
    reading.read_journal(at=MONDAY)
    assert set(Message.objects.values_list("seat", flat=True)) == {0}
