"""What a unit got directly and sends on (信访工作条例 art. 23¶1), and agreements without a mediator (art. 33)."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.appeals.documents import compose, words
from bihuan.appeals.models import Appeal
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.lives import MONDAY, take
from bihuan.casework import services as casework
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case, IssuedDocument
from bihuan.casework.tests.cast import actor, load_district, unit
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def directly_received() -> Case:
    return casework.open_case(
        process=PETITION.name, step="receive", actor=actor("shenpi"), at=MONDAY, subject="屋面漏雨", body="请求维修。",
        given={"channel": "letter", "received_on": date(2026, 3, 2)}, channel="letter",
        beside=lambda case: [Appeal(case=case)],
    )  # fmt: skip


def test_who_sends_on_what_it_got_directly_tells_where_to_in_writing() -> None:
    case = take(directly_received(), "refer", "shenpi", "2026-03-04 09:00", to_unit=unit("望溪街道").pk)
    told = IssuedDocument.objects.get(case=case, kind="whereabouts")
    assert told.unit == unit("住建局")
    said = words(told)
    assert said["holder"] == unit("望溪街道").name
    assert case.clocks.filter(name="notice", stopped_by="met").count() == 1, "told within the fifteen days"
    assert case.clocks.filter(name="notice", stopped_at__isnull=True).count() == 1, (
        "the receiving unit owes its own"
    )
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []


def test_a_unit_entrusts_what_it_got_with_a_report_owed() -> None:
    case = take(
        directly_received(), "entrust_down", "shenpi", "2026-03-04 09:00", to_unit=unit("望溪街道").pk,
        report_by=date(2026, 4, 15),
    )  # fmt: skip
    assert {row.name for row in case.clocks.filter(stopped_at__isnull=True)} == {
        "notice",
        "objection",
        "report",
    }
    assert IssuedDocument.objects.filter(case=case, kind__in=("assignment", "whereabouts")).count() == 2


def test_an_objection_to_a_unit_that_has_no_dispatcher_is_decided_by_its_head() -> None:
    town = Actor(None, None, unit("望溪街道").pk, None, "街道承办人", roles=frozenset({Role.OFFICER}))
    case = take(directly_received(), "refer", "shenpi", "2026-03-04 09:00", to_unit=unit("望溪街道").pk)
    case = take(case, "object", town, "2026-03-05 09:00", reason="该楼由住建局直管，不属于街道职责。")
    assert case.holder_unit == unit("住建局")
    case = take(case, "uphold_objection", "shenpi", "2026-03-06 09:00", reason="属实。")
    again = take(case, "refer", "shenpi", "2026-03-06 10:00", to_unit=unit("城管局").pk)
    assert (again.state, again.holder_unit) == ("forwarded", unit("城管局"))


def test_two_who_came_to_terms_themselves_have_an_agreement_of_their_own_kind() -> None:
    case = take(
        lives.handling(), "reconcile", "chengban", "2026-03-10 10:00", other_party="安居物业公司", dispute="屋面漏雨。",
        agreement="物业五月底前修复。", signed_on=date(2026, 3, 9), execute_by=date(2026, 5, 31),
    )  # fmt: skip
    paper = IssuedDocument.objects.get(case=case, kind="reconciliation")
    assert case.state == "executing"
    assert "自行协商" in "".join(str(block) for block in compose(paper).body)
    assert "安居物业公司" in words(paper)["other_party"]
