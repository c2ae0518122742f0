"""From the year's plan to the week and the inspection, by services and by the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.models import Part
from bihuan.organizations.models import Appointment
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.inspections import arranging, planning
from bihuan.safety.inspections.models import Inspection, Plan
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district, unit
from bihuan.safety.tests.test_pages import browser

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02 09:00")


@pytest.fixture
def plan() -> Plan:
    load_district()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))
    for serial in range(1, 5):
        cast.enterprise(serial, f"青岚第{serial}工厂", key=serial < 3)
    return planning.make_plan(
        year=2026,
        officers=2,
        days_per_officer=8,
        days_per_inspection=Decimal(2),
        actor=actor("anjian"),
        at=NOW,
    )


def approved(plan: Plan) -> Plan:
    return planning.approve_plan(plan=plan, on=date(2026, 1, 9), actor=cast.officers()[1])


def test_a_plan_takes_no_more_than_its_officers_can_do(plan: Plan) -> None:
    third, fourth = Enterprise.objects.order_by("name")[2:4]
    arranging.add_line(plan=plan, enterprise=third, month=3, why="special", actor=actor("anjian"))
    with pytest.raises(Guarded, match="已经列入"):
        arranging.add_line(plan=plan, enterprise=third, month=3, why="joint", actor=actor("anjian"))
    arranging.add_line(plan=plan, enterprise=fourth, month=4, why="unannounced", actor=actor("anjian"))
    with pytest.raises(Guarded, match="计划已满"):
        arranging.add_line(plan=plan, enterprise=fourth, month=5, why="special", actor=actor("anjian"))


def test_what_is_approved_is_arranged_and_no_longer_taken_out(plan: Plan) -> None:
    line = plan.lines.select_related("plan", "enterprise").order_by("month").first()
    assert line is not None
    with pytest.raises(Guarded, match="还没有批准"):
        arranging.arrange(lines=[line], week=date(2026, 3, 4), actor=actor("anjian"))
    plan = approved(plan)
    line.refresh_from_db()
    line.plan = plan
    with pytest.raises(Guarded):
        arranging.drop_line(line=line, actor=actor("anjian"))
    assert arranging.arrange(lines=[line], week=date(2026, 3, 4), actor=actor("anjian")) == 1
    found = arranging.week_of(plan=plan, day=date(2026, 3, 8), officers=2)
    assert ([one.pk for one in found.arranged], found.monday, found.days, found.room) == (
        [line.pk],
        date(2026, 3, 2),
        5,
        2,
    )
    with pytest.raises(NotYours):
        arranging.arrange(lines=[line], week=date(2026, 3, 4), actor=actor("chengban"))


def test_key_enterprises_wait_in_front_and_later_months_do_not_wait_yet(plan: Plan) -> None:
    third = Enterprise.objects.get(name="青岚第3工厂")
    arranging.add_line(plan=plan, enterprise=third, month=1, why="special", actor=actor("anjian"))
    waiting = arranging.week_of(plan=plan, day=date(2026, 3, 4), officers=2).waiting
    assert [(one.why, one.month) for one in waiting] == [
        ("key", 1),
        ("special", 1),
    ]  # the other key one is July's


def test_an_inspection_is_made_of_a_line_once_and_in_its_kind(plan: Plan) -> None:
    third = Enterprise.objects.get(name="青岚第3工厂")
    line = arranging.add_line(plan=plan, enterprise=third, month=3, why="unannounced", actor=actor("anjian"))
    approved(plan)
    told: dict[str, Any] = {
        "line": line, "inspect_by": date(2026, 3, 6), "checklist": None, "partners": (), "at": NOW,
    }  # fmt: skip
    case = arranging.open_inspection(**told, actor=actor("anjian"))
    again = arranging.open_inspection(**told, actor=actor("anjian"))
    assert case == again
    assert Inspection.objects.get().kind == "unannounced"


def test_a_joint_inspection_asks_the_other_departments(plan: Plan) -> None:
    third = Enterprise.objects.get(name="青岚第3工厂")
    line = arranging.add_line(plan=plan, enterprise=third, month=3, why="joint", actor=actor("anjian"))
    approved(plan)
    by = date(2026, 12, 6)
    with pytest.raises(Incomplete) as refused:
        arranging.open_inspection(
            line=line, inspect_by=by, checklist=None, partners=(), actor=actor("anjian"), at=NOW
        )
    assert "partners" in refused.value.fields
    case = arranging.open_inspection(
        line=line, inspect_by=by, checklist=None, partners=[unit("住建局")], actor=actor("anjian"), at=NOW
    )
    part = Part.objects.get()
    assert (part.case, part.unit, part.due_on) == (case, unit("住建局"), by)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_go_from_the_draft_to_the_inspection(plan: Plan, language: str) -> None:
    clerk, head = browser(actor("anjian")), browser(cast.officers()[1])
    for client in (clerk, head):
        client.cookies["django_language"] = language
    assert clerk.get("/safety/plans/").status_code == 200
    assert clerk.post("/safety/plans/", {"year": "2026", "officers": "x"}).status_code == 422
    sent = {"year": "2027", "officers": "2", "days_per_officer": "20", "days_per_inspection": "1.5"}
    assert clerk.post("/safety/plans/", sent)["Location"] == "/safety/plans/2027/"
    Plan.objects.filter(year=2027).delete()
    address = "/safety/plans/2026/"
    assert clerk.post(address, {"enterprise": "无此企业", "month": "3", "why": "special"}).status_code == 422
    assert (
        clerk.post(address, {"enterprise": "青岚第3工厂", "month": "3", "why": "special"}).status_code == 302
    )
    assert clerk.get(address).status_code == 200
    gone = plan.lines.get(why="special")
    assert clerk.post(address, {"drop": gone.pk}).status_code == 302
    assert not plan.lines.filter(pk=gone.pk).exists()
    clerk.post(address, {"approve": "1"})  # not the head
    plan.refresh_from_db()
    assert plan.approved_on is None
    assert head.post(address, {"approve": "1"}).status_code == 302
    week = "/safety/plans/week/?on=2026-03-04"
    assert clerk.get(week).status_code == 200
    line = plan.lines.order_by("month").first()
    assert line is not None
    clerk.post(week, {"line": line.pk})
    assert clerk.get(week).status_code == 200
    clerk.post(week, {"line": line.pk, "open": "1", "inspect_by": "2026-12-06", "checklist": ""})
    assert Inspection.objects.get().enterprise_id == line.enterprise_id
    assert clerk.get(week).status_code == 200
    assert clerk.get("/safety/plans/week/?on=2031-01-01").status_code == 200  # a year without a plan
    assert clerk.get("/safety/plans/2031/").status_code == 404
