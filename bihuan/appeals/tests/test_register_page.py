"""The intake page: which track a matter takes, and what its channel brings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from bihuan.appeals.tests.browsing import sign_in
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import load_district, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def send(who: str = "dengji", **changes: Any) -> Any:
    typed = {
        "track": "petition", "channel": "visit", "received_on": "2026-03-02", "subject": "十二户反映停水",
        "body": "十二户居民反映停水三天，请求尽快恢复。", "read_back": "on", **changes,
    }  # fmt: skip
    return sign_in(who).post(reverse("appeals:register"), typed)


def test_the_page_asks_for_what_each_channel_brings() -> None:
    text = sign_in("dengji").get(reverse("appeals:register")).content.decode()
    for name in (
        "postmark",
        "reception",
        "met_by",
        "representatives",
        "call",
        "read_back",
        "sender",
        "feedback_by",
    ):
        assert f'name="{name}"' in text


def test_a_visit_keeps_its_number_its_representatives_and_who_received_them_and_the_case_shows_them() -> None:
    response = send(
        people="12",
        representatives="5",
        reception="接访-2026-031",
        met_by="周晓禾",
        read_back="on",
        joint="on",
        joint_with="水务局、住建局",
    )
    assert response.status_code == 302
    case = Case.objects.get()
    assert case.facts["reception"] == "接访-2026-031"
    assert case.facts["read_back"] is True
    text = sign_in("dengji").get(response["Location"]).content.decode()
    assert "接访-2026-031" in text
    assert 'id="channel"' in text


def test_six_representatives_are_refused_at_their_field_with_everything_typed_still_there() -> None:
    response = send(people="12", representatives="6", reception="接访-2026-031")
    text = response.content.decode()
    assert response.status_code == 422
    assert "代表不得超过5人" in text
    assert "接访-2026-031" in text
    assert not Case.objects.exists()


def test_a_letter_shows_nothing_of_other_channels() -> None:
    response = send(channel="letter")
    assert 'id="channel"' not in sign_in("dengji").get(response["Location"]).content.decode()


@pytest.mark.parametrize(("track", "prefix"), [("suggestion", "JY"), ("report", "JB"), ("hotline", "RX")])
def test_a_matter_takes_the_track_that_was_chosen(track: str, prefix: str) -> None:
    assert send(track=track).status_code == 302
    assert Case.objects.get().number.startswith(prefix)


def test_a_report_is_barred_from_whom_it_accuses_from_the_first_moment() -> None:
    send(track="report", accused_unit="住建局")
    case = Case.objects.get()
    assert case.facts["accused_unit"] == unit("住建局").pk
    text = sign_in("dengji").get(f"/cases/{case.number}/").content.decode()
    assert unit("住建局").name in text  # by its name, for who works on the report; the journal keeps it back


def test_a_unit_that_nobody_knows_is_refused_at_its_field() -> None:
    response = send(track="report", accused_unit="没有这个局")
    assert response.status_code == 422
    assert "没有叫" in response.content.decode()


def opened() -> str:
    """When the form was opened, as the page keeps it."""
    page = html.document_fromstring(sign_in("dengji").get(reverse("appeals:register")).content.decode())
    return str(page.xpath("string(//input[@name='opened']/@value)"))


def test_two_clerks_registering_the_same_letter_the_second_is_told_before_it_is_registered_twice() -> None:
    since = opened()
    assert send("fenliu", channel="letter").status_code == 302
    first = Case.objects.get()
    words = "十二户居民来信，反映停水已经三天，要求尽快恢复供水。"
    second = send(channel="letter", body=words, opened=since)
    assert second.status_code == 409
    text = second.content.decode()
    assert first.number in text
    assert "不要再登记" in text
    assert words in text, "what was typed is still there"
    assert Case.objects.count() == 1
    # Another letter about the same: sent once more it is registered, and linked when that was ticked.
    again = send(channel="letter", body=words, opened=since, told=first.number, same_matter=first.number)
    assert again.status_code == 302
    assert Case.objects.count() == 2
    assert first.linked_from.count() == 1


def test_another_letter_that_came_meanwhile_stops_nobody() -> None:
    since = opened()
    send("fenliu", channel="letter", subject="工地夜间施工", body="南城工地夜里两点还在打桩，孩子睡不着。")
    assert send(channel="letter", opened=since).status_code == 302


def test_a_form_sent_twice_by_one_clerk_is_not_held_against_itself() -> None:
    since, key = opened(), str(uuid4())
    send(opened=since, submission=key)
    assert send(opened=since, submission=key).status_code == 302
    assert Case.objects.count() == 1


def test_what_was_said_by_mouth_is_read_back_before_it_is_registered() -> None:
    for channel in ("visit", "call"):
        response = send(channel=channel, read_back="")
        assert response.status_code == 422
        assert "本人确认再登记" in response.content.decode()
    assert send(channel="letter", read_back="").status_code == 302


def test_a_joint_reception_names_who_took_part() -> None:
    response = send(joint="on", read_back="on")
    assert response.status_code == 422
    assert "哪些单位一起接待" in response.content.decode()


def test_what_belongs_to_another_channel_is_not_kept() -> None:
    send(channel="letter", reception="接访-1", postmark="2026-03-01")
    assert "reception" not in Case.objects.get().facts


def test_scans_sent_along_are_attached_and_one_that_cannot_be_is_named(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    page = SimpleUploadedFile("信纸.txt", "请修屋面。".encode())
    program = SimpleUploadedFile("x.exe", b"MZ" + bytes(200))
    client = sign_in("dengji")
    typed = {
        "track": "petition", "channel": "letter", "received_on": "2026-03-02", "subject": "屋面漏雨", "body": "请修屋面。",
        "scans": [page, program],
    }  # fmt: skip
    text = client.post(reverse("appeals:register"), typed, follow=True).content.decode()
    assert [one.name for one in Case.objects.get().attachments.all()] == ["信纸.txt"]
    assert "没有保存“x.exe”" in text
