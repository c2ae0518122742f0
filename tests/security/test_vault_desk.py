"""The desk over the vault: alarms, the second person, the dry run of the end of keeping."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.appeals.tests import lives
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor
from bihuan.organizations.models import Account, Appointment
from bihuan.vault import services
from bihuan.vault.alarms import Circumstance
from bihuan.vault.models import BulkApproval, Opening

PERSON = {"name": "丁一帆", "phone": "19900001234"}


def _signed_in(role: str) -> tuple[Client, Account]:
    account = Appointment.objects.filter(post__roles=[role])[0].account
    client = Client()
    client.force_login(account)
    return client, account


def _opened_unusually() -> Case:
    case = lives.registered(person=PERSON)
    assert case.appeal.person_id is not None
    services.open(
        person_id=case.appeal.person_id, fields=["name"], purpose="hearing", actor=actor("chengban"), case_number=case.number,
        at=timezone.now(), circumstances=[Circumstance.OUTSIDE],
    )  # fmt: skip
    return case


def test_who_supervises_sees_the_official_and_the_case_and_no_petitioner() -> None:
    case = _opened_unusually()
    page = _signed_in("supervisor")[0].get("/protection/").content.decode()
    assert case.number in page
    assert Opening.objects.get().actor_name in page
    assert "丁一帆" not in page


def test_an_alarm_of_a_case_behind_the_wall_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from bihuan.vault import alarms

    case = _opened_unusually()
    monkeypatch.setattr(alarms, "_lookers", [lambda actor, numbers: set()])
    assert case.number not in _signed_in("supervisor")[0].get("/protection/").content.decode()


def _asked() -> UUID:
    case = lives.registered(person=PERSON)
    assert case.appeal.person_id is not None
    return services.request_bulk(
        people=[(case.appeal.person_id, case.number)], fields=["address"], purpose="notice", reason="批量寄送告知书",
        actor=actor("dengji"), at=timezone.now() - timedelta(minutes=1),
    ).pk  # fmt: skip


def test_a_second_person_approves_on_the_page() -> None:
    key = _asked()
    client, _account = _signed_in("supervisor")
    assert "批量寄送告知书" in client.get("/protection/requests/").content.decode()
    client.post(f"/protection/requests/{key}/approve/")
    assert BulkApproval.objects.filter(request=key).count() == 1
    assert "批量寄送告知书" not in client.get("/protection/requests/").content.decode()
    client.post(f"/protection/requests/{key}/approve/")  # twice changes nothing
    assert BulkApproval.objects.count() == 1


def test_nobody_approves_their_own_request_and_an_administrator_opens_no_desk() -> None:
    key = _asked()
    mine = Client()
    mine.force_login(Account.objects.get(username="dengji"))
    mine.post(f"/protection/requests/{key}/approve/")
    assert not BulkApproval.objects.exists()
    assert _signed_in("administrator")[0].get("/protection/").status_code == 403


@pytest.mark.parametrize(("on", "status"), [("", 200), ("2099-01-01", 200), ("x", 200), ("9999-99-99", 200)])
def test_the_dry_run_deletes_nothing(on: str, status: int) -> None:
    case = lives.registered(person=PERSON)
    assert _signed_in("supervisor")[0].get("/protection/keeping/", {"on": on}).status_code == status
    assert case.appeal.person is not None
    case.appeal.person.refresh_from_db()
    assert case.appeal.person.forgotten_at is None
