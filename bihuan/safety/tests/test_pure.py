"""Credit codes, risk formulas, the draw, and the reading of self-reports: nothing of it knows a database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bihuan.safety.enterprises.codes import check_character, is_credit_code, section_of
from bihuan.safety.hazards.matching import Criteria
from bihuan.safety.hazards.reports_read import Malformed, Report, read
from bihuan.safety.inspections.drawing import DrawRefused, Pool, draw, fingerprint, replay, result_json
from bihuan.safety.risk.formulas import ValueNotInTable, band_of, bands_from, lec, matrix, raised
from bihuan.safety.risk.tables import TABLES


def test_a_credit_code_is_right_only_with_its_check_character() -> None:
    # The example printed in many textbooks of GB 32100, and one with two digits changed places.
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y34")
    assert not is_credit_code("91350100M00010OY43")  # the letter O is no character of the code
    assert check_character("91350100M000100Y4") == "3"


@pytest.mark.parametrize(
    ("code", "section"), [("C2614", "C"), ("2614", "C"), ("B06", "B"), ("A2614", ""), ("9999", ""), ("C", "")]
)
def test_an_industry_belongs_to_the_section_of_its_division(code: str, section: str) -> None:
    assert section_of(code) == section


def test_lec_is_exact_and_takes_only_the_numbers_of_its_tables() -> None:
    assert lec(Decimal("0.1"), Decimal("0.5"), Decimal(7)) == Decimal("0.35")
    with pytest.raises(ValueNotInTable):
        lec(Decimal("0.3"), Decimal(6), Decimal(7))


@pytest.mark.parametrize(
    ("score", "colour"),
    [
        ("320.0001", "red"),
        ("320", "orange"),
        ("160", "orange"),
        ("159.99", "yellow"),
        ("70", "yellow"),
        ("20", "blue"),
        ("0.05", "blue"),
    ],
)
def test_the_ends_of_a_band_are_open_or_closed_as_its_table_says(score: str, colour: str) -> None:
    assert band_of(Decimal(score), bands_from(TABLES[0]["bands"])).colour == colour


def test_every_score_of_the_matrix_lies_in_one_band() -> None:
    bands = bands_from(TABLES[1]["bands"])
    for likelihood in range(1, 6):
        for consequence in range(1, 6):
            assert band_of(matrix(Decimal(likelihood), Decimal(consequence)), bands)


def test_open_hazards_raise_a_colour_and_none_lower_it() -> None:
    assert raised("blue", open_general=2, open_major=0) == "blue"
    assert raised("blue", open_general=3, open_major=0) == "yellow"
    assert raised("red", open_general=9, open_major=0) == "red"
    assert raised("yellow", open_general=0, open_major=1) == "red"


POOL = Pool(tuple(f"E{n:03}" for n in range(40)), ("A1", "A2", "A3", "A4", "A5"))


def test_a_draw_is_the_same_for_anybody_with_the_seed_and_the_pool_in_any_order() -> None:
    shuffled = Pool(tuple(reversed(POOL.enterprises)), ("A5", "A3", "A1", "A2", "A4"))
    assert draw(seed="2026-03-02 双色球", pool=POOL, count=11) == draw(
        seed="2026-03-02 双色球", pool=shuffled, count=11
    )
    assert draw(seed="another", pool=POOL, count=11) != draw(seed="2026-03-02 双色球", pool=POOL, count=11)


def test_a_draw_drops_nobody_and_balances_the_officers_loads() -> None:
    result = draw(seed="s", pool=POOL, count=37)
    assert len({one.enterprise for one in result}) == 37
    loads = [sum(officer in one.officers for one in result) for officer in POOL.officers]
    assert max(loads) - min(loads) <= 1
    assert all(len(set(one.officers)) == 2 for one in result)


def test_an_officer_who_stands_back_is_not_drawn_for_that_enterprise() -> None:
    pool = Pool(POOL.enterprises, POOL.officers, {"A1": POOL.enterprises, "A2": ("E007",)})
    result = draw(seed="s", pool=pool, count=40)
    assert not any("A1" in one.officers for one in result)
    assert "A2" not in next(one for one in result if one.enterprise == "E007").officers


def test_a_draw_stops_rather_than_leave_an_enterprise_without_two_officers() -> None:
    pool = Pool(("E1",), ("A1", "A2", "A3"), {"A1": ("E1",), "A2": ("E1",)})
    with pytest.raises(DrawRefused, match="recused E1"):
        draw(seed="s", pool=pool, count=1)


@pytest.mark.parametrize(
    ("pool", "seed", "count", "why"),
    [
        (Pool((), ("A1", "A2")), "s", 1, "enterprises"),
        (Pool(("E1",), ("A1", "A2"), {}, ("E1",)), "s", 1, "enterprises"),
        (Pool(("E1",), ("A1",)), "s", 1, "officers"),
        (Pool(("E1",), ("A1", "A2")), "s", 2, "count"),
        (Pool(("E1",), ("A1", "A2")), " ", 1, "seed"),
    ],
)
def test_a_draw_that_cannot_be_made_says_why(pool: Pool, seed: str, count: int, why: str) -> None:
    with pytest.raises(DrawRefused) as refused:
        draw(seed=seed, pool=pool, count=count)
    assert refused.value.reason == why


def test_a_replay_names_what_was_changed_afterwards() -> None:
    result = result_json(draw(seed="s", pool=POOL, count=5))
    published = {"seed": "s", "pool": POOL.as_json(), "pool_sha256": fingerprint(POOL), "result": result}
    assert replay(published) == []
    changed = [{**result[0], "officers": ["A1", "A9"]}, *result[1:]]
    assert len(replay({**published, "result": changed})) == 1
    fewer = {**published["pool"], "enterprises": POOL.enterprises[:30]}  # type: ignore[dict-item]
    assert "fingerprint" in replay({**published, "pool": fewer})[0]
    assert replay({"seed": "s"})[0].startswith("the file is no published draw")


def test_a_self_report_is_the_clause_and_what_was_found() -> None:
    [one] = read("2、灭火器应合理分布，定期校验。 三楼灭火器压力不足")
    assert one == Report(1, "2、灭火器应合理分布，定期校验。", "三楼灭火器压力不足")


def test_every_line_is_a_report_or_named_as_malformed() -> None:
    text = (
        '2、安全出口是否畅通； 有货物堆放\n\n"1、作业通道应保持畅通。\n 通道堆放杂物"\n"2、安全出口是否畅通； 堵塞\n'
        '4、灭火器材配置情况； 一般\n"\n灭火器过期\n'
    )
    got = [(one.line, one.reason if isinstance(one, Malformed) else one.found) for one in read(text)]
    assert got == [
        (1, "有货物堆放"), (2, "空行"), (3, "通道堆放杂物"), (5, "引号没有配对，不知道这一条到哪里为止"),
        (6, "只有标准条款，没有写发现了什么"), (7, "只有一个引号，没有内容"), (8, "灭火器过期"),
    ]  # fmt: skip


def test_what_names_the_thing_of_a_criterion_is_suspected_and_everyday_matters_are_not() -> None:
    criteria = Criteria(
        ["涂装调漆间和喷漆室未规范设置可燃气体报警装置和防爆电气设备设施", "制定操作规程和工艺控制指标"]
    )
    match = criteria.match("喷漆车间的可燃气体报警器处于未使用状态")
    assert match is not None
    assert match.index == 0
    assert criteria.match("灭火器过期未更换") is None
    assert criteria.match("机器没有操作规程") is None  # names none of the things: only for the sector itself
    own = criteria.match("机器没有操作规程", own=[1])
    assert own is not None
    assert own.index == 1
