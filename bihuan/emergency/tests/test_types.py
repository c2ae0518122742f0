"""The types of accidents by edition."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import gettext, override

from bihuan.emergency.accidents.types import EDITIONS, code_of, edition_on, named


@pytest.mark.parametrize("name", sorted({one for edition in EDITIONS for one in edition.types}))
def test_every_type_has_an_english_name(name: str) -> None:
    with override("en"):
        assert gettext(name).isascii()


def test_the_day_of_the_accident_chooses_the_edition_and_no_code_is_made_up() -> None:
    assert edition_on(date(2026, 6, 30)).code == "GB 6441-1986"
    assert edition_on(date(2026, 7, 1)).code == "GB 6441-2025"
    assert [len(edition.types) for edition in EDITIONS] == [20, 27]
    assert code_of("火灾", date(2026, 6, 30)) == "GB 6441-1986/08"
    assert code_of("火灾", date(2026, 7, 1)) == "GB 6441-2025"
    assert code_of("车辆伤害", date(2026, 7, 1)) == ""
    assert (named("火灾"), named("透水")) == (("1986", "2025"), ("1986",))
    assert not any(edition.checked for edition in EDITIONS)
