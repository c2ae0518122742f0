"""Breaking the glass: with a reason, for two hours, told at once, seen by the resident, reviewed by somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from bihuan.appeals.tests import lives
from bihuan.casework import delivery
from bihuan.casework import services as casework
from bihuan.casework.models import Case, Notice
from bihuan.casework.tests.cast import actor
from bihuan.organizations.models import Account, Appointment
from bihuan.vault import alarms, errors, services
from bihuan.vault.models import Alarm, Emergency, EmergencyReview, Opening

REASON = "来信说要跳楼，需要马上联系家属和消防。"


def browser(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def broken(case: Case, who: str = "lingdao", **given: str) -> tuple[int, str]:
    sent = {"reason": REASON, "fields": "phone", **given}
    answer = browser(who).post(f"/protection/emergency/{case.number}/", sent)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def case() -> Case:
    return lives.registered(person={"name": "丁一帆", "phone": "19900001234"})


def test_a_leader_in_an_emergency_sees_what_is_needed_and_somebody_else_is_told_at_once(case: Case) -> None:
    status, page = broken(case)
    assert status == 200
    assert "19900001234" in page
    assert "丁一帆" not in page
    opening = Opening.objects.get()
    assert (opening.purpose, opening.case_number) == ("emergency", case.number)
    assert Alarm.objects.get().rule == "emergency"
    delivery.deliver_pending(at=timezone.now())
    told = set(
        Notice.objects.filter(message__kind="identity_emergency").values_list("account__username", flat=True)
    )
    assert "ducha" in told
    assert "lingdao" not in told


def test_without_a_danger_said_nothing_opens(case: Case) -> None:
    assert broken(case, reason="快")[0] == 422
    assert not Opening.objects.exists()


def test_the_reason_holds_two_hours_and_each_reading_is_told(case: Case) -> None:
    person, at, leader = case.appeal.person_id, timezone.now(), actor("lingdao")
    assert person is not None

    def again(reason: str, after: timedelta) -> object:
        return services.break_glass(
            person_id=person,
            fields=["phone"],
            reason=reason,
            actor=leader,
            case_number=case.number,
            at=at + after,
        )

    again(REASON, timedelta())
    again("", timedelta(hours=1, minutes=59))
    with pytest.raises(errors.EmergencyReasonError):
        again("", timedelta(hours=2, minutes=1))
    assert (Emergency.objects.count(), Opening.objects.count(), Alarm.objects.count()) == (1, 2, 2)


def test_the_glass_stays_whole_when_nobody_else_would_be_told(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "_reached", [lambda at, number: [actor("lingdao").account_id]])
    assert broken(case)[0] == 422
    assert not Opening.objects.exists()


def test_no_ordinary_way_gives_the_purpose_of_an_emergency(case: Case) -> None:
    assert case.appeal.person_id is not None
    with pytest.raises(errors.PurposeMissingError):
        services.open(
            person_id=case.appeal.person_id, fields=["name"], purpose="emergency", actor=actor("dengji"),
            case_number=case.number, at=timezone.now(),
        )  # fmt: skip


def test_who_is_behind_the_wall_finds_no_glass_to_break(case: Case) -> None:
    casework.put_up_wall(
        case_id=case.pk, why="complained", reason="反映的就是他。", actor=actor("ducha"), at=timezone.now(),
        account_id=actor("lingdao").account_id,
    )  # fmt: skip
    assert broken(case)[0] == 404


def test_somebody_else_reviews_it_once_and_the_record_cannot_be_changed(case: Case) -> None:
    broken(case, who="ducha")
    row = Emergency.objects.get()
    own = browser("ducha")
    own.post(f"/protection/emergencies/{row.pk}/review/", {"needed": "yes", "words": "需要"})
    assert not EmergencyReview.objects.exists()
    auditor = browser(Appointment.objects.filter(post__roles=["auditor"])[0].account.username)
    desk = auditor.get("/protection/emergencies/").content.decode()
    assert REASON in desk
    assert "丁一帆" not in desk
    for words in ("当时确有危险", "再说一次"):
        auditor.post(f"/protection/emergencies/{row.pk}/review/", {"needed": "no", "words": words})
    assert EmergencyReview.objects.get().words == "当时确有危险"
    with pytest.raises(DatabaseError), transaction.atomic():
        Emergency.objects.update(reason="改写")


def test_the_petitioner_panel_leads_there_only_who_has_no_ordinary_way(case: Case) -> None:
    link = f"/protection/emergency/{case.number}/"
    assert link in browser("lingdao").get(f"/cases/{case.number}/").content.decode()
    assert link not in browser("fenliu").get(f"/cases/{case.number}/").content.decode()
