"""The pages of supervision, by HTTP."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, unit
from bihuan.organizations.models import Account
from bihuan.supervision import services
from bihuan.supervision.models import Heard, Hearing, Meeting
from bihuan.supervision.tests.making import measure, order
from bihuan.supervision.tests.test_processes import charge

PAGES = (
    "home", "owed", "charges", "hearings", "responsibility", "campaigns", "new_letter", "new_sector", "new_hearing",
    "new_campaign", "new_meeting",
)  # fmt: skip


def signed_in(username: str = "ducha", lang: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    client.cookies["django_language"] = lang
    return client


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(lang: str) -> None:
    order(origin=measure())
    charge()
    client = signed_in(lang=lang)
    for name in PAGES:
        answer = client.get(reverse(f"supervision:{name}"))
        assert answer.status_code == 200, name
    mine = signed_in("lingdao", lang).get(reverse("supervision:mine")).content.decode()
    assert "LBA-2026-000001" in mine


def test_an_order_is_sent_from_a_cases_page_and_found_on_it_again() -> None:
    origin = measure()
    client = signed_in()
    page = client.get(reverse("casework:case", args=[origin.number])).content.decode()
    start = f"{reverse('supervision:start', args=['order'])}?case={origin.number}"
    assert start in page
    assert "住建局" in client.get(start).content.decode()
    given = {
        "case": origin.number, "subject": "改造进度", "to_unit": "住建局", "requirement": "请说明", "reply_by": "2099-01-05",
    }  # fmt: skip
    answer = client.post(reverse("supervision:start", args=["order"]), given)
    made = Case.objects.get(process="supervision.order")
    assert answer.headers["Location"] == reverse("casework:case", args=[made.number])
    assert made.number in client.get(reverse("casework:case", args=[origin.number])).content.decode()
    assert made.number in signed_in("chengban").get(reverse("supervision:owed")).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("subject", "", "请填写事由"),
        ("to_unit", "没有这个局", "没有叫"),
        ("reply_by", "2026-02-30", "日历上没有这一天"),
    ],
)
def test_a_wrong_field_is_said_at_its_place_and_nothing_is_lost(field: str, value: str, said: str) -> None:
    given = {
        "subject": "改造进度",
        "to_unit": "住建局",
        "requirement": "请说明进度",
        "reply_by": "2099-01-05",
        field: value,
    }
    answer = signed_in().post(reverse("supervision:start", args=["order"]), given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "请说明进度" in page
    assert not Case.objects.filter(process="supervision.order").exists()


def test_a_leader_is_chosen_among_those_in_office() -> None:
    client = signed_in("fenliu")
    address = reverse("supervision:start", args=["charge"])
    given = {"subject": "拆迁安置", "matter": "安置", "due_by": "2099-06-30"}
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "请选择领导" in answer.content.decode()
    leader = Account.objects.get(username="lingdao")
    assert client.post(address, {**given, "leader_account": leader.pk}).status_code == 302
    assert Case.objects.get(process="supervision.charge").duty.leader_id == leader.pk


def test_what_may_not_be_opened_is_not_there() -> None:
    assert signed_in("chengban").get(reverse("supervision:start", args=["order"])).status_code == 404
    assert signed_in().get(reverse("supervision:start", args=["nothing"])).status_code == 404
    assert signed_in("chengban").get(reverse("supervision:new_letter")).status_code == 403


def test_a_day_is_planned_published_held_and_its_promise_kept_track_of() -> None:
    client = signed_in("fenliu")
    today = timezone.localdate().isoformat()
    leader = Account.objects.get(username="lingdao")
    answer = client.post(
        reverse("supervision:new_hearing"),
        {"kind": "reception", "leader": leader.pk, "on": today, "place": "信访局一楼"},
    )
    assert answer.status_code == 302
    row = Hearing.objects.get()
    public = Client().get(reverse("supervision:public_roster")).content.decode()
    assert "信访局一楼" not in public
    client.post(reverse("supervision:publish"), {"hearing": [row.pk]})
    public = Client().get(reverse("supervision:public_roster")).content.decode()
    assert "信访局一楼" in public
    address = reverse("supervision:hearing", args=[row.pk])
    without = client.post(address, {"matter": "停水", "promised": "恢复"})
    assert without.status_code == 422
    assert "承诺要有日期" in without.content.decode()
    assert (
        client.post(address, {"matter": "停水", "promised": "恢复供水", "due_by": "2099-03-05"}).status_code
        == 302
    )
    assert Heard.objects.get().promise is not None
    assert "恢复供水" in signed_in("lingdao").get(reverse("supervision:mine")).content.decode()


def test_a_meeting_is_called_and_its_point_decided_on_pages() -> None:
    client = signed_in()
    given = {
        "title": "联席会议",
        "on": "2026-03-02",
        "place": "三楼",
        "convenor": "副区长",
        "agenda": "停水\n物业",
    }
    assert client.post(reverse("supervision:new_meeting"), given).status_code == 302
    meeting = Meeting.objects.get()
    item = meeting.agenda.first()
    assert item is not None
    address = reverse("supervision:decide", args=[item.pk])
    assert client.post(address, {"decided": "换管", "to_unit": "水务局"}).status_code == 422
    given = {"decided": "换管", "to_unit": "水务局", "due_by": "2099-03-31"}
    assert client.post(address, given).status_code == 302
    page = client.get(reverse("supervision:meeting", args=[meeting.pk])).content.decode()
    assert Case.objects.get(process="supervision.decision").number in page


def test_a_campaign_is_filled_on_its_page() -> None:
    case = measure()
    campaign = services.start_campaign(
        title="积案", goal="清零", starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 30), actor=actor("ducha")
    )
    client, address = signed_in(), reverse("supervision:campaign", args=[campaign.pk])
    assert client.post(address, {"numbers": "XF-2026-999999"}).status_code == 422
    assert client.post(address, {"numbers": case.number}).status_code == 302
    assert case.number in client.get(address).content.decode()
    assert unit("住建局").name in client.get(address).content.decode()
