"""The bulletin says what the data say, hides groups under five, and opens in Word."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.insight import standing
from bihuan.insight.bulletin import figures as reading
from bihuan.insight.bulletin import writing
from bihuan.insight.bulletin.spans import MONTH, WEEK, span
from bihuan.insight.small import LEAST
from bihuan.organizations.models import Account, Jurisdiction

NOW = at("2026-03-09 09:00")  # a Monday
LAST_WEEK = span(WEEK, date(2026, 3, 2))


@pytest.fixture(autouse=True)
def district(db: None) -> None:
    load_district()


def measure(when: str, to: str = "住建局", due_by: str = "2026-03-05") -> Case:
    return casework.open_case(
        process="directives.measure", step="order", actor=actor("ducha"), at=at(when), subject="改造",
        given={"to_unit": unit(to).pk, "due_by": due_by},
    )  # fmt: skip


def matters(topic: str, place: str, count: int) -> None:
    """Cases of a topic in a place, as the register has them: only what the table counts matters here."""
    for _n in range(count):
        case = measure("2026-03-03 09:00")
        where = Jurisdiction.objects.get(name=place)
        Case.objects.filter(pk=case.pk).update(process="appeals.petition", topic=topic, jurisdiction=where)


def test_a_week_begins_on_monday_and_a_month_ends_on_its_last_day() -> None:
    week = span(WEEK, date(2026, 3, 8))
    assert (week.first, week.last) == (date(2026, 3, 2), date(2026, 3, 8))
    assert span(MONTH, date(2024, 2, 10)).last == date(2024, 2, 29)
    assert span(MONTH, date(2026, 1, 5)).before.first == date(2025, 12, 1)


def test_what_came_ended_and_ran_late_is_counted_in_its_week() -> None:
    measure("2026-02-24 09:00", due_by="2026-04-01")
    late, done = measure("2026-03-02 09:00"), measure("2026-03-08 23:59", due_by="2026-04-01")
    casework.take(
        case_id=late.pk,
        step="report_done",
        actor=actor("chengban"),
        at=at("2026-03-07 09:00"),
        given={"result": "已改造"},
    )  # two days late
    casework.take(
        case_id=done.pk,
        step="withdraw",
        actor=actor("ducha"),
        at=at("2026-03-08 23:59"),
        given={"reason": "重复"},
    )
    measure("2026-03-09 00:00")
    standing.refresh(at=NOW)
    found = reading.figures(LAST_WEEK, at=NOW)
    part = found.kinds["directives.measure"]
    assert (part.received.now, part.received.before, part.ended.now) == (2, 1, 1)
    assert (found.met, found.late) == (0, 1)
    assert part.overdue == 1
    name, first = found.units[0]
    assert (name, first.overdue) == (unit("住建局").short_name, 1)


def test_a_group_under_five_is_not_shown_nor_what_would_tell_it() -> None:
    matters("城乡建设/物业服务/收费", "石湾镇", LEAST + 2)
    matters("城乡建设/物业服务/收费", "白鹭镇", LEAST - 1)
    matters("交通运输/公交", "石湾镇", 1)
    found = reading.figures(LAST_WEEK, at=NOW)
    rows = {topic: (cells, total) for topic, cells, total, _before in found.matters.rows}
    cells, total = rows["城乡建设/物业服务"]
    assert all(
        reading.hidden(cell) or cell == 0 for cell in cells
    )  # seven alone, with the sum, would tell four
    assert total == LEAST * 2 + 1
    assert "交通运输/公交" not in rows  # one case in all
    text = "\n".join(cell for chapter in writing.chapters(found) for row in chapter.rows for cell in row)
    assert "少于5" in text


def test_the_document_can_be_edited_and_its_chart_has_its_workbook() -> None:
    measure("2026-03-03 09:00")
    standing.refresh(at=NOW)
    made = writing.as_docx(reading.figures(LAST_WEEK, at=NOW))
    document = Document(io.BytesIO(made))
    assert "督查周报" in document.paragraphs[0].text
    box = zipfile.ZipFile(io.BytesIO(made))
    assert "word/charts/chart1.xml" in box.namelist()
    inside = zipfile.ZipFile(io.BytesIO(box.read("word/embeddings/chart1.xlsx")))
    assert "xl/worksheets/sheet1.xml" in inside.namelist()
    assert unit("住建局").short_name in box.read("word/charts/chart1.xml").decode()


def test_what_was_escalated_and_ordered_is_said() -> None:
    from bihuan.supervision import escalation, services

    case = measure("2026-03-02 09:00")
    services.supervise(
        process="supervision.order", actor=actor("ducha"), at=at("2026-03-03 09:00"), subject="进度", origin=case,
        given={"to_unit": unit("住建局").pk, "requirement": "说明", "reply_by": "2026-03-20"},
    )  # fmt: skip
    escalation.run(at=at("2026-03-06 00:00"))
    found = reading.figures(LAST_WEEK, at=NOW)
    assert (found.taken("order", "issue"), found.told) == (1, {"head": 1})


def client(username: str, lang: str = "zh-hans") -> Client:
    found = Client()
    found.force_login(Account.objects.get(username=username))
    found.cookies["django_language"] = lang
    return found


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_bulletin_opens_as_a_page_and_as_a_document(lang: str) -> None:
    for kind in (WEEK, MONTH):
        answer = client("ducha", lang).get(reverse("bulletin:bulletin"), {"kind": kind})
        assert answer.status_code == 200
        made = client("ducha", lang).get(reverse("bulletin:document"), {"kind": kind})
        assert made.content.startswith(b"PK")
    assert client("chengban").get(reverse("bulletin:bulletin")).status_code == 403


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday"])
def test_a_day_that_is_none_is_said_and_the_last_week_shown(text: str) -> None:
    answer = client("ducha").get(reverse("bulletin:bulletin"), {"on": text})
    assert answer.status_code == 422
    assert "日历上没有这一天" in answer.content.decode()


def test_a_day_to_come_shows_the_week_that_runs() -> None:
    answer: Any = client("ducha").get(
        reverse("bulletin:bulletin"), {"on": (timezone.localdate() + timedelta(days=90)).isoformat()}
    )
    assert "下一期" not in answer.content.decode()
