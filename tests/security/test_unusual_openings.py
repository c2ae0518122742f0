"""An unusual opening of a petitioner reaches whoever supervises; the law's time of keeping runs by track."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from pytest_django import Settings

from bihuan.appeals.models import Appeal
from bihuan.appeals.protecting import circumstances, until
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.casework.delivery import deliver_pending
from bihuan.casework.models import Case, Notice
from bihuan.casework.tests.cast import actor, at
from bihuan.organizations.models import Appointment
from bihuan.organizations.roles import Role
from bihuan.vault import retention, services
from bihuan.vault.alarms import Circumstance
from bihuan.vault.models import Alarm, Opening

MOMENT = "2026-03-20 16:00"


def open_petitioner(username: str, case: Case) -> int:
    return sign_in(username).post(
        reverse("appeals:petitioner", args=[case.number]), {"purpose": "access", "fields": ["name"]}
    ).status_code  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, MOMENT)


def told() -> list[str]:
    deliver_pending(at=at(MOMENT))
    return sorted(
        {notice.message.kind for notice in Notice.objects.filter(message__kind__startswith="identity")}
    )


def test_who_works_on_a_running_case_opens_it_without_alarm() -> None:
    case = lives.handling()
    assert open_petitioner("chengban", case) == 200
    assert told() == []


def test_an_opening_by_a_unit_that_does_not_work_on_the_case_is_told_to_the_supervisors() -> None:
    case = lives.handling()
    outsider = actor("fenliu")
    from bihuan.casework.models import Involvement

    Involvement.objects.filter(case=case, unit=outsider.unit_id).delete()
    assert circumstances(case, outsider) == [Circumstance.OUTSIDE]
    assert open_petitioner("fenliu", case) == 200
    assert told() == ["identity_outside"]
    supervisors = set(
        Appointment.objects.filter(post__roles__contains=[Role.SUPERVISOR.value]).values_list(
            "account_id", flat=True
        )
    )
    readers = set(
        Notice.objects.filter(message__kind="identity_outside").values_list("account_id", flat=True)
    )
    assert readers
    assert readers <= supervisors


def test_an_opening_after_the_end_is_told() -> None:
    case = lives.handling()
    Case.objects.filter(pk=case.pk).update(phase="ended", ended_at=at(MOMENT))
    assert open_petitioner("chengban", case) == 200
    assert told() == ["identity_ended"]


def test_the_notice_says_who_opened_and_names_no_petitioner() -> None:
    case = lives.handling()
    Case.objects.filter(pk=case.pk).update(phase="ended", ended_at=at(MOMENT))
    open_petitioner("chengban", case)
    told()
    message = Notice.objects.filter(message__kind="identity_ended")[0].message
    opening = Opening.objects.get()
    assert opening.actor_name in message.data["by"]
    assert "丁一帆" not in str(message.data)
    assert Alarm.objects.get().opening == opening


def test_a_person_is_kept_so_many_years_after_the_end_by_track(settings: Settings) -> None:
    settings.VAULT_RETENTION = {"": 10, "appeals.report": 30}
    assert until("appeals.petition", at("2026-03-20 23:30")) == date(2036, 3, 20)
    assert until("appeals.report", at("2028-02-29 10:00")) == date(2058, 2, 28)


def test_a_running_case_keeps_its_person_and_an_ended_one_lets_go_in_time() -> None:
    running, ended = lives.handling(), lives.handling()
    Case.objects.filter(pk=ended.pk).update(phase="ended", ended_at=at("2016-03-19 10:00"))
    rows = {one.case_number: one.until for one in retention.kept()}
    assert rows == {running.number: None, ended.number: date(2026, 3, 19)}
    due = list(services.due(on=date(2026, 3, 20)))
    assert [one.case_number for one in due] == [ended.number]
    assert services.expire(at=at(MOMENT), on=date(2026, 3, 20)) == 1
    assert open_petitioner("chengban", ended) == 422, "it says that the identity is deleted"
    assert Appeal.objects.get(case=ended).person_id is not None
