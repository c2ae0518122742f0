"""Grades of accidents, who reports to whom, who investigates, and how long casualties count. Pure.

Source: 生产安全事故报告和调查处理条例 (国务院令493号) art. 3, 9 to 13, 19, 20. "以上" includes the number, "以下" does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

WAN = 10_000


class Grade(IntEnum):
    """From the lowest to the highest."""

    ORDINARY = 1
    LARGER = 2
    MAJOR = 3
    EXTRAORDINARY = 4


KEYS = {
    Grade.ORDINARY: "ordinary",
    Grade.LARGER: "larger",
    Grade.MAJOR: "major",
    Grade.EXTRAORDINARY: "extraordinary",
}
LABELS = {"ordinary": "一般事故", "larger": "较大事故", "major": "重大事故", "extraordinary": "特别重大事故"}
AUTHORITIES = {
    Grade.ORDINARY: "county",
    Grade.LARGER: "city",
    Grade.MAJOR: "province",
    Grade.EXTRAORDINARY: "state",
}  # who investigates: art. 19
AUTHORITY_LABELS = {
    "county": "县级人民政府",
    "city": "设区的市级人民政府",
    "province": "省级人民政府",
    "state": "国务院",
}
# To which level it is reported, step by step: art. 10.
REPORTED_TO = {
    Grade.ORDINARY: ("city",), Grade.LARGER: ("city", "province"), Grade.MAJOR: ("city", "province", "state"),
    Grade.EXTRAORDINARY: ("city", "province", "state"),
}  # fmt: skip
# (grade, deaths, serious injuries, direct loss in yuan) from which on.
FROM = (
    (Grade.EXTRAORDINARY, 30, 100, 10_000 * WAN), (Grade.MAJOR, 10, 50, 5_000 * WAN), (Grade.LARGER, 3, 10, 1_000 * WAN),
)  # fmt: skip
TO_UNIT_HEAD = timedelta(hours=1)  # art. 9: unit head to the county, from learning of it
WINDOW, SHORT_WINDOW = 30, 7  # art. 13: days in which casualties are reported anew; road traffic and fire
SHORT = frozenset({"road", "fire"})


@dataclass(frozen=True, slots=True)
class Casualties:
    """What was lost: persons dead, seriously injured (acute industrial poisoning with them), missing; yuan."""

    deaths: int = 0
    serious: int = 0
    missing: int = 0
    minor: int = 0
    loss: int = 0


def grade_of(lost: Casualties) -> Grade:
    """The grade: the highest that one of the three measures gives (art. 3 joins them by "或者")."""
    for grade, deaths, serious, loss in FROM:
        if lost.deaths >= deaths or lost.serious >= serious or lost.loss >= loss:
            return grade
    return Grade.ORDINARY


def window_end(occurred_on: date, kind: str) -> date:
    """The last day on which a change of casualties changes the grade: thirty days from the accident, seven for road
    traffic and fire (art. 13, 20). The day of the accident is day 0."""
    return occurred_on + timedelta(days=SHORT_WINDOW if kind in SHORT else WINDOW)


def counts(occurred_on: date, kind: str, happened_on: date) -> bool:
    """Whether a death or injury of that day belongs to the accident's grade."""
    return happened_on <= window_end(occurred_on, kind)
