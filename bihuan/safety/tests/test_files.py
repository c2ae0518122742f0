"""The file of an enterprise: its lists, the record of changes, reminders of what ends, the pages that write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.casework.delivery import deliver_pending
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.models import Notice, OutboxMessage
from bihuan.organizations.models import Account, Appointment
from bihuan.safety.enterprises import keeping
from bihuan.safety.enterprises import services as enterprises
from bihuan.safety.enterprises.models import Certificate, Contact, Enterprise, FileChange
from bihuan.safety.enterprises.parts import KINDS
from bihuan.safety.enterprises.reminding import remind
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, code, load_district
from bihuan.safety.tests.lives import self_found
from bihuan.safety.tests.test_pages import browser

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02 09:00")


@pytest.fixture
def firm() -> Enterprise:
    load_district()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))
    return cast.enterprise()


def licence(firm: Enterprise, ends: date) -> Certificate:
    row = keeping.save_part(
        enterprise=firm, kind=KINDS["certificate"], actor=actor("anjian"), at=NOW,
        given={"kind": "special", "number": "T-1", "holder": "孙电工", "expires_on": ends.isoformat()},
    )  # fmt: skip
    assert isinstance(row, Certificate)
    return row


def test_a_line_of_the_file_says_field_by_field_what_is_wrong(firm: Enterprise) -> None:
    kind, given = (
        KINDS["certificate"],
        {"kind": "none", "number": "", "issued_on": "2026-05-01", "expires_on": "2026-04-01"},
    )
    with pytest.raises(Incomplete) as refused:
        keeping.save_part(enterprise=firm, kind=kind, given=given, actor=actor("anjian"), at=NOW)
    assert set(refused.value.fields) == {"kind", "number", "expires_on"}
    licence(firm, date(2027, 1, 1))
    with pytest.raises(Incomplete):
        licence(firm, date(2028, 1, 1))  # the same kind and number: the line that is there is changed instead


def test_every_change_stays_on_record_but_not_what_belongs_to_a_person(firm: Enterprise) -> None:
    contact = Contact.objects.create(enterprise=firm, duty="principal", name="钱大有", phone="13900000001")
    given = {"duty": "principal", "name": "钱大有", "phone": "13977777777"}
    keeping.save_part(
        enterprise=firm, kind=KINDS["contact"], given=given, actor=actor("anjian"), at=NOW, key=contact.pk
    )
    enterprises.change(enterprise=firm, actor=actor("anjian"), at=NOW, staff=88)
    lines = list(FileChange.objects.order_by("pk"))
    assert [line.changed for line in lines] == [{"phone": ["", ""]}, {"staff": ["120", "88"]}]
    assert "罗守安" in lines[0].by
    keeping.remove_part(enterprise=firm, kind=KINDS["contact"], key=contact.pk, actor=actor("anjian"), at=NOW)
    assert "13977777777" not in str(list(FileChange.objects.values()))


def test_nobody_writes_in_the_file_of_another_enterprise(firm: Enterprise) -> None:
    other = cast.enterprise(2, "白鹭木业有限公司")
    row = licence(firm, date(2027, 1, 1))
    stranger, _boss = cast.staff(other, "b")
    given = {"kind": "special", "number": "T-1", "holder": "", "expires_on": "2030-01-01"}
    with pytest.raises(NotYours):
        keeping.save_part(enterprise=firm, kind=KINDS["certificate"], given=given, actor=stranger, at=NOW)
    with pytest.raises(NotYours):  # nor by naming its line under one's own file
        keeping.save_part(
            enterprise=other, kind=KINDS["certificate"], given=given, actor=stranger, at=NOW, key=row.pk
        )
    with pytest.raises(NotYours):
        keeping.remove_part(enterprise=other, kind=KINDS["certificate"], key=row.pk, actor=stranger, at=NOW)


@pytest.mark.parametrize(("left", "said"), [(61, 0), (60, 2), (7, 2), (0, 2), (-5, 2), (-31, 0)])
def test_a_certificate_is_told_of_on_its_days_to_the_enterprise_and_its_regulator(
    firm: Enterprise, left: int, said: int
) -> None:
    on = date(2026, 3, 2)
    licence(firm, on + timedelta(days=left))
    remind(on=on, at=NOW)
    assert OutboxMessage.objects.count() == said
    remind(on=on, at=NOW)
    assert OutboxMessage.objects.count() == said


def test_a_day_without_a_job_is_caught_up_and_each_step_is_told_once(firm: Enterprise) -> None:
    officer, _principal = cast.staff(firm)
    ends = date(2026, 5, 1)
    licence(firm, ends)
    for left in (60, 59, 29, 28, 5, 0, -1, -2):  # nobody ran it at 30 or at 7
        remind(on=ends - timedelta(days=left), at=NOW)
    kinds = list(
        OutboxMessage.objects.filter(unit=firm.unit_id).order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["certificate_ends"] * 4 + ["certificate_ended"]
    deliver_pending(at=NOW)
    assert Notice.objects.filter(account=officer.account_id).count() == 5
    text = browser(officer).get("/notices/").content.decode()
    assert "证照已过期" in text
    assert f"/safety/enterprises/{firm.credit_code}/?tab=certificates" in text


def test_an_inspector_enters_an_enterprise_and_is_told_of_the_check_digit_while_typing(
    firm: Enterprise,
) -> None:
    client = browser(actor("anjian"))
    right = code(9)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    said = {
        typed: client.get("/safety/enterprises/code/", {"credit_code": typed}).content.decode()
        for typed in (wrong, right, right[:8])
    }
    assert "校验码不对" in said[wrong]
    assert "校验码正确" in said[right]
    assert "已输入8位" in said[right[:8]]
    assert (
        firm.name
        in client.get("/safety/enterprises/code/", {"credit_code": firm.credit_code}).content.decode()
    )
    sent = {
        "credit_code": wrong, "name": "青岚新厂", "place": firm.place_id, "regulator": firm.regulator_id, "industry": "c2614",
        "staff": "12", "key": "on", "longitude": "112.9", "latitude": "28.2",
    }  # fmt: skip
    refused = client.post("/safety/enterprises/new/", sent)
    assert refused.status_code == 422
    assert "校验码" in refused.content.decode()
    assert client.post("/safety/enterprises/new/", {**sent, "credit_code": right}).status_code == 302
    made = Enterprise.objects.get(credit_code=right)
    assert (made.key, made.staff, made.industry, str(made.latitude)) == (True, 12, "C2614", "28.200000")


TABS = ("file", "hazards", "risks", "certificates", "assets", "contractors", "changes")


@pytest.mark.parametrize("tab", [*TABS, "inspections", "nonsense"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_tab_opens_for_office_and_enterprise_empty_and_filled(
    firm: Enterprise, tab: str, language: str
) -> None:
    officer, _principal = cast.staff(firm)
    for who in (actor("anjian"), officer):
        client = browser(who)
        client.cookies["django_language"] = language
        address = f"/safety/enterprises/{firm.credit_code}/?tab={tab}"
        assert client.get(address).status_code == 200
    self_found(firm, officer)
    licence(firm, timezone.localdate() + timedelta(days=3))
    keeping.save_part(
        enterprise=firm,
        kind=KINDS["installation"],
        given={"name": "罐区", "grade": "3"},
        actor=officer,
        at=NOW,
    )
    assert client.get(address).status_code == 200


def test_an_enterprise_writes_in_its_own_file_by_the_pages_and_reaches_no_other(firm: Enterprise) -> None:
    other = cast.enterprise(2, "白鹭木业有限公司")
    officer, _principal = cast.staff(firm)
    own = browser(officer)
    base = f"/safety/enterprises/{firm.credit_code}/"
    assert (
        own.post(
            base + "equipment/new/", {"name": "行车", "number": "1", "examine_by": "2027-01-01"}
        ).status_code
        == 302
    )
    row = firm.equipment.get()
    assert (
        own.post(
            f"{base}equipment/{row.pk}/", {"name": "行车一号", "number": "1", "examine_by": ""}
        ).status_code
        == 302
    )
    assert own.post(f"{base}equipment/{row.pk}/", {"remove": "1"}).status_code == 302
    assert not firm.equipment.exists()
    assert (
        own.post(
            base + "edit/", {"name": firm.name, "staff": "90", "regulator": "1", "key": "on"}
        ).status_code
        == 302
    )
    firm.refresh_from_db()
    assert (firm.staff, firm.key) == (90, False)
    for address in ("", "edit/", "equipment/new/", "cards/", "risks/new/"):
        assert own.get(f"/safety/enterprises/{other.credit_code}/{address}").status_code == 404
    assert own.get(base + "nonsense/new/").status_code == 404
    assert own.get("/safety/enterprises/new/").status_code in (403, 404)


def test_who_only_reads_changes_nothing(firm: Enterprise) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="shenji"))
    base = f"/safety/enterprises/{firm.credit_code}/"
    assert client.get(base).status_code == 200
    assert client.get(base + "edit/").status_code == 404
    assert client.post(base + "equipment/new/", {"name": "行车"}).status_code == 404
    assert client.get("/safety/enterprises/export/").status_code == 200
    assert client.get("/safety/enterprises/expiring/?within=30").status_code == 200
