"""A ledger of appeals comes in as it was: real dates, real replies, and what is wrong with a row is said."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from bihuan.appeals import importing
from bihuan.appeals.models import Appeal
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.imports import running, services
from bihuan.casework.imports.models import Outcome
from bihuan.casework.imports.targets import ImportRow, RowResult, State
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.common.tables.dates import When
from bihuan.organizations.actor import SYSTEM

pytestmark = pytest.mark.django_db
ANSWERED = Path(__file__).resolve().parents[4] / "shared" / "data" / "appeals" / "answered.xlsx"


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def when(text: str, *, timed: bool = True) -> When:
    return When(at(text), timed)


def bring(**values: Any) -> RowResult:
    row: dict[str, Any] = {
        "number": "2554", "received": when("2019-04-24 16:03"), "subject": "潇楚南路怎么还没修好",
        "body": "路挖得稀烂，快一年了。",
        "reply": "经调查，该路段因管线迁改延期。我局已督促施工单位加快进度。",
        "replied": when("2019-05-09 09:49"), "name": "A00023583",
        **values,
    }  # fmt: skip
    return importing.apply_batch(
        [ImportRow(2, row, importing.key(row))], actor("dengji"), at("2026-03-02 09:00")
    )[0]


def test_a_reply_becomes_the_decision_it_was_with_its_real_dates() -> None:
    result = bring()
    assert result.state is State.APPLIED
    case = Case.objects.get(number=result.label)
    assert (case.state, case.received_on, case.number[:8]) == ("answered", date(2019, 4, 24), "XF-2019-")
    reply = Entry.objects.get(case=case, step="record_reply")
    assert reply.at == at("2019-05-09 09:49")
    assert reply.recorded_at == at("2026-03-02 09:00")
    handling = case.clocks.get(name="handling")
    assert (handling.due_at, handling.stopped_by) == (at("2019-06-24 00:00"), "met")
    assert not handling.provisional
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []


def test_what_the_old_reply_lacks_is_said_on_the_row_and_kept() -> None:
    result = bring()
    assert "法律法规依据" in str(result.reasons[0])
    assert Entry.objects.get(step="record_reply").data["lacks"] == "法律法规依据、救济途径和期限"


def test_a_row_without_reply_waits_for_triage_as_late_as_it_is() -> None:
    case = Case.objects.get(number=bring(reply=None, replied=None).label)
    assert (case.state, case.holder_unit, case.next_due_at) == (
        "registered",
        unit("信访局"),
        at("2019-05-10 00:00"),
    )


def test_who_wrote_it_goes_into_the_vault_and_nowhere_else() -> None:
    bring()
    assert Appeal.objects.get().person_id is not None
    assert "A00023583" not in str(list(Case.objects.values())) + str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"replied": None}, "请补上答复时间"),
        ({"replied": when("2019-04-23 08:00")}, "早于收到时间"),
        ({"received": when("2027-01-01 08:00")}, "日期还没有到"),
    ],
)
def test_a_row_that_cannot_be_true_is_rejected_with_the_reason(values: dict[str, Any], said: str) -> None:
    result = bring(**values)
    assert result.state is State.REJECTED
    assert said in "".join(map(str, result.reasons))
    assert not Case.objects.exists()


def test_a_reply_on_the_same_day_without_a_time_is_not_before_the_letter() -> None:
    assert bring(replied=when("2019-04-24 00:00", timed=False)).state is State.APPLIED


def test_the_same_number_again_adds_nothing() -> None:
    first = bring()
    assert bring() == RowResult(State.SKIPPED, first.label, first.link, bring().reasons)
    assert Case.objects.count() == 1


def test_the_address_of_a_row_is_that_of_its_case() -> None:
    result = bring()
    assert result.link == reverse("casework:case", args=[result.label])


@pytest.mark.realdata
@pytest.mark.skipif(not ANSWERED.exists(), reason="the folder of real inputs is not beside the checkout")
def test_the_real_file_of_answered_letters_comes_in_whole() -> None:
    now: datetime = timezone.now()
    job = services.receive(
        target="appeals", content=ANSWERED.read_bytes(), file_name=ANSWERED.name, actor=SYSTEM, at=now
    ).job
    services.map_columns(job=job, mapping=job.mapping, at=now)
    services.start(job=job, actor=SYSTEM, at=now, rehearse=False, inline=True)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.done, job.applied, job.rejected) == (1900, 1900, 0)
    assert Case.objects.filter(state="answered").count() == 1900
    assert Outcome.objects.exclude(reasons=[]).count() == 1892
    assert ClockRow.objects.filter(name="handling", stopped_at__gte=F("due_at")).count() == 112
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []
