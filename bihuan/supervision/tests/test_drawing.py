"""The drawn trace says what the tables say: no day outside the width, nothing late that was not."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at
from bihuan.supervision.tests.making import order, take
from bihuan.supervision.trace import drawing, reading
from bihuan.supervision.trace.drawing import WIDTH, Scale


def drawn(case: Case, when: str) -> dict[str, drawing.Lane]:
    trace = reading.of_case(Case.objects.get(pk=case.pk), at=at(when))
    return {lane.label: lane for lane in drawing.draw(trace).lanes}


def test_a_late_answer_is_drawn_late_and_from_its_deadline_on() -> None:
    case = order()  # the last day is 12 March
    take(case, "reply", actor("chengban"), "2026-03-23 00:00", reply="已办")
    lanes = drawn(case, "2026-03-24 09:00")
    kinds = {bar.kind: bar for bar in lanes["书面回复督办"].bars}
    assert set(kinds) == {"clock", "late", "due"}
    assert kinds["clock"].x + kinds["clock"].width <= kinds["late"].x + 1
    assert "办了，过了期限" in lanes["书面回复督办"].words


def test_what_was_done_in_time_has_nothing_late() -> None:
    case = order()
    take(case, "reply", actor("chengban"), "2026-03-10 09:00", reply="已办")
    lanes = drawn(case, "2026-03-11 09:00")
    assert all(bar.kind != "late" for lane in lanes.values() for bar in lane.bars)


def test_every_day_lies_on_the_width_and_the_units_fill_it() -> None:
    case = order()
    take(case, "reply", actor("chengban"), "2026-03-10 09:00", reply="已办")
    trace = reading.of_case(Case.objects.get(pk=case.pk), at=at("2026-03-20 09:00"))
    found = drawing.draw(trace)
    bars = [bar for lane in found.lanes for bar in lane.bars]
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + drawing.LEAST for bar in [*bars, *found.ticks])
    held = sorted((bar.x, bar.x + bar.width) for bar in bars if bar.kind == "held")
    assert held[0][0] == 0
    assert held[-1][1] == WIDTH
    assert all(after[0] - before[1] in (0, 1) for before, after in pairwise(held))


def test_what_lies_outside_the_period_is_not_drawn() -> None:
    scale = Scale(date(2026, 3, 2), date(2026, 3, 9))
    assert scale.bar(at("2026-02-01 09:00"), at("2026-02-03 09:00"), "clock") is None
    inside = scale.bar(at("2026-02-01 09:00"), at("2026-03-03 00:00"), "clock")
    assert inside is not None
    assert (inside.x, inside.width) == (0, WIDTH // 8)
