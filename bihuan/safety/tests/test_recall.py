"""What was sent on by mistake is taken back by its own unit, before anybody else has acted, and stays on record."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.errors import Guarded, NotYours
from bihuan.casework.models import ClockRow
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import load_district
from bihuan.safety.tests.lives import inspected, self_found, take

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)
DONE = {"rectifier": "李电工", "record": "已装设。", "done_on": date(2026, 3, 9)}


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()
    cast.pack()


def test_a_report_is_taken_back_until_the_office_acts_and_gives_no_more_time() -> None:
    firm, (judge, _head) = cast.enterprise(), cast.officers()
    officer, principal = cast.staff(firm)
    case = inspected(firm, judge)
    take(case, "judge", judge, "2026-03-02 11:00", grade="general", reason="一般。")
    take(
        case, "order", judge, "2026-03-02 12:00", to_unit=firm.unit_id, responsible="李电工", requirements="装设。",
        rectify_by=DAY,
    )  # fmt: skip
    case = take(case, "rectify", officer, "2026-03-09 09:00", **DONE)
    back = {"to_unit": firm.unit_id, "reason": "东侧还没有装。"}
    with pytest.raises(NotYours):
        take(case, "recall_report", judge, "2026-03-09 10:00", **back, rectify_by=DAY)
    with pytest.raises(Guarded, match="原来的期限"):
        take(case, "recall_report", principal, "2026-03-09 10:00", **back, rectify_by=date(2026, 4, 1))
    case = take(case, "recall_report", principal, "2026-03-09 10:00", **back, rectify_by=DAY)
    assert (case.state, case.holder_unit_id) == ("ordered", firm.pk)
    running = ClockRow.objects.filter(case=case, stopped_at__isnull=True)
    assert [(row.name, row.due_at.date() if row.due_at else None) for row in running] == [
        ("rectification", DAY)
    ]
    assert case.documents.get(kind="rectification_report").void.reason == back["reason"]
    case = take(case, "rectify", officer, "2026-03-10 09:00", **DONE)
    case = take(
        case,
        "fail_reinspection",
        judge,
        "2026-03-11 09:00",
        to_unit=firm.pk,
        reason="不合格。",
        rectify_by=DAY,
    )
    case = take(case, "rectify", officer, "2026-03-12 09:00", **DONE)
    assert list(verify_clocks()) == []


def test_a_judgment_is_taken_back_by_who_judged_and_the_grade_with_it() -> None:
    firm, (judge, _head) = cast.enterprise(), cast.officers()
    case = inspected(firm, judge)
    take(case, "judge", judge, "2026-03-02 11:00", grade="general", reason="一般。")
    case = take(case, "recall_judgment", judge, "2026-03-02 11:30", reason="看错了条款。")
    assert (case.state, Hazard.objects.get(pk=case.pk).grade) == ("pending_verification", "")
    case = take(case, "judge", judge, "2026-03-02 11:40", grade="major", clause="MH/1", reason="第1条。")
    assert case.state == "pending_confirmation"


def test_what_was_put_right_at_once_has_no_deadline_to_go_back_to() -> None:
    firm = cast.enterprise()
    officer, _principal = cast.staff(firm)
    case = self_found(firm, officer)
    take(case, "judge", officer, "2026-03-02 11:00", grade="general", reason="一般。")
    case = take(
        case, "correct_at_once", officer, "2026-03-02 12:00", **(DONE | {"done_on": date(2026, 3, 2)})
    )
    with pytest.raises(Guarded, match="不能撤回"):
        take(case, "recall_inside", officer, "2026-03-02 13:00", reason="没有做完。", rectify_by=DAY)
