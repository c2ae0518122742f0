"""The time limits in force on a day in a place, as a sentence says them: in letters in Chinese, on pages as one reads."""

from __future__ import annotations

from datetime import date

from bihuan.appeals.rules.catalog import BY_NAME, Setting
from bihuan.appeals.rules.figures import figure
from bihuan.appeals.rules.words import amount_words
from bihuan.casework import registry
from bihuan.casework.limits import NATIONAL, RuleBook
from bihuan.common.calendar.rules import TimeUnit

# The name that a text uses, and the setting behind it.
NAMED = {
    "triage": "appeals.petition.triage",
    "notice": "appeals.petition.notice",
    "objection": "appeals.petition.objection",
    "handling": "appeals.petition.handling",
    "extension": "extension_days",
    "review_right": "appeals.petition.review_right",
    "review": "appeals.petition.review",
    "re_review_right": "appeals.petition.re_review_right",
    "re_review": "appeals.petition.re_review",
    "reconsider": "appeals.legal_path.reconsider",
    "representatives": "representatives",
}
CHINESE = {
    TimeUnit.CALENDAR_DAYS: "%s日",
    TimeUnit.WORKING_DAYS: "%s个工作日",
    TimeUnit.HOURS: "%s小时",
}


def amount_of(setting: Setting, *, place: int | None, on: date) -> tuple[int, str, bool]:
    """How much, in which unit ("" for a figure), and whether a district set it."""
    if not setting.is_limit:
        found = figure(setting.name, place=place, on=on)
        return found.value, "", found.local
    clock = registry.get(setting.process).clock(setting.clock)
    limit = RuleBook.of(setting.process).in_force(clock, jurisdiction_id=place, on=on)
    return limit.amount, limit.unit.value, limit.version != NATIONAL


def in_letters(*, place: int | None, on: date) -> dict[str, str]:
    """What a district set, in Chinese ("45日"). What is not in it is the national figure: `documents.words.LIMITS`."""
    found = {}
    for name, setting in NAMED.items():
        amount, unit, local = amount_of(BY_NAME[setting], place=place, on=on)
        if local:
            found[name] = CHINESE[TimeUnit(unit) if unit else TimeUnit.CALENDAR_DAYS] % amount
    return found


def on_pages(*, place: int | None, on: date) -> dict[str, str]:
    """Each of them in the reader's language: 5个工作日, 5 working days."""
    found = {}
    for name, setting in NAMED.items():
        amount, unit, _local = amount_of(BY_NAME[setting], place=place, on=on)
        found[name] = amount_words(BY_NAME[setting], amount, unit)
    return found


def one(name: str, *, place: int | None, on: date) -> str:
    """One of them, in the reader's language."""
    setting = BY_NAME[NAMED[name]]
    amount, unit, _local = amount_of(setting, place=place, on=on)
    return amount_words(setting, amount, unit)
