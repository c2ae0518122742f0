"""A resident whose matter is being handled already: told since when and by whom, and nothing of anybody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.appeals.tests.browsing import set_clock
from bihuan.appeals.tests.lives import MONDAY, registered
from bihuan.appeals.tests.test_likely import OTHERS
from bihuan.casework.models import Case, Link
from bihuan.organizations.models import Jurisdiction
from bihuan.portal import cookies
from bihuan.portal.filing import sending
from bihuan.portal.filing.sending import send
from bihuan.portal.models import AccessCode
from bihuan.portal.tests.residents import written

pytestmark = pytest.mark.usefixtures("district")
SAME = {
    "subject": "文昌社区3栋屋面漏雨三年",
    "body": "每逢下雨就漏，社区来看过两次，没有修。我家天花板都黑了，请尽快修好屋面。",
}


def earlier(**changes: bool) -> Case:
    place = Jurisdiction.objects.get(code="990103001003").pk
    for subject, body in OTHERS:
        registered(subject=subject, body=body, jurisdiction_id=place)
    given: dict[str, Any] = {**SAME, **changes}
    return registered(jurisdiction_id=place, **given)


def checking(monkeypatch: pytest.MonkeyPatch) -> tuple[Client, str]:
    set_clock(monkeypatch, "2026-03-02 10:00")
    client = Client()
    client.cookies[cookies.DRAFT] = written().key
    return client, client.get(reverse("portal:step", args=["check"])).content.decode()


def test_before_sending_the_unit_and_the_day_are_told_and_not_a_word_or_number_of_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = earlier()
    _client, text = checking(monkeypatch)
    assert case.holder_unit.name in text
    assert 'name="join"' in text
    for word in (case.number, "天花板", case.subject):
        assert word not in text


def test_nothing_is_told_of_a_matter_filed_in_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier(confidential=True)
    _client, text = checking(monkeypatch)
    assert 'name="join"' not in text


def test_whoever_asks_again_and_again_is_told_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier()
    client, text = checking(monkeypatch)
    for _again in range(6):
        text = client.get(reverse("portal:step", args=["check"])).content.decode()
    assert 'name="join"' not in text
    assert reverse("portal:send") in text


def test_joining_links_the_two_and_each_keeps_number_and_code() -> None:
    case = earlier()
    draft = send(key=written().key, at=MONDAY, join=True)
    link = Link.objects.get()
    assert (link.case_id, link.other_id, link.kind) == (draft.row.case_id, case.pk, "same_matter")
    assert draft.receipt["number"] != case.number
    assert AccessCode.objects.filter(case=draft.row.case).exists()
    assert not AccessCode.objects.filter(case=case).exists()


def test_who_does_not_wish_to_join_is_not_linked() -> None:
    earlier()
    send(key=written().key, at=MONDAY)
    assert not Link.objects.exists()


def test_sending_twice_joins_once() -> None:
    earlier()
    draft = written()
    for _again in range(2):
        send(key=draft.key, at=MONDAY, join=True)
    assert Link.objects.count() == 1


def test_without_a_place_nothing_is_looked_for() -> None:
    earlier()
    assert sending.handled(written(where={"place": ""}), MONDAY) is None
