"""By when. A deadline exists only with the words it came from; a day is given only where the words give one.

`Dated` says from when the document is; a year alone (from its title) is enough for 年内 and 6月底前.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.directives.reading.numerals import NARROW, number
from bihuan.directives.reading.tree import Deadline, Span

N = r"\d{1,4}|[一二三四五六七八九十]{1,3}"
DONE = (
    r"(?:力争|确保|争取|务必|要|将|全面|基本|全部|全线|正式|实质性|率先|如期|主体|顺利|陆续|前|初步|整体)*"
    r"(?:建成|完成|完工|竣工|投用|投产|投入使用|投入运营|投运|通车|通航|开通|开工|启用|运营|运行|达到|达产|达标|实现|交付|封顶|贯通|建设完成|验收|上线|出台|印发|开业|开园|开放|通水|动工|开建|试运)"
)
BY = r"(?:底前|末前|底之前|底以前|前|之前|以前|止|底|末)"
HALF = r"上半年|下半年|(?:第)?[一二三四1234]季度|年中"
RELATIVE_YEAR = {"今年": 0, "本年": 0, "明年": 1, "后年": 2, "": 0}

ABSOLUTE = re.compile(
    rf"(?P<lead>力争|确保|争取|于|在|到|至|截至|务必在?)?(?P<y>(?:19|20)\d\d|二[〇零○]\S\S)年"
    rf"(?:(?P<m>{N})月(?:份)?(?:(?P<d>{N})[日号])?|(?P<half>{HALF}))?(?P<by>{BY})?"
)
THIS_YEAR = re.compile(
    rf"(?<![\d一二三四五六七八九十每几近多往去前当同半百年])(?P<y>今年|本年|明年|后年)?(?:(?P<m>{N})月(?:份)?(?:(?P<d>{N})[日号])?|(?P<half>{HALF})|(?P<year>年))(?P<by>{BY}|内|之内)"
)
BARE_HALF = re.compile(
    rf"(?P<y>今年|明年)?(?P<half>上半年|下半年|第?[一二三四]季度)(?={DONE}|\d|[^，。；]{{0,12}}(?:全部|全面))|(?<=力争|确保|争取)(?P<half2>上半年|下半年|年中)|(?<![\d一二三四五六七八九十])(?P<m3>1?\d)月(?:份)?(?={DONE})|(?P<y2>今年|明年)(?P<m2>{N})月(?:份)?(?={DONE})"
)
WHOLE_YEAR = re.compile(
    rf"(?P<y>今年|全年|本年度?)(?![、“”]|正值|是|好|民生实事)(?<!预计)(?<!做好)(?<!施好)(?<!办好)(?=[^，。；！]{{0,16}}\d)|(?P<y3>今年|明年)(?={DONE})"
)
WITHIN = re.compile(
    r"(?P<event>(?:自|从|在|接到?|收到)?[^，。；、！：]{0,18}?(?:之日起|后|之后|起))?(?P<n>\d{1,3}|[一二两三四五六七八九十百]{1,3})(?P<u>个?工作日|个?小时|日|天|个?星期|周|个?月|年)(?:之内|以内|内)"
)
PERIODIC = re.compile(
    rf"(?:每(?:个)?(?:年度?|季度?|月|旬|周|星期|日|天|半年|两年|半月|双月)(?:(?:的)?(?:第)?(?:{N})(?:日|号|个工作日))?(?:{BY})?|按(?:年度?|季度?|月|周|旬|日)(?=调度|通报|报|公布|公示|督|考核|检查|晾晒|推进|开展|研判|发布|制定|分析|汇总|总结|反馈|评|梳理|更新))|逐(?:年|月|季|周|日)"
)
SEASON = re.compile(
    r"(?:今年|明年)?(?:春节|国庆|元旦|五一|“五一”|中秋|端午|汛期|主汛期|入汛|春耕|高考|中考|开学|秋季开学|入冬|供暖季|采暖季|两会)节?(?:来临|到来|假期|期间)?(?:之前|前)(?!后|夕)"
)
AT_ONCE = re.compile(
    r"立即|即刻|(?:要|必须|应当|应)马上(?!办、不能)|马上(?=组织|停止|停产|整改|报告|上报|部署|启动)|即日起|立行立改|当即"
)
YEARLY = re.compile(
    r"(?:大?考核|评估|总结|述职|评比|大?会战?机制|清零机制)"
)  # 年底考核: something done every year, not by when
LONG_AGO = 3  # years: 2000年前建成的小区 says how old a thing is, and is no deadline that was missed


@dataclass(frozen=True, slots=True)
class Dated:
    """When the document is from. Only the year where no day is known."""

    day: date | None = None
    year: int | None = None

    @property
    def known_year(self) -> int | None:
        """Year of the document."""
        return self.day.year if self.day else self.year


def deadlines(words: str, offset: int, dated: Dated) -> tuple[Deadline, ...]:
    """Every deadline in the sentence, without overlaps, in its order."""
    narrow = words.translate(NARROW)
    found: list[Deadline] = []

    def add(match: re.Match[str], kind: str, due: date | None = None, flag: str = "") -> None:
        start, end = match.start(), match.end()
        lead = match.groupdict().get("lead") or ""
        start += len(lead) if lead not in {"到", "至", "截至"} else 0
        if (
            start == end
            or _in_a_name(narrow, start)
            or any(start < f.span.end - offset and f.span.start - offset < end for f in found)
        ):
            return
        if due and not flag and _before(due, dated):
            due, flag = due, "before_document"
        found.append(Deadline(words[start:end], Span(offset + start, offset + end), kind, due, flag))

    for match in ABSOLUTE.finditer(narrow):
        if _is_deadline(narrow, match, dated.known_year):
            year = number(match["y"])
            add(match, "absolute", *_day(year, match["m"], match["d"], match["half"], match["by"] or ""))
    for match in WITHIN.finditer(narrow):
        if not _is_reach(narrow, match):
            add(
                match,
                "event" if match["event"] else "within",
                None if match["event"] else _within(match, dated),
            )
    for match in THIS_YEAR.finditer(narrow):
        if match["m"] and not (0 < (number(match["m"]) or 0) <= 12):
            continue
        if match["year"] and (
            match["by"] in {"前", "之前", "以前", "止"} or YEARLY.match(narrow, match.end())
        ):
            continue
        year = None if dated.known_year is None else dated.known_year + RELATIVE_YEAR[match["y"] or ""]
        add(match, "absolute", *_day(year, match["m"], match["d"], match["half"], match["by"]))
    for match in BARE_HALF.finditer(narrow):
        year = (
            None
            if dated.known_year is None
            else dated.known_year + RELATIVE_YEAR[match["y"] or match["y2"] or ""]
        )
        add(
            match,
            "absolute",
            *_day(year, match["m2"] or match["m3"], None, match["half"] or match["half2"], "末"),
        )
    for match in WHOLE_YEAR.finditer(narrow):
        year = (
            None
            if dated.known_year is None
            else dated.known_year + RELATIVE_YEAR.get(match["y"] or match["y3"], 0)
        )
        add(match, "absolute", *_day(year, None, None, None, "底"))
    for match in SEASON.finditer(narrow):
        add(match, "event")
    for match in PERIODIC.finditer(narrow):
        if (
            not re.match(r"[“”]", narrow[match.end() : match.end() + 1])
            and narrow[match.start() - 1 : match.start()] != "“"
        ):
            add(match, "periodic")
    for match in AT_ONCE.finditer(narrow):
        add(match, "at_once", dated.day)
    return tuple(sorted(found, key=lambda one: one.span.start))


def _in_a_name(words: str, at: int) -> bool:
    """Inside quotation marks or a title: “每月一题”, 《每日民声》."""
    return any(
        words.count(left, 0, at) > words.count(right, 0, at) and words.find(right, at) >= 0
        for left, right in (("“", "”"), ("《", "》"))
    )


def _is_deadline(words: str, match: re.Match[str], known: int | None) -> bool:
    """A year alone is a mention; with 前, 底, 到 or a word of completing it is a deadline."""
    after = words[match.end() :]
    before = words[: match.start()]
    if re.match(r"(?:以来|版|度|计划|级|届|度|[-—至到－~](?:20)?\d)", after) or re.search(
        r"\d年?[-—至到－~]$|自$|从$|“$|（$", before
    ):
        return False
    year = number(match["y"])
    if known and year and year < known - LONG_AGO:
        return False
    if match["lead"] in {"到", "至", "截至"} and re.search(r"(?:从|自)[^，。；]{0,12}$", before):
        return False
    if match["by"] or (match["lead"] in {"到", "至"} and not match["d"]):
        return not re.match(r"(?:的|数|水平)", after)
    return bool(re.match(DONE, after)) and "“" not in after[:2]


def _day(
    year: int | None, month: str | None, day: str | None, half: str | None, by: str
) -> tuple[date | None, str]:
    """The last day on which the deadline is kept. 30 February is flagged and has none."""
    if year is None:
        return None, "year_unknown"
    if half:
        last = {"上": 6, "下": 12, "年": 6}.get(half[0]) or {
            "一": 3,
            "1": 3,
            "二": 6,
            "2": 6,
            "三": 9,
            "3": 9,
            "四": 12,
            "4": 12,
        }[half.lstrip("第")[0]]
        return _end_of(year, last), ""
    if month is None:
        if by in {"前", "之前", "以前"}:
            return date(year - 1, 12, 31), ""
        return date(year, 12, 31), ""
    m = number(month) or 0
    if not 1 <= m <= 12:
        return None, "no_such_day"
    if day is None:
        if by in {"前", "之前", "以前"}:
            return date(year, m, 1) - timedelta(days=1), ""
        return _end_of(year, m), ""
    d = number(day) or 0
    if not 1 <= d <= calendar.monthrange(year, m)[1]:
        return None, "no_such_day"
    return date(year, m, d), ""


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _before(due: date, dated: Dated) -> bool:
    return due < dated.day if dated.day else dated.year is not None and due.year < dated.year


def _is_reach(words: str, match: re.Match[str]) -> bool:
    """`1小时内通达`, `15天内存期`: how far or how long, not by when."""
    after = words[match.end() :]
    return bool(
        re.match(r"[^，。；]{0,4}(?:通达|可达|直达|到达|覆盖|圈|服务圈|生产总值|外)", after)
    ) or words[match.start() - 1 : match.start()] in {"“", "近"}


def _within(match: re.Match[str], dated: Dated) -> date | None:
    """From the document's day. Working days need the official calendar, which is not read here."""
    amount, unit = number(match["n"]), match["u"].lstrip("个")
    if dated.day is None or amount is None or unit in {"工作日", "小时"}:
        return None
    if unit in {"日", "天"}:
        return dated.day + timedelta(days=amount)
    if unit in {"周", "星期"}:
        return dated.day + timedelta(weeks=amount)
    months = amount * (12 if unit == "年" else 1) + dated.day.month - 1
    year, month = dated.day.year + months // 12, months % 12 + 1
    return date(year, month, min(dated.day.day, calendar.monthrange(year, month)[1]))
