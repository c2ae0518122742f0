"""What a unit's list and search repeat of a case is right after every step, whoever wrote it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.http import QueryDict

from bihuan.appeals.tests import lives
from bihuan.casework import searching
from bihuan.casework import services as casework
from bihuan.casework.choices import Choices
from bihuan.casework.listing import address
from bihuan.casework.listing.finding import find
from bihuan.casework.models import Case, Involvement
from bihuan.casework.tests.cast import TODAY, actor, at, unit
from bihuan.common.search.text import query
from bihuan.organizations.models import Jurisdiction

NOW = at("2026-03-10 09:00")
REPEATED = (
    "process", "phase", "state", "topic", "channel", "next_due_clock", "next_due_at", "jurisdiction_id", "registered_at",
)  # fmt: skip


def seen_by(username: str, asked: str) -> list[str]:
    choices = Choices(on=TODAY)
    wanted, faults = address.read(QueryDict(asked), choices)
    assert not faults
    found = find(actor=actor(username), wanted=wanted, choices=choices, at=NOW)
    assert found.total in (None, len(found.page.cases))
    return [case.number for case in found.page.cases]


def check(case: Case) -> None:
    case.refresh_from_db()
    rows = list(Involvement.objects.filter(case=case))
    assert len(rows) > 1
    for row in rows:
        assert [getattr(row, name) for name in REPEATED] == [getattr(case, name) for name in REPEATED]
        assert row.running == (case.phase != "ended")


def test_an_involvement_repeats_its_case_after_each_step_to_its_end() -> None:
    case = lives.forwarded()
    check(case)
    casework.take(
        case_id=case.pk, step="accept", actor=actor("chengban"), at=at("2026-03-03 09:00"), submission=uuid4(),
        given={"received_on": date(2026, 3, 2), "notified_on": date(2026, 3, 3)},
    )  # fmt: skip
    check(case)
    case = lives.decided()
    check(case)


def test_a_change_past_the_services_reaches_the_lists_too() -> None:
    case = lives.forwarded()
    place = Jurisdiction.objects.get(name="窑头村")
    Case.objects.filter(pk=case.pk).update(topic="城乡建设/住房", jurisdiction=place, channel="call")
    check(case)
    assert seen_by("chengban", "topic=城乡建设&channel=call") == [case.number]


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "state=forwarded",
        "phase=open",
        "sort=due",
        "sort=-changed",
        "clock=notice",
        "channel=web",
        "unassigned=1",
    ],
)
def test_a_unit_sees_under_every_filter_what_it_holds_and_nothing_of_others(asked: str) -> None:
    case = lives.forwarded()
    other = lives.forwarded(to="人社局")
    Case.objects.update(channel="web")
    assert seen_by("chengban", asked) == [case.number]
    assert seen_by("chengban2", asked) == [other.number]


def test_who_is_brought_in_later_finds_the_case_by_its_text_at_once() -> None:
    case = lives.registered()
    while searching.INDEX.seal(all_spans=True):
        pass
    words = case.subject[:4]
    assert seen_by("chengban", f"q={words}") == []
    casework.take(
        case_id=case.pk, step="forward", actor=actor("fenliu"), at=lives.MONDAY, given={"to_unit": unit("住建局").pk}
    )  # fmt: skip
    assert seen_by("chengban", f"q={words}") == [case.number]
    casework.ask_for_help(
        case_id=case.pk, unit_id=unit("人社局").pk, asked="请协助核实。", actor=actor("chengban"), at=at("2026-03-03 09:00")
    )  # fmt: skip
    assert seen_by("chengban2", f"q={words}&state=forwarded") == [case.number]
    while searching.INDEX.seal(all_spans=True):
        pass
    for who in ("chengban", "chengban2"):
        assert seen_by(who, f"q={words}") == [case.number]


def test_a_unit_without_part_finds_nothing_of_it_among_its_own() -> None:
    case = lives.registered()
    while searching.INDEX.seal(all_spans=True):
        pass
    stranger = unit("人社局").pk
    assert searching.INDEX.hits(query(case.subject[:4]), limit=5, group=stranger).ids == ()
