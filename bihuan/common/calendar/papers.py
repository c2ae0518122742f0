"""A year's holiday arrangement (国务院办公厅关于部分节假日安排的通知): read from a file and checked.

Two shapes are read: ours, in `data/`, `{"year": 2026, "papers": [address], "days": [["2026-01-01", "off",
"元旦"]]}`, and that of the public holiday-cn project, whose days are `{"name": "元旦", "date": "2026-01-01",
"isOffDay": true}`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

LONGEST_FILE = 1_000_000  # bytes; a year's arrangement is about four thousand


class CalendarFileError(ValueError):
    """The file is not a usable arrangement. `msgid` is Chinese with named places, `params` fills them."""

    def __init__(self, msgid: str, **params: object) -> None:
        self.msgid = msgid
        self.params = params
        super().__init__(msgid % params)


class NotPublishedError(CalendarFileError):
    """The file names its year but holds no days: the arrangement of that year has not been published."""


NOT_JSON = "文件不是有效的 JSON：%(problem)s。请选择放假安排的 JSON 文件。"
TOO_LONG = "文件过大，不像是一年的放假安排。请检查是否选错了文件。"
NO_YEAR = "文件缺少年份（year）。请检查是否选错了文件。"
WRONG_YEAR = "文件是%(found)s年的放假安排，需要的是%(wanted)s年。请更换文件。"
NOT_PUBLISHED = "%(year)s年的放假安排尚未公布：文件中没有日期。公布后请用新文件更新。"
NO_DAYS = "文件缺少日期列表（days）。请检查是否选错了文件。"
BAD_DAY = "第%(row)s条日期无法识别：%(problem)s。请更正后重新导入。"
DUPLICATE = "日期 %(date)s 重复出现。请删去重复的一条后重新导入。"
OUTSIDE = "日期 %(date)s 不属于%(year)s年的放假安排（只可包含当年及上一年十二月的日期）。请更正后重新导入。"
MESSAGES = (NOT_JSON, TOO_LONG, NO_YEAR, WRONG_YEAR, NOT_PUBLISHED, NO_DAYS, BAD_DAY, DUPLICATE, OUTSIDE)


@dataclass(frozen=True, slots=True, order=True)
class Ruling:
    """One date that the arrangement names: off for a holiday, or worked in exchange."""

    date: date
    off: bool
    name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The arrangement of one year. It may rule days of the December before: 元旦 can begin on 31 December."""

    year: int
    rulings: tuple[Ruling, ...]
    source: str = field(default="", compare=False)

    @property
    def sha(self) -> str:
        """SHA-256 of what is ruled (not of the file's spelling), 64 hexadecimal digits."""
        return hashlib.sha256(json.dumps(self.days(), ensure_ascii=False).encode()).hexdigest()

    def days(self) -> list[list[str]]:
        """The rulings as JSON, by date: `[["2026-01-01", "off", "元旦"], ...]`."""
        return [[r.date.isoformat(), "off" if r.off else "work", r.name] for r in self.rulings]


def parse(raw: bytes | str, *, year: int | None = None) -> Paper:
    """Read and check a file's content in either shape.

    `year`: the year that is wanted, if the caller knows it. Raises CalendarFileError, NotPublishedError.
    """
    if len(raw) > LONGEST_FILE:
        raise CalendarFileError(TOO_LONG)
    try:
        data = json.loads(raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw)
    except (ValueError, RecursionError) as problem:
        raise CalendarFileError(NOT_JSON, problem=problem) from problem
    found = data.get("year") if isinstance(data, Mapping) else None
    if not isinstance(found, int) or isinstance(found, bool) or not 1949 <= found <= 2999:
        raise CalendarFileError(NO_YEAR)
    if year is not None and found != year:
        raise CalendarFileError(WRONG_YEAR, found=found, wanted=year)
    return from_days(found, data.get("days"), source=_source(data.get("papers")))


def from_days(year: int, days: object, *, source: str = "") -> Paper:
    """The paper of a list of days in either shape. Raises as `parse` does."""
    if not isinstance(days, list):
        raise CalendarFileError(NO_DAYS)
    if not days:
        raise NotPublishedError(NOT_PUBLISHED, year=year)
    rulings: dict[date, Ruling] = {}
    for row, entry in enumerate(days, start=1):
        ruling = _ruling(row, entry)
        if ruling.date in rulings:
            raise CalendarFileError(DUPLICATE, date=ruling.date.isoformat())
        if ruling.date.year != year and (ruling.date.year, ruling.date.month) != (year - 1, 12):
            raise CalendarFileError(OUTSIDE, date=ruling.date.isoformat(), year=year)
        rulings[ruling.date] = ruling
    return Paper(year=year, rulings=tuple(sorted(rulings.values())), source=source)


def _ruling(row: int, entry: object) -> Ruling:
    match entry:
        case [str(day), "off" | "work" as does, str(name)]:
            off = does == "off"
        case {"date": str(day), "isOffDay": bool(off), "name": str(name)}:
            pass
        case _:
            raise CalendarFileError(BAD_DAY, row=row, problem=json.dumps(entry, ensure_ascii=False)[:80])
    name = name.strip()
    try:
        parsed = date.fromisoformat(day)
    except ValueError as problem:
        raise CalendarFileError(BAD_DAY, row=row, problem=day[:80]) from problem
    if not name or len(name) > 40:
        raise CalendarFileError(BAD_DAY, row=row, problem=json.dumps(entry, ensure_ascii=False)[:80])
    return Ruling(date=parsed, off=off, name=name)


def _source(papers: object) -> str:
    return " ".join(str(address) for address in papers)[:1000] if isinstance(papers, list) else ""
