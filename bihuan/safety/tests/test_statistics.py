"""Statistics are frozen when made and come out the same when made again, whatever happens afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from bihuan.casework.errors import Incomplete
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards import stamping
from bihuan.safety.hazards.models import Hazard, StatisticsReport
from bihuan.safety.hazards.statistics import freeze, made_again, period_of
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.lives import inspected, self_found, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Enterprise:
    load_district()
    cast.pack()
    return cast.enterprise()


def test_a_quarter_is_due_on_the_fifteenth_after_it_and_a_year_on_the_last_of_january() -> None:
    assert period_of("2026Q1").due_on == date(2026, 4, 15)
    assert period_of("2025Q4").due_on == date(2026, 1, 15)
    assert period_of("2025").due_on == date(2026, 1, 31)


def test_what_happens_after_the_report_does_not_change_it(firm: Enterprise) -> None:
    officer, principal = cast.staff(firm)
    judge, head = cast.officers()
    done = take(
        self_found(firm, officer), "judge", officer, "2026-03-02 11:00", grade="general", reason="小。"
    )
    done = take(
        done,
        "correct_at_once",
        officer,
        "2026-03-02 12:00",
        rectifier="李电工",
        record="换了。",
        done_on=date(2026, 3, 2),
    )
    take(done, "accept", principal, "2026-03-03 09:00", accepted="合格。")
    open_one = take(
        self_found(firm, officer), "judge", officer, "2026-03-02 11:00", grade="general", reason="小。"
    )
    waiting = inspected(firm, judge)
    report, new = freeze(period="2026Q1", regulator=None, actor=head, at=at("2026-04-10 09:00"))
    assert new
    total = report.figures["total"]
    assert (total["found"], total["closed"], total["open"], total["major_found"]) == (3, 1, 2, 0)
    take(
        open_one,
        "correct_at_once",
        officer,
        "2026-04-11 12:00",
        rectifier="李电工",
        record="换了。",
        done_on=date(2026, 4, 11),
    )
    take(open_one, "accept", principal, "2026-04-12 09:00", accepted="合格。")
    take(waiting, "judge", judge, "2026-04-12 11:00", grade="major", clause="MH/1", reason="符合。")
    assert made_again(StatisticsReport.objects.get(pk=report.pk))
    # The same from rows of before the columns that say when the journal was told, and after the job filled them in.
    told = list(Hazard.objects.order_by("pk").values_list("recorded_at", "graded_at", "settled_at"))
    Hazard.objects.update(recorded_at=None, graded_at=None, settled_at=None)
    assert made_again(StatisticsReport.objects.get(pk=report.pk))
    assert stamping.stamp(most=2) == 2
    assert made_again(StatisticsReport.objects.get(pk=report.pk))
    assert (stamping.stamp(), stamping.stamp()) == (1, 0)
    assert made_again(StatisticsReport.objects.get(pk=report.pk))
    assert list(Hazard.objects.order_by("pk").values_list("recorded_at", "graded_at", "settled_at")) == told
    assert freeze(period="2026Q1", regulator=None, actor=head, at=at("2026-05-01 09:00")) == (report, False)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        StatisticsReport.objects.filter(pk=report.pk).update(figures={})


def test_a_period_that_is_not_over_is_not_reported(firm: Enterprise) -> None:
    with pytest.raises(Incomplete, match="2026-03-31"):
        freeze(period="2026Q1", regulator=None, actor=actor("anjian"), at=at("2026-03-31 23:00"))
