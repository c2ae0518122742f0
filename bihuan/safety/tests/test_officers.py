"""Enforcement certificates: entered by the head of the unit, told of before they end."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.casework.models import OutboxMessage
from bihuan.organizations.models import Account, Appointment
from bihuan.safety.inspections import certificates
from bihuan.safety.inspections.models import OfficerCertificate
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.test_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))


def as_head() -> Client:
    return browser(cast.officers()[1])


def test_the_head_enters_a_certificate_of_the_own_unit_and_two_may_then_inspect() -> None:
    inspector, page = actor("anjian"), as_head()
    given = {"account": inspector.account_id, "number": "990103-01", "issued_on": "2024-01-01"}
    answer = page.post("/safety/officers/", given | {"expires_on": "2023-01-01"})
    assert (answer.status_code, "有效期早于发证日期" in answer.content.decode()) == (422, True)
    assert page.post("/safety/officers/", given | {"expires_on": "2099-01-01"}).status_code == 302
    assert certificates.officers_of(inspector.unit_id or 0, timezone.localdate()) == {
        "990103-01": inspector.account_id
    }
    assert "不足两人" in page.get("/safety/officers/").content.decode()
    taken = given | {"account": cast.colleague().account_id, "expires_on": "2099-01-01"}
    assert "另一名人员名下" in page.post("/safety/officers/", taken).content.decode()
    stranger = Account.objects.exclude(appointments__post__unit_id=inspector.unit_id or 0).first()
    assert stranger is not None
    assert page.post("/safety/officers/", given | {"account": stranger.pk}).status_code == 422
    assert browser(inspector).post("/safety/officers/", given).status_code == 404
    assert OfficerCertificate.objects.count() == 1


def test_a_unit_is_told_before_a_certificate_ends_once_a_step_unless_it_was_renewed() -> None:
    account = Account.objects.get(pk=actor("anjian").account_id or 0)
    old = OfficerCertificate.objects.create(
        account=account, number="1", issued_on=date(2024, 1, 1), expires_on=date(2026, 4, 1)
    )
    now = at("2026-03-10 07:20")
    for _run in range(2):
        assert certificates.remind(on=date(2026, 3, 10), at=now) == 1
    assert OutboxMessage.objects.filter(kind=certificates.KIND).count() == 1
    OfficerCertificate.objects.create(
        account=account, number="2", issued_on=date(2026, 3, 1), expires_on=date(2030, 1, 1)
    )
    assert certificates.remind(on=date(2026, 3, 29), at=now) == 0
    assert old.number == "1"
