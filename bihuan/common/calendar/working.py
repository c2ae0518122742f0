"""Which days offices work: weekends, holidays and make-up working days (调休) of the published years."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from bihuan.common.calendar.days import Day, DayKind
from bihuan.common.calendar.papers import Paper, Ruling, parse

CHINA = ZoneInfo("Asia/Shanghai")  # one time for the whole country

WORKING = Day(DayKind.WORKING)
WEEKEND = Day(DayKind.WEEKEND)
MAKE_UP = Day(DayKind.MAKE_UP)
WORKING_UNPUBLISHED = Day(DayKind.WORKING, known=False)
WEEKEND_UNPUBLISHED = Day(DayKind.WEEKEND, known=False)


class WorkingCalendar:
    """Every day, from the papers of some years. Immutable.

    A year without a paper has weekends off and nothing more: its holidays are not guessed, and what is
    counted through it is provisional. Where two papers rule one date (the last days of December), the later
    year's wins.
    """

    __slots__ = ("_papers", "_ruled", "_table_start", "_work", "_worked_before", "version")

    version: str

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        ordered = sorted(papers, key=lambda paper: paper.year)
        self._papers = {paper.year: paper for paper in ordered}
        self._ruled: dict[int, Ruling] = {
            ruling.date.toordinal(): ruling for paper in ordered for ruling in paper.rulings
        }
        self.version = _version(self._papers)
        self._table_start, self._worked_before, self._work = self._tables()

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self.version}>"

    @property
    def years(self) -> tuple[int, ...]:
        """Years whose arrangement is published, ascending."""
        return tuple(self._papers)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The arrangements, by year."""
        return tuple(self._papers.values())

    def paper(self, year: int) -> Paper | None:
        """The arrangement of a year, or None."""
        return self._papers.get(year)

    def with_papers(self, papers: Iterable[Paper]) -> WorkingCalendar:
        """A calendar in which these papers replace those of the same years."""
        return WorkingCalendar({**self._papers, **{paper.year: paper for paper in papers}}.values())

    def is_known(self, year: int) -> bool:
        """The year's arrangement is published."""
        return year in self._papers

    def is_known_between(self, first: date, last: date) -> bool:
        """Every year that the dates touch is published."""
        return all(year in self._papers for year in range(first.year, last.year + 1))

    def kind(self, day: date) -> Day:
        """What the day is, and why."""
        ordinal = day.toordinal()
        weekend = ordinal % 7 in (6, 0)
        ruling = self._ruled.get(ordinal)
        if ruling is None:
            if day.year in self._papers:
                return WEEKEND if weekend else WORKING
            return WEEKEND_UNPUBLISHED if weekend else WORKING_UNPUBLISHED
        if ruling.off:
            return Day(DayKind.HOLIDAY, holiday=ruling.name)
        # A paper may also restore a weekday that an earlier paper had taken (3 February 2020): plain work.
        return MAKE_UP if weekend else WORKING

    def is_working(self, day: date) -> bool:
        """Offices work on the day."""
        return self.works_on(day.toordinal())

    def works_on(self, ordinal: int) -> bool:
        """As `is_working`, for a proleptic ordinal (`date.toordinal`)."""
        ruling = self._ruled.get(ordinal)
        return ordinal % 7 not in (6, 0) if ruling is None else not ruling.off

    def nth_working_after(self, ordinal: int, count: int) -> int:
        """The ordinal of the count-th working day after a day; the day itself for a count of 0."""
        if count <= 0:
            return ordinal
        index = ordinal + 1 - self._table_start
        if 0 <= index < len(self._worked_before):
            place = self._worked_before[index] + count - 1
            if place < len(self._work):
                return self._work[place]
        return self._walk(ordinal, count)

    def working_between(self, first: int, end: int) -> int:
        """How many working days lie in [first, end), both ordinals."""
        low, high = first - self._table_start, end - self._table_start
        if low >= 0 and low <= high < len(self._worked_before):
            return self._worked_before[high] - self._worked_before[low]
        return sum(map(self.works_on, range(first, end)))

    def _walk(self, ordinal: int, count: int) -> int:
        while count:
            ordinal += 1
            count -= self.works_on(ordinal)
        return ordinal

    def _tables(self) -> tuple[int, list[int], list[int]]:
        """Running counts over the published years and two more, so that the usual count is two look-ups."""
        if not self._papers:
            return 0, [], []
        start = date(min(self._papers) - 1, 1, 1).toordinal()
        end = date(max(self._papers) + 3, 1, 1).toordinal()
        before: list[int] = []
        work: list[int] = []
        for ordinal in range(start, end):
            before.append(len(work))
            if self.works_on(ordinal):
                work.append(ordinal)
        return start, before, work


@cache
def load_shipped() -> WorkingCalendar:
    """The calendar of the years that come with the program (2010 to 2026)."""
    folder = files("bihuan.common.calendar") / "data"
    return WorkingCalendar(
        parse(file.read_bytes(), year=int(file.name.removesuffix(".json")))
        for file in folder.iterdir()
        if file.name.endswith(".json")
    )


def _version(papers: dict[int, Paper]) -> str:
    if not papers:
        return "none"
    content = "\n".join(f"{year} {paper.sha}" for year, paper in papers.items())
    return f"{min(papers)}-{max(papers)}.{hashlib.sha256(content.encode()).hexdigest()[:8]}"
