"""The pages of the slice, as an inspector, an enterprise and others open them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.casework.errors import Refused
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Account, Appointment
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.inspections import checklists
from bihuan.safety.inspections import services as inspections
from bihuan.safety.inspections.models import Checklist, Draw, Inspection
from bihuan.safety.risk import services as risk
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import at, load_district
from bihuan.safety.tests.lives import inspected, self_found, take
from bihuan.safety.tests.test_inspection import ITEMS

pytestmark = pytest.mark.django_db


def browser(actor: Actor) -> Client:
    client = Client()
    assert actor.account_id is not None
    Account.objects.filter(pk=actor.account_id).update(must_change_password=False)
    client.force_login(Account.objects.get(pk=actor.account_id or 0))
    return client


@pytest.fixture
def firm() -> Enterprise:
    load_district()
    cast.pack()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))
    return cast.enterprise()


@pytest.fixture
def inspector(firm: Enterprise) -> Client:
    assert firm
    return browser(cast.actor("anjian"))


OFFICE_PAGES = (
    "/safety/", "/safety/ledger/", "/safety/hazards/new/", "/safety/suspicions/", "/safety/packs/", "/safety/statistics/",
    "/safety/enterprises/", "/safety/inspections/", "/safety/inspections/new/", "/safety/draws/", "/safety/draws/new/",
    "/safety/checklists/", "/safety/risks/", "/safety/ledger/export/",
)  # fmt: skip


@pytest.mark.parametrize("address", OFFICE_PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_inspector_opens_every_page_empty_and_filled(
    firm: Enterprise, inspector: Client, address: str, language: str
) -> None:
    inspector.cookies["django_language"] = language
    assert inspector.get(address).status_code == 200
    judge, _head = cast.officers()
    inspected(firm, judge)
    assert inspector.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/safety/suspicions/",
        "/safety/inspections/",
        "/safety/draws/",
        "/safety/statistics/",
        "/safety/checklists/",
        "/organization/",
    ],
)
def test_what_is_an_offices_is_closed_to_an_enterprise(firm: Enterprise, address: str) -> None:
    officer, _principal = cast.staff(firm)
    assert browser(officer).get(address).status_code in (403, 404)


def test_an_enterprise_opens_its_own_file_and_hazards_and_not_those_of_another_by_their_address(
    firm: Enterprise,
) -> None:
    officer, _principal = cast.staff(firm)
    other = cast.enterprise(2, "白鹭木业有限公司")
    stranger, _boss = cast.staff(other, "b")
    case = self_found(firm, officer)
    own, foreign = browser(officer), browser(stranger)
    assert case.subject in own.get("/safety/").content.decode()
    assert own.get(f"/safety/enterprises/{firm.credit_code}/").status_code == 200
    assert own.get(f"/cases/{case.number}/").status_code == 200
    assert foreign.get(f"/safety/enterprises/{firm.credit_code}/").status_code == 404
    assert foreign.get(f"/cases/{case.number}/").status_code == 404
    assert case.subject not in foreign.get("/safety/ledger/").content.decode()


def test_an_enterprise_registers_what_it_found_and_a_double_click_registers_once(firm: Enterprise) -> None:
    officer, _principal = cast.staff(firm)
    client = browser(officer)
    form = client.get("/safety/hazards/new/")
    key = form.context["submission"]
    sent: dict[str, Any] = {
        "submission": str(key), "enterprise": firm.name, "found_by": "self", "found_on": str(timezone.localdate()),
        "subject": "二车间灭火器过期", "body": "", "spot": "二车间", "clause": "", "risk_point": "",
    }  # fmt: skip
    assert client.post("/safety/hazards/new/", sent).status_code == 302
    assert client.post("/safety/hazards/new/", sent).status_code == 302
    assert Hazard.objects.get().enterprise == firm
    wrong = client.post("/safety/hazards/new/", {**sent, "enterprise": "别家企业", "submission": ""})
    assert wrong.status_code == 422
    assert "名册里没有这家企业" in wrong.content.decode()


def test_an_offices_notes_are_not_read_by_the_enterprise(firm: Enterprise) -> None:
    from bihuan.casework import services as casework

    officer, _principal = cast.staff(firm)
    judge, _head = cast.officers()
    case = take(inspected(firm, judge), "judge", judge, "2026-03-02 11:00", grade="general", reason="小。")
    case = take(
        case,
        "order",
        judge,
        "2026-03-02 15:00",
        to_unit=firm.unit_id,
        responsible="安小满",
        requirements="装设。",
        rectify_by=date(2026, 3, 16),
    )
    casework.comment(case_id=case.pk, text="企业态度不好，下月再查。", actor=judge, at=at("2026-03-02 16:00"))
    assert "下月再查" not in browser(officer).get(f"/cases/{case.number}/").content.decode()
    assert "下月再查" in browser(judge).get(f"/cases/{case.number}/").content.decode()


def certified() -> Checklist:
    for who, number in ((cast.actor("anjian"), "990103-01"), (cast.colleague(), "990103-02")):
        inspections.certify(
            account=Account.objects.get(pk=who.account_id or 0), number=number, issued_on=date(2020, 1, 1),
            expires_on=date(2099, 12, 31), actor=SYSTEM,
        )  # fmt: skip
    return checklists.publish(
        code="危化品", title="危化品", sector="", items=ITEMS, at=at("2026-03-01 09:00")
    )[0]


def test_a_draw_is_made_on_the_page_shown_drawn_again_and_taken_away_as_a_file(
    firm: Enterprise, inspector: Client
) -> None:
    sheet = certified()
    told = {
        "seed": "第25期", "count": "1", "sector": "", "recused": "", "inspect_by": "2099-01-01", "checklist": str(sheet.pk),
    }  # fmt: skip
    assert inspector.post("/safety/draws/new/", {**told, "recused": "只有一个词"}).status_code == 422
    assert inspector.post("/safety/draws/new/", told).status_code == 302
    row = Draw.objects.get()
    page = inspector.get(f"/safety/draws/{row.number}/").content.decode()
    assert firm.name in page
    assert "完全一致" in page
    assert inspector.get(f"/safety/draws/{row.number}/file/").json()["pool_sha256"] == row.pool_sha256


def test_a_sheet_with_a_fault_keeps_what_was_typed_and_a_right_one_opens_the_hazard(
    firm: Enterprise, inspector: Client
) -> None:
    sheet = certified()
    mine, other = cast.actor("anjian"), cast.colleague()
    now = timezone.now()
    case = inspections.plan(
        enterprise=firm, kind="routine", inspect_by=date(2099, 1, 1), checklist=sheet, actor=mine, at=now
    )
    take(case, "assign", mine, now, lead=mine.account_id, second=other.account_id)
    address = f"/safety/inspections/{case.number}/check/"
    first, second, third = sheet.items.all()
    told = {
        f"answer-{first.pk}": "passed", f"answer-{second.pk}": "failed", f"answer-{third.pk}": "na",
        "place": "石湾镇", "content": "消防",
        "signature": "signed", "signed_by": "钱大有", "handling": "",
    }  # fmt: skip
    assert inspector.get(address).status_code == 200
    refused = inspector.post(address, told)
    assert refused.status_code == 422
    assert "写明发现了什么" in refused.content.decode()
    assert 'value="钱大有"' in refused.content.decode()
    done = inspector.post(address, {**told, f"note-{second.pk}": "三具灭火器过期"})
    assert done.status_code == 302, done.content.decode()[:2000]
    assert Hazard.objects.get().case.subject == "三具灭火器过期"
    assert inspector.get(f"/cases/{case.number}/").status_code == 200
    assert Inspection.objects.get().signed_by == "钱大有"


def test_a_risk_point_is_assessed_on_its_page_and_printed_as_a_card(
    firm: Enterprise, inspector: Client
) -> None:
    made = risk.add_point(
        enterprise=firm,
        actor=cast.actor("anjian"),
        at=timezone.now(),
        point=risk.Point(name="储罐区", factors="泄漏", control_level="company"),
    )
    sent = {"stage": "residual", "likelihood": "3", "exposure": "6", "consequence": "15"}
    assert inspector.post(f"/safety/risks/{made.pk}/", sent).status_code == 302
    made.refresh_from_db()
    assert made.colour == "orange"  # 270
    for address in (
        f"/safety/risks/{made.pk}/",
        f"/safety/risks/{made.pk}/card/",
        f"/safety/enterprises/{firm.credit_code}/risks/new/?q=罐",
    ):
        assert inspector.get(address).status_code == 200
    assert inspector.post(f"/safety/risks/{made.pk}/", {"stage": "residual"}).status_code == 422
    assert Refused is not None
