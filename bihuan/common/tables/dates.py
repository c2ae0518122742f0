"""Dates in the shapes people write, as time in Asia/Shanghai. What is doubtful is refused, not guessed."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop as _

from bihuan.common.tables.clean import Cell, line
from bihuan.common.tables.reasons import TableError

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EXCEL_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - the workbook's own clock has no zone
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: below and above, a number is no date that an office writes
_YEARS = range(1900, 2100)


class DateError(TableError):
    """The cell holds no date that can be read without guessing."""


@dataclass(frozen=True, slots=True)
class When:
    """A moment as it was written. Without a time of day `timed` is False and `at` is the start of `day`."""

    at: dt.datetime
    timed: bool

    @property
    def day(self) -> dt.date:
        """The day in Shanghai."""
        return self.at.date()


_COMMON = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?", re.ASCII)
_DAY = re.compile(
    r"(\d{4}|\d{2}(?=\s*年))\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)\s*[日号]?", re.ASCII
)
_WEEKDAY = re.compile(r"[(（\[]?\s*(?:星期|周|礼拜)[一二三四五六日天1-7]\s*[)）\]]?")
_TIME = re.compile(
    r"[T,\s]*(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*"
    r"(?:(?P<half>半)|整|(?P<quarter>[13])刻|(?P<minute>\d{1,2})\s*(?:(?::|分)\s*(?:(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?)?)?"
    r"钟?\s*(?P<after>AM|PM)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_DASHES = str.maketrans(dict.fromkeys("—–―−‐‑", "-") | {"。": ".", "\\": "/"})
_NUMERALS = "〇一二三四五六七八九"
_NUMERAL_RUN = re.compile("[〇零○一二三四五六七八九十]+")


def read_when(cell: Cell | None) -> When:
    """The moment in a cell: text, a date cell, or an Excel serial number.

    Raises DateError saying what is wrong: no year, a day that does not exist, words after it.
    """
    if isinstance(cell, dt.datetime):
        return _from_cell(cell)
    if isinstance(cell, dt.date):
        return _build(str(cell), cell.year, cell.month, cell.day)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(float(cell))
    if isinstance(cell, str):
        return _from_text(line(cell))
    raise DateError(_("“%(given)s”不是日期"), given=cell)


def _from_cell(cell: dt.datetime) -> When:
    if cell.tzinfo is not None:
        return When(cell.astimezone(SHANGHAI), timed=True)
    if cell.microsecond:  # Excel keeps fractions of a day: 16:03:40 comes back as 16:03:39.999998
        cell = (cell + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    if cell.year not in _YEARS:
        raise DateError(_("“%(given)s”的年份不可信，请核对"), given=cell)
    return When(cell.replace(tzinfo=SHANGHAI), timed=cell.time() != dt.time())


def _from_number(number: float) -> When:
    if int(number) in _SERIALS:
        return _from_cell(_EXCEL_EPOCH + dt.timedelta(seconds=round(number * 86_400)))
    return _from_text(str(int(number)) if number.is_integer() else str(number))


def _from_text(given: str) -> When:
    if found := _COMMON.fullmatch(given):
        year, _mark, month, day, hour, minute, second = found.groups()
        clock = (int(hour), int(minute), int(second or 0)) if hour else None
        return _build(given, int(year), int(month), int(day), clock)
    text = _plain(given)
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = found.groups()
        clock = (int(hour), int(minute), int(second or 0)) if hour else None
        return _build(given, int(year), int(month), int(day), clock)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return _from_number(float(text))
    found = _DAY.match(text)
    if found is None:
        raise _why_not(given, text)
    year = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])
    rest = _WEEKDAY.sub("", text[found.end() :]).strip()
    month, day = int(found[2]), int(found[3])
    if not rest:
        return _build(given, year, month, day)
    clock_found = _TIME.fullmatch(rest)
    if clock_found is None:
        raise DateError(_("日期后面还有文字“%(rest)s”，请只写日期和时间"), rest=rest)
    when = _build(given, year, month, day, _clock(clock_found))
    zone = clock_found["zone"]
    if zone:
        offset = "+00:00" if zone == "Z" else zone
        return When(
            dt.datetime.fromisoformat(f"{when.at:%Y-%m-%dT%H:%M:%S}{offset}").astimezone(SHANGHAI), timed=True
        )
    return when


def _plain(given: str) -> str:
    """Full-width forms to plain ones, dashes to one dash, 二〇一九年 to 2019年."""
    text = unicodedata.normalize("NFKC", given).translate(_DASHES).replace("年度", "年")
    text = re.sub("am|pm|[ap]\\.m\\.", lambda m: m[0].upper().replace(".", ""), text, flags=re.IGNORECASE)
    if "年" in text or "点" in text or "时" in text:
        text = _WEEKDAY.sub(" ", text)
        text = _NUMERAL_RUN.sub(lambda run: _number(run[0]), text)
    return text.strip()


def _number(run: str) -> str:
    run = run.replace("零", "〇").replace("○", "〇")
    if "十" not in run:
        return "".join(str(_NUMERALS.index(mark)) for mark in run)
    tens, _ten, ones = run.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return run
    return str((_NUMERALS.index(tens) if tens else 1) * 10 + (_NUMERALS.index(ones) if ones else 0))


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour, second = int(found["hour"]), int(found["second"] or 0)
    minute = 30 if found["half"] else int(found["quarter"] or 0) * 15 or int(found["minute"] or 0)
    part = found["part"] or found["after"] or ""
    if part in {"下午", "傍晚", "晚上", "晚", "夜里", "PM"} and 1 <= hour < 12:
        return hour + 12, minute, second
    if part == "中午" and 1 <= hour < 3:
        return hour + 12, minute, second
    if part in {"凌晨", "上午", "AM"} and hour == 12:
        return 0 if part != "上午" else 12, minute, second
    return hour, minute, second


def _build(given: str, year: int, month: int, day: int, clock: tuple[int, int, int] | None = None) -> When:
    if year not in _YEARS:
        raise DateError(_("“%(given)s”的年份不可信，请核对"), given=given)
    try:
        if clock is None:
            return When(dt.datetime(year, month, day, tzinfo=SHANGHAI), timed=False)
        if clock == (24, 0, 0):  # 24:00 is how a day's end is written
            return When(dt.datetime(year, month, day, tzinfo=SHANGHAI) + dt.timedelta(days=1), timed=True)
        return When(dt.datetime(year, month, day, *clock, tzinfo=SHANGHAI), timed=True)
    except ValueError:
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            raise DateError(_("“%(given)s”的时间不存在，请核对时、分、秒"), given=given) from None
        raise DateError(_("“%(given)s”这一天不存在，请核对月和日"), given=given) from None


_SHAPES_REFUSED = (
    (r"\d{1,2}[月./-]\s*\d{1,2}[日号]?(\D.*)?", _("“%(given)s”没有年份，请补上四位年份")),
    (r"'?\d{2}[./-]\d{1,2}[./-]\d{1,2}(\D.*)?", _("“%(given)s”的年份只有两位，不能确定，请写四位年份")),
    (
        r"\d{1,2}[./-]\d{1,2}[./-](\d{2}|\d{4})(\D.*)?",
        _("“%(given)s”分不清年、月、日的次序，请按“年-月-日”写"),
    ),
    (r"\d{4}\s*[年./-]\s*\d{1,2}月?(份)?", _("“%(given)s”没有写到日，请补上")),
    (r"\d{4}年?", _("“%(given)s”只有年份，请补上月和日")),
    (r"\d{6}", _("“%(given)s”分不清年、月、日，请按“年-月-日”写")),
)


def _why_not(given: str, text: str) -> DateError:
    # The two-digit shape comes before "no year": 19-4-24 has three parts, 4-24 has two.
    three = re.match(r"'?\d{1,2}[./-]\d{1,2}[./-]\d", text)
    for pattern, message in _SHAPES_REFUSED[1:] if three else _SHAPES_REFUSED:
        if re.fullmatch(pattern, text):
            return DateError(message, given=given)
    return DateError(_("“%(given)s”不是日期"), given=given)
