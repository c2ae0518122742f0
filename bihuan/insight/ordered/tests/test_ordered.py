"""The trace of a document: from each sentence to task, holder, deadline, proof, acceptance, money, escalation."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.directives import services
from bihuan.directives.models import Directive
from bihuan.directives.services import Document
from bihuan.directives.sources import read_bytes
from bihuan.insight.ordered.reading import OrderedTask, of_document
from bihuan.organizations.models import Account
from bihuan.supervision import escalation
from bihuan.supervision import services as supervision
from bihuan.supervision.trace.days import Outcome

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02 09:00")
TEXT = (
    "一、改造\n青岚区住房和城乡建设局要在2026年3月20日前完成改造20个。\n青岚区教育局要新增学位1200个。\n"
    "对重点信访人员落实专人稳控。\n"
)


@pytest.fixture
def directive() -> Directive:
    load_district()
    document = Document(
        "重点工作", read_bytes("通知.txt", TEXT.encode()), "青政发〔2026〕3号", "", date(2026, 3, 1)
    )
    return services.bring_in(document=document, actor=actor("ducha"), at=NOW)


def given_out(directive: Directive) -> Case:
    return services.accept(
        measure=directive.measures.get(wording__contains="改造20个"), actor=actor("ducha"), at=NOW
    )


def task(directive: Directive, when: str, who: str = "ducha") -> OrderedTask:
    return of_document(directive, actor=actor(who), at=at(when)).tasks[0]


def take(case: Case, step: str, who: str, when: str, **given: object) -> None:
    casework.take(case_id=case.pk, step=step, actor=actor(who), at=at(when), given=given)


def test_every_sentence_is_there_once_and_what_is_no_task_says_so(directive: Directive) -> None:
    given_out(directive)
    trace = of_document(directive, actor=actor("ducha"), at=NOW)
    assert [(one.case is not None, one.measure.controls_persons) for one in trace.tasks] == [
        (True, False), (False, False), (False, True),
    ]  # fmt: skip
    assert (trace.totals.measures, trace.totals.given, trace.totals.done) == (3, 1, 0)


def test_report_acceptance_money_and_escalation_stand_beside_the_sentence(directive: Directive) -> None:
    case = given_out(directive)
    line = supervision.add_line(
        year=2026, code="1", title="改造", unit=unit("住建局"), planned=Decimal(100), actor=actor("ducha")
    )
    supervision.move(
        line=line, case=case, kind="spent", amount=Decimal("12.30"), on=date(2026, 3, 3), evidence="票1",
        actor=actor("ducha"), at=NOW,
    )  # fmt: skip
    escalation.run(at=at("2026-03-24 09:00"))
    before = task(directive, "2026-03-24 09:00")
    assert before.ended is not None
    assert before.ended.outcome is Outcome.OVERDUE
    assert [one.stage for one in before.told] == ["head", "supervisor"]
    take(case, "report_done", "chengban", "2026-03-25 09:00", result="改造了20个")
    take(case, "confirm", "ducha", "2026-03-26 09:00", checked="到现场看过")
    found = task(directive, "2026-03-27 09:00")
    assert found.reported is not None
    assert found.reported.text == "改造了20个"
    assert found.confirmed is not None
    assert found.confirmed.text == "到现场看过"
    assert found.money is not None
    assert found.money.spent == Decimal("12.30")
    assert found.ended is not None
    assert found.ended.outcome is Outcome.LATE
    assert found.missed


def test_a_case_that_the_reader_may_not_see_is_only_said_to_be_there(directive: Directive) -> None:
    case = given_out(directive)
    other, own = (task(directive, "2026-03-03 09:00", who) for who in ("chengban2", "chengban"))
    assert (other.hidden, other.case, other.money, other.told) == (True, None, None, [])
    assert own.case == case


def test_the_page_and_the_workbook_say_the_same_and_the_document_leads_to_them(directive: Directive) -> None:
    case = given_out(directive)
    client = Client()
    client.force_login(Account.objects.get(username="ducha"))
    assert (
        reverse("insight:ordered", args=[directive.pk])
        in client.get(reverse("directives:document", args=[directive.pk])).content.decode()
    )
    page = client.get(reverse("insight:ordered", args=[directive.pk])).content.decode()
    assert case.number in page
    assert "不能成为任务" in page
    content = client.get(reverse("insight:ordered_sheet", args=[directive.pk])).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 4
    assert rows[1][5] == case.number
    assert rows[1][2] == "青岚区住房和城乡建设局要在2026年3月20日前完成改造20个。"
