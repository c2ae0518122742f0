"""A row made without its constructor is the row the constructor makes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from bihuan.casework.models import Case, ClockRow, Entry, Involvement
from bihuan.common.rows import made


@pytest.mark.parametrize("model", [Case, Entry, ClockRow, Involvement])
def test_what_is_left_out_has_its_default(model: type[Case | Entry | ClockRow | Involvement]) -> None:
    plain, quick = model(), made(model, {})
    fields = [field.attname for field in model._meta.concrete_fields if field.column]
    assert {name: getattr(quick, name) for name in fields} == {name: getattr(plain, name) for name in fields}
    assert quick._state.adding


def test_two_rows_share_no_default() -> None:
    first, second = made(Case, {}), made(Case, {})
    first.facts["a"] = 1
    assert second.facts == {}


def test_a_related_row_is_there_without_a_query_and_its_key_is_taken_over() -> None:
    case = made(Case, {"id": 7, "number": "XF-2026-000007", "registered_at": timezone.now()})
    entry = made(Entry, {"seq": 1}, {"case": case})
    assert (entry.case, entry.case_id) == (case, 7)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        made(Case, {"colour": "red"})
