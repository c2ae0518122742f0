"""What an enterprise and an office still owe, on their first page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bihuan.organizations.models import Appointment
from bihuan.safety.enterprises.models import Contractor, Enterprise, Equipment, MajorHazardInstallation
from bihuan.safety.hazards import owing
from bihuan.safety.models import Certificate
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, load_district
from bihuan.safety.tests.lives import major_planned, reported_both, self_found, take
from bihuan.safety.tests.test_pages import browser

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


@pytest.fixture
def firm() -> Enterprise:
    load_district()
    cast.pack()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))
    return cast.enterprise()


def test_an_enterprise_owes_both_reports_and_then_the_receipt_and_the_office_its_own(
    firm: Enterprise,
) -> None:
    officer, _boss = cast.staff(firm)
    judge, head = cast.officers()
    case = major_planned(firm, judge, head)
    reports = {one.what for one in owing.by_enterprise(officer, on=TODAY) if one.about == case.subject}
    assert reports == {"向监管部门报告重大隐患", "向职工大会或者职工代表大会报告"}
    assert owing.by_office(judge, on=TODAY) == []
    case = reported_both(case, officer)
    assert not [one for one in owing.by_enterprise(officer, on=TODAY) if one.about == case.subject]
    assert [one.what for one in owing.by_office(judge, on=TODAY)] == ["签收重大隐患报告"]
    take(case, "receive_report", judge, "2026-03-05 10:00", regulator_receipt="收到。")
    assert owing.by_office(judge, on=TODAY) == []


def test_what_has_a_day_comes_first_the_earliest_in_front(firm: Enterprise) -> None:
    officer, _boss = cast.staff(firm)
    MajorHazardInstallation.objects.create(enterprise=firm, name="罐区", grade="3")
    Contractor.objects.create(enterprise=firm, name="安装公司", work="检修")
    Equipment.objects.create(enterprise=firm, name="叉车", examine_by=TODAY + timedelta(days=30))
    Equipment.objects.create(enterprise=firm, name="行车", examine_by=TODAY + timedelta(days=90))
    Certificate.objects.create(
        enterprise=firm, kind="licence", number="1", expires_on=TODAY + timedelta(days=3)
    )
    found = owing.by_enterprise(officer, on=TODAY)
    assert [one.about for one in found[:2]] == ["安全生产许可证 1", "叉车"]
    assert {one.what for one in found[2:]} == {
        "重大危险源备案",
        "签订安全生产管理协议",
        "登记专职安全生产管理人员",
    }
    other = cast.enterprise(2, "白鹭木业有限公司")
    stranger, _head = cast.staff(other, "b")
    assert "罐区" not in {one.about for one in owing.by_enterprise(stranger, on=TODAY)}
    assert owing.by_enterprise(actor("anjian"), on=TODAY) == []
    assert owing.by_office(officer, on=TODAY) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_first_page_says_it(firm: Enterprise, language: str) -> None:
    officer, _boss = cast.staff(firm)
    MajorHazardInstallation.objects.create(enterprise=firm, name="罐区甲", grade="3")
    Equipment.objects.create(
        enterprise=firm, name="叉车", examine_by=timezone.localdate() - timedelta(days=1)
    )
    client = browser(officer)
    client.cookies["django_language"] = language
    assert "罐区甲" in client.get("/safety/").content.decode()
    assert browser(actor("anjian")).get("/safety/").status_code == 200


def test_the_workers_are_told_of_every_hazard_of_a_month_and_that_is_on_record(firm: Enterprise) -> None:
    officer, _boss = cast.staff(firm)
    self_found(firm, officer)  # of March
    april, what = date(2026, 4, 3), "向从业人员通报隐患排查治理情况"
    assert [one.about for one in owing.by_enterprise(officer, on=april) if one.what == what] == ["2026-03"]
    client, address = browser(officer), f"/safety/enterprises/{firm.credit_code}/notice/?month=2026-03"
    page = client.get(address).content.decode()
    assert "二车间配电箱门损坏" in page
    assert client.post(address, {"how": " "}).status_code == 422
    assert client.post(address, {"how": "厂门口信息公示栏"}).status_code == 302
    assert not [one for one in owing.by_enterprise(officer, on=april) if one.what == what]
    assert (
        "厂门口信息公示栏"
        in client.get(f"/safety/enterprises/{firm.credit_code}/?tab=changes").content.decode()
    )
    assert browser(actor("anjian")).post(address, {"how": "公示栏"}).status_code == 404
    stranger = cast.staff(cast.enterprise(2, "白鹭木业有限公司"), "b")[0]
    assert browser(stranger).get(address).status_code == 404
