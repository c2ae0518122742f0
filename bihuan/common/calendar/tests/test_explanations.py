"""The answer to "why this date"."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bihuan.common.calendar.explanations import KEEPS_LAST_DAY, PAUSED_SKIPPED, PROVISIONAL, explain_limit
from bihuan.common.calendar.rules import Roll, TimeUnit
from bihuan.common.calendar.tests.counting import DAYS, GENEROUS, HOURS, STRICT, WORKING, at, limit, pause
from bihuan.common.calendar.working import load_shipped

SHIPPED = load_shipped()


@dataclass(frozen=True)
class RowOfATable:
    """Shaped as a clock of a process table is."""

    name: str = "objection"
    amount: int = 5
    unit: TimeUnit = WORKING
    roll: Roll = STRICT
    article: str = "信访工作条例第二十三条"


def test_a_clock_of_a_table_is_explained_in_one_call_as_plain_json() -> None:
    said = explain_limit(
        RowOfATable(),
        start=at("2026-02-12"),
        calendar=SHIPPED,
        process="appeals.petition",
        clock="objection",
    )
    assert json.loads(json.dumps(said)) == said
    days = said.pop("days")
    assert said == {
        "process": "appeals.petition",
        "clock": "objection",
        "start": "2026-02-12T10:00:00+08:00",
        "due": "2026-02-26",
        "due_at": "2026-02-27T00:00:00+08:00",
        "due_on": "2026-02-26",
        "amount": 5,
        "extended_by": 0,
        "unit": "working_days",
        "article": "信访工作条例第二十三条",
        "rule": "national",
        "roll": "strict",
        "provisional": False,
        "paused": False,
        "left": 0,
        "counted": 5,
        "skipped": 10,
        "principles": said["principles"],
        "version": SHIPPED.version,
    }
    assert days[2] == {
        "date": "2026-02-14", "weekday": "周六", "counted": True, "why": "调休上班", "code": "make_up",
    }  # fmt: skip


def test_the_rule_that_is_named_is_the_limits_own() -> None:
    assert (
        explain_limit(RowOfATable(), start=at("2026-02-12"), calendar=SHIPPED, rule="rule-7")["rule"]
        == "rule-7"
    )
    assert (
        explain_limit(limit(5, DAYS), start=at("2026-02-12"), calendar=SHIPPED, rule="rule-7")["rule"]
        == "national"
    )


def test_the_principles_are_those_that_were_used() -> None:
    strict = explain_limit(limit(60, DAYS), start=at("2026-01-05"), calendar=SHIPPED)["principles"]
    assert KEEPS_LAST_DAY in strict
    generous = explain_limit(limit(60, DAYS, GENEROUS), start=at("2026-01-05"), calendar=SHIPPED)[
        "principles"
    ]
    assert KEEPS_LAST_DAY not in generous
    held = [pause("2026-01-10", "2026-01-12")]
    hours = explain_limit(limit(9000, HOURS), start=at("2026-01-05"), calendar=SHIPPED, pauses=held)[
        "principles"
    ]
    assert [text for text in (KEEPS_LAST_DAY, PAUSED_SKIPPED, PROVISIONAL) if text in hours] == [
        PAUSED_SKIPPED, PROVISIONAL,
    ]  # fmt: skip


def test_a_clock_that_stands_still_has_no_date_in_its_explanation() -> None:
    said = explain_limit(
        limit(30, DAYS), start=at("2026-03-02"), calendar=SHIPPED, pauses=[pause("2026-03-12", None)]
    )
    assert (said["due_at"], said["due_on"], said["paused"], said["left"]) == (None, None, True, 21)
