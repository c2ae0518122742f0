"""Each setting as it stands on a day in a place, and every value it was ever given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.appeals.models import DatedSetting
from bihuan.appeals.rules.catalog import SETTINGS, Setting
from bihuan.appeals.rules.figures import figure
from bihuan.casework import registry
from bihuan.casework.limits import NATIONAL, RuleBook, national
from bihuan.casework.models import ClockRule
from bihuan.casework.services.ruling import starts_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A setting with what is in force. For a time limit `unit`, `roll` and `start` (the name of a date of the step)."""

    setting: Setting
    amount: int
    source: str  # a local instrument, or the catalog's article (a Chinese msgid)
    local: bool
    since: date | None
    unit: str = ""
    roll: str = ""
    start: str = ""
    starts: tuple[str, ...] = ()
    off: bool = False  # only local rules know it, and none is in force here
    next_from: date | None = None  # another value is set and not yet in force


def standings(*, place: int | None, on: date) -> list[Standing]:
    """Every setting of the catalog, in its order."""
    return [standing(setting, place=place, on=on) for setting in SETTINGS]


def standing(setting: Setting, *, place: int | None, on: date) -> Standing:
    """One of them."""
    later = (
        DatedSetting.objects.filter(name=setting.name, in_force_from__gt=on)
        .order_by("in_force_from")
        .values_list("in_force_from", flat=True)
        .first()
    )
    if not setting.is_limit:
        found = figure(setting.name, place=place, on=on)
        return Standing(
            setting, found.value, found.source if found.local else setting.article, found.local, found.since,
            next_from=later,
        )  # fmt: skip
    clock = registry.get(setting.process).clock(setting.clock)
    book = RuleBook.of(setting.process)
    limit = book.in_force(clock, jurisdiction_id=place, on=on)
    rule = book.rule(clock.name, jurisdiction_id=place, on=on)
    starts = starts_of(setting.process, setting.clock)
    return Standing(
        setting, limit.amount, limit.article if rule is not None else setting.article, limit.version != NATIONAL,
        rule.in_force_from if rule is not None else setting.since, limit.unit.value, limit.roll.value,
        (rule.counts_from if rule is not None and rule.counts_from else starts[0]) if starts else "", starts,
        clock.local and rule is None, later,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A value that was given: by the page (`row`), or from the command line, which asks for no reason (`rule` alone)."""

    in_force_from: date
    place: str
    amount: int
    unit: str
    roll: str
    start: str
    source: str
    row: DatedSetting | None


def history(setting: Setting) -> list[Given]:
    """Every value, the latest in force first."""
    rows = DatedSetting.objects.filter(name=setting.name).select_related("jurisdiction", "rule")
    found = [
        Given(
            row.in_force_from, row.jurisdiction.name if row.jurisdiction else "",
            row.rule.amount if row.rule is not None else row.value or 0, row.rule.unit if row.rule else "",
            row.rule.roll if row.rule else "", row.rule.counts_from if row.rule else "", row.source, row,
        )
        for row in rows
    ]  # fmt: skip
    if setting.is_limit:
        bare = ClockRule.objects.filter(process=setting.process, clock=setting.clock, setting__isnull=True)
        found += [
            Given(
                rule.in_force_from, rule.jurisdiction.name if rule.jurisdiction else "", rule.amount, rule.unit, rule.roll,
                rule.counts_from, rule.article, None,
            )
            for rule in bare.select_related("jurisdiction")
        ]  # fmt: skip
    return sorted(found, key=lambda one: (one.in_force_from, one.row.pk if one.row else 0), reverse=True)


def default_of(setting: Setting) -> tuple[int, str, str]:
    """The national default: amount, unit, roll; of a figure only the amount."""
    if not setting.is_limit:
        return setting.default, "", ""
    limit = national(registry.get(setting.process).clock(setting.clock))
    return limit.amount, limit.unit.value, limit.roll.value
