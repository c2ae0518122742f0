"""The filters of the case list: which there are, what each finds, how they combine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.http import QueryDict

from bihuan.appeals.tests import lives
from bihuan.casework import exporting, filters
from bihuan.casework.choices import Choices
from bihuan.casework.filters import Filters, parse
from bihuan.casework.listing import address
from bihuan.casework.listing.columns import COLUMNS
from bihuan.casework.listing.finding import Scope, Wanted, find
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import TODAY, actor, at, load_district
from bihuan.organizations.models import Jurisdiction

NOW = at("2026-03-10 09:00")


def test_nobody_can_filter_or_show_by_who_appealed() -> None:
    assert filters.NAMES == (
        "q", "process", "phase", "state", "unit", "officer", "place", "topic", "channel", "clock",
        "registered_from", "registered_to", "due_from", "due_to", "overdue", "unassigned",
    )  # fmt: skip
    assert set(COLUMNS) == {
        "number", "subject", "state", "holder", "officer", "due", "clock", "registered", "received", "topic", "place",
        "channel", "changed", "ended",
    }  # fmt: skip


@pytest.fixture
def choices(db: None) -> Choices:
    del db
    load_district()
    return Choices(on=TODAY)


def found(choices: Choices, query: str, username: str = "lingdao") -> set[str]:
    wanted, faults = address.read(QueryDict(query), choices)
    assert not faults
    scope = Scope(actor(username), wanted, choices, NOW)
    return set(scope.cases().values_list("subject", flat=True))


@pytest.fixture
def cases(choices: Choices) -> Choices:
    village = Jurisdiction.objects.get(name="窑头村")
    town = Jurisdiction.objects.get(name="石湾镇")
    lives.registered(subject="甲", jurisdiction_id=village.pk, topic="城乡建设/住房/公租房", channel="visit")
    lives.registered(
        at("2026-02-01 09:00"), subject="乙", jurisdiction_id=town.pk, topic="城乡建设/市政公用/供热"
    )
    handled = lives.handling(at("2026-02-20 09:00"))
    Case.objects.filter(pk=handled.pk).update(subject="丙")
    decided = lives.decided()
    Case.objects.filter(pk=decided.pk).update(subject="丁")
    del choices
    return Choices(on=TODAY)


FINDS = {
    "": "甲乙丙丁",
    "phase=open": "甲乙丙丁",
    "phase=ended": "",
    "state=registered": "甲乙",
    "state=registered&channel=visit": "甲",
    "unit=QL-ZJ": "丙丁",
    "unit=QL-ZJ&state=handling": "丙",
    "place=990103100000": "甲乙",
    "topic=城乡建设": "甲乙",
    "topic=城乡建设/住房": "甲",
    "topic=城乡建设/住房/公租房&unit=QL-ZJ": "",
    "clock=triage": "甲乙",
    "overdue=1": "乙",
    "overdue=1&state=handling": "",
    "unassigned=1": "甲乙丙丁",
    "registered_to=2026-02-01": "乙",
    "registered_from=2026-02-02&registered_to=2026-03-01": "丙",
    "due_to=2026-03-16": "乙",
    "due_from=2026-03-17&due_to=2026-03-17": "甲",
}


@pytest.mark.parametrize("username", ["lingdao", "fenliu", "dengji"])
def test_filters_find_what_they_say_and_combine(cases: Choices, username: str) -> None:
    for query, expected in FINDS.items():
        assert found(cases, query, username) == set(expected), query


def test_the_units_own_filter_shows_no_more_than_it_may_see(cases: Choices) -> None:
    assert found(cases, "unit=QL-ZJ", "chengban") == set("丙丁")
    assert found(cases, "unit=QL-XF", "chengban") == set()
    assert found(cases, "unit=QL-RS", "chengban2") == set()
    assert found(cases, "unit=QL-ZFB", "guanli") == set()


def test_a_value_that_means_nothing_is_said_and_left_out(choices: Choices) -> None:
    given = "state=nonsense&unit=QL-XX&place=1&overdue=maybe&due_from=2026-02-30&q=漏雨&officer=nobody&clock=x&topic=y"
    asked, faults = parse(QueryDict(given), choices)
    assert asked == Filters(q="漏雨")
    assert len(faults) == 8


def test_an_address_is_read_as_it_was_written(choices: Choices) -> None:
    asked = Filters(q="漏 雨&x=1", state="handling", unit="QL-ZJ", due_from=date(2026, 3, 1), overdue=True)
    written = address.write(Wanted(asked, sort="due"))
    wanted, faults = address.read(QueryDict(written), choices)
    assert (wanted.filters, wanted.sort, faults) == (asked, "due", [])


def test_no_cursor_in_an_address_breaks_the_list(cases: Choices) -> None:
    places = ("", "~", "0~~", "9~2026-01-01~1", "0~2026-01-01T00:00:00+08:00~99", "0~x~-1", "1.2.3", "\x00")
    for sort in ("", "due", "-changed", "x", "registered; DROP TABLE"):
        wanted, _faults = address.read(QueryDict(f"sort={sort}"), cases)
        for place in places:
            shown = find(actor=actor("lingdao"), wanted=wanted, choices=cases, at=NOW, after=place)
            assert len(shown.page.cases) in range(5), (sort, place)


def test_the_command_line_refuses_a_filter_that_means_nothing(cases: Choices, tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    assert exporting.write_cases(file, query="state=handling", at=NOW) == 1
    with pytest.raises(exporting.FilterError):
        exporting.write_cases(file, query="state=nonsense", at=NOW)
    with pytest.raises(exporting.FilterError):
        exporting.write_cases(file, query="petitioner=丁一帆", at=NOW)
