"""Who came to a desk is told as they wished there, without a code and without the portal."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at
from bihuan.portal.models import Message, Wish
from bihuan.portal.telling import reading
from bihuan.portal.telling.printing import to_print

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    set_clock(monkeypatch, "2026-03-02 09:00")
    settings.SMS_URL = "http://127.0.0.1:9/"


def register(**changes: Any) -> Any:
    typed = {
        "track": "petition", "channel": "letter", "received_on": "2026-03-02", "subject": "楼道灯坏了",
        "body": "楼道灯坏了三个月，没有人修。", "wish": "auto", "name": "丁一帆", "read_back": "on",
        **changes,
    }  # fmt: skip
    return sign_in("dengji").post(reverse("appeals:register"), typed)


@pytest.mark.parametrize(
    ("left", "asked", "channel"),
    [
        ({"phone": "19900001234", "address": "文昌社区3栋201"}, "auto", "sms"),
        ({"address": "文昌社区3栋201"}, "auto", "paper"),
        ({"phone": "19900001234", "address": "文昌社区3栋201"}, "paper", "paper"),
    ],
)
def test_the_clerk_keeps_how_whoever_came_wishes_to_be_told(
    left: dict[str, str], asked: str, channel: str
) -> None:
    assert register(**left, wish=asked).status_code == 302
    assert Wish.objects.get(case=Case.objects.get()).channel == channel


@pytest.mark.parametrize("left", [{}, {"name": "", "phone": ""}])
def test_who_left_nothing_to_reach_them_by_comes_to_ask(left: dict[str, str]) -> None:
    assert register(**left).status_code == 302
    assert not Wish.objects.exists()


def test_a_way_without_its_contact_is_refused_at_its_field() -> None:
    answer = register(wish="sms")
    assert answer.status_code == 422
    assert "请先填写对应的电话" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_letter_on_paper_waits_to_be_printed_without_anybody_choosing_it_later() -> None:
    reading.read_journal(at=at("2026-03-02 08:00"))
    register(address="文昌社区3栋201")
    reading.read_journal(at=at("2026-03-02 09:01"))
    assert Message.objects.get().kind == "filed"
    assert to_print(actor("dengji")).count() == 1
