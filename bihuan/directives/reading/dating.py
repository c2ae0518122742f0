"""When the document is from: from its own letterhead or its signature, else only its year, from its headings."""

from __future__ import annotations

import re
from datetime import date

from bihuan.directives.reading.deadlines import Dated
from bihuan.directives.reading.numerals import NARROW, number
from bihuan.directives.reading.tree import Node, Tense

DAY = re.compile(
    r"(?P<y>20\d\d|二[〇零○]\S\S)\s*年\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
# （2024年1月29日在…会议上）, ——2024年1月29日, or the date alone; never 2024年1月29日前 of a sentence.
HEAD = re.compile(
    rf"[（(—\s]*{DAY.pattern}(?![前之底以起至内])(?:[^。；]{{0,60}}(?:会议上|大会上|会上|通过|印发|发布)[^。；]{{0,24}}|[）)]?)[）)]?$"
)
YEAR = re.compile(r"(20\d\d)\s*年")


def dated(text: str, tops: list[Node]) -> Dated:
    """A date in the letterhead (first 300 characters) or on a last short line; else the year of what it plans."""
    narrow = text.translate(NARROW)
    for line in narrow[:300].split("\n"):
        match = HEAD.match(line.strip(" \u3000\xa0\r"))
        if match and (found := _date(match)):
            return Dated(found, found.year)
    for line in reversed(narrow[-1500:].split("\n")):
        whole = DAY.fullmatch(line.strip(" \u3000\xa0\r（）()"))
        if whole and (found := _date(whole)):
            return Dated(found, found.year)
    planned = [
        int(year) for top in tops if top.tense is Tense.PLAN for year in YEAR.findall(top.title.words(narrow))
    ] or [
        int(year)
        for year in re.findall(
            r"(20\d\d)年[^。\n]{0,14}?(?:关键|工作安排|重点工作|是新中国成立|是中华人民共和国成立)", narrow
        )
    ]
    if planned:
        return Dated(None, max(planned))
    past = [int(y) for top in tops if top.tense is Tense.PAST for y in YEAR.findall(top.title.words(narrow))]
    return Dated(None, max(past) + 1 if past else None)


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(number(match["y"]) or 0, number(match["m"]) or 0, number(match["d"]) or 0)
    except ValueError:
        return None
