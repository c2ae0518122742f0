"""What a measure says: who, by when, how much, how binding. Each with its words, nothing without them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bihuan.directives.reading import Register, RegisterEntry, read
from bihuan.directives.reading.amounts import amounts
from bihuan.directives.reading.deadlines import Dated, deadlines
from bihuan.directives.reading.ordering import bindings, orders
from bihuan.directives.reading.units import units

ON = Dated(date(2026, 3, 1), 2026)
REGISTER = Register.of(
    [
        RegisterEntry("青岚区信访局", ("区信访局", "信访局")),
        RegisterEntry("青岚区财政局", ("区财政局", "财政局")),
        RegisterEntry("青岚区住房和城乡建设局", ("区住建局", "住建局")),
    ]
)


@pytest.mark.parametrize(
    ("words", "found", "due"),
    [
        ("2026年6月30日前完成整改。", "2026年6月30日前", date(2026, 6, 30)),
        ("确保６月底前投入使用。", "６月底前", date(2026, 6, 30)),
        ("力争年内建成通车。", "年内", date(2026, 12, 31)),
        ("年底前完成任务。", "年底前", date(2026, 12, 31)),
        ("到2028年，实现全覆盖。", "到2028年", date(2028, 12, 31)),
        ("2028年前开工建设。", "2028年前", date(2027, 12, 31)),
        ("明年3月底前建成。", "明年3月底前", date(2027, 3, 31)),
        ("上半年开工率达到75%。", "上半年", date(2026, 6, 30)),
        ("三季度全部开工。", "三季度", date(2026, 9, 30)),
        ("全年新增就业2万人。", "全年", date(2026, 12, 31)),
        ("三个月内办结。", "三个月内", date(2026, 6, 1)),
        ("30日内报送方案。", "30日内", date(2026, 3, 31)),
        ("立即组织排查。", "立即", date(2026, 3, 1)),
        ("十二月十日前报送总结。", "十二月十日前", date(2026, 12, 10)),
    ],
)
def test_a_deadline_has_its_words_and_its_last_day(words: str, found: str, due: date) -> None:
    (one,) = deadlines(words, 100, ON)
    assert (one.words, one.due, one.flag) == (found, due, "")
    assert (one.span.start - 100, one.span.end - 100) == (words.index(found), words.index(found) + len(found))


@pytest.mark.parametrize(
    ("words", "found", "kind"),
    [
        ("自本通知印发之日起15个工作日内制定方案。", "自本通知印发之日起15个工作日内", "event"),
        ("每月5日前报送进展。", "每月5日前", "periodic"),
        ("每季度通报一次。", "每季度", "periodic"),
        ("按月调度工程进度。", "按月", "periodic"),
        ("汛期前完成除险加固。", "汛期前", "event"),
        ("5个工作日内答复。", "5个工作日内", "within"),
    ],
)
def test_a_deadline_that_the_words_do_not_date_stays_without_a_day(words: str, found: str, kind: str) -> None:
    (one,) = deadlines(words, 0, ON)
    assert (one.words, one.kind, one.due) == (found, kind, None)


@pytest.mark.parametrize(
    ("words", "flag", "due"),
    [
        ("2026年2月30日前完成。", "no_such_day", None),
        ("2026年13月底前完成。", "no_such_day", None),
        ("2025年12月31日前完成清零。", "before_document", date(2025, 12, 31)),
        ("1月底前完成。", "before_document", date(2026, 1, 31)),
    ],
)
def test_an_impossible_deadline_is_flagged_and_none_is_put_in_its_place(
    words: str, flag: str, due: date | None
) -> None:
    (one,) = deadlines(words, 0, ON)
    assert (one.flag, one.due) == (flag, due)


def test_without_any_date_of_the_document_a_relative_deadline_has_no_day() -> None:
    (one,) = deadlines("6月底前完成。", 0, Dated())
    assert (one.due, one.flag) == (None, "year_unknown")


@pytest.mark.parametrize(
    "words",
    [
        "实施国企改革三年行动，落实“十五五”规划。",
        "改造2000年前建成的老旧小区20个。",
        "推进“每月一题”治理，办好《每日民声》栏目。",
        "弘扬“马上就办、真抓实干”作风。",
        "参加2026年世界园艺博览会。",
        "建设1小时内通达的交通圈，近三年内累计投资较多。",
        "完善年初备案、半年评估、年底考核机制。",
        "拓展国内市场，深化境内外合作。",
        "推动全年、全域、全季旅游。",
        "2025年12月31日前的遗留问题一并清零。",
    ],
)
def test_a_year_or_a_rhythm_that_only_names_a_thing_is_no_deadline(words: str) -> None:
    assert deadlines(words, 0, ON) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("由区信访局牵头，财政局配合。", [("青岚区信访局", "lead"), ("青岚区财政局", "support")]),
        ("完成改造。（牵头单位：区住建局；配合单位：区财政局）",
         [("青岚区住房和城乡建设局", "lead"), ("青岚区财政局", "support")]),
        ("责任单位：区财政局、各乡镇。", [("青岚区财政局", "responsible"), ("各乡镇", "responsible")]),
        ("各乡镇、各部门要抓好落实。", [("各乡镇、各部门", "addressed")]),
        ("由青岚区住房和城乡建设局牵头，区财政局和信访局配合。",
         [("青岚区住房和城乡建设局", "lead"), ("青岚区财政局", "support"), ("青岚区信访局", "support")]),
        ("会同区民政局制定办法。", [("区民政局", "support")]),
        ("主要负责人要亲自部署。", [("主要负责人", "addressed")]),
        ("每个县（市、区）至少建成1个商圈。", [("每个县（市、区）", "")]),
    ],
)  # fmt: skip
def test_units_and_posts_are_found_with_the_role_the_words_give(
    words: str, expected: list[tuple[str, str]]
) -> None:
    assert [(one.name or one.words, one.role) for one in units(words, 0, REGISTER)] == expected


@pytest.mark.parametrize(
    "words",
    [
        "落实河长制，推进林长制。",
        "学习贯彻总书记重要讲话精神。",
        "发展跨境电商综合试验区。",
        "深化“一把手”招商。",
    ],
)
def test_words_that_only_look_like_a_post_or_unit_are_none(words: str) -> None:
    assert units(words, 0, REGISTER) == ()


def test_a_unit_that_no_register_knows_is_kept_as_written_and_only_in_a_form_that_says_so() -> None:
    (one,) = units("由区民政局牵头。", 0, Register())
    assert (one.words, one.name, one.form) == ("区民政局", "", "written")
    assert units("支持区民政局所属企业发展。", 0, Register()) == ()


def test_a_heading_may_say_who_answers_for_all_below() -> None:
    found = read("一、改造小区（牵头单位：区住建局）\n完成改造20个。", register=REGISTER)
    assert [(u.name, u.role) for u in found.sections[0].units] == [("青岚区住房和城乡建设局", "lead")]


@pytest.mark.parametrize(
    ("words", "value", "unit", "bound"),
    [
        ("新增就业3.5万人以上", "35000", "人", "at_least"),
        ("投资不低于20亿元", "2000000000", "元", "at_least"),
        ("增长5％左右", "5", "%", "about"),
        ("控制在百分之三以内", "3", "%", "at_most"),
        ("建成高标准农田1,200亩", "1200", "亩", ""),
        ("提高2.1个百分点", "2.1", "个百分点", ""),
        ("粮食产量14.5亿斤", "1450000000", "斤", ""),
    ],
)
def test_amounts_are_multiplied_out_and_keep_their_words(
    words: str, value: str, unit: str, bound: str
) -> None:
    (one,) = amounts(words, 0)
    assert (one.value, one.unit, one.bound) == (Decimal(value), unit, bound)
    assert one.words in words


@pytest.mark.parametrize(
    "words", ["实施“532”战略", "建设G98高速和第31届运动会场馆", "落实“民营经济31条”", "2026年6月30日前"]
)
def test_figures_in_names_and_dates_are_no_amounts(words: str) -> None:
    assert amounts(words, 0) == ()


@pytest.mark.parametrize(
    ("words", "force"),
    [
        ("严禁违规审批，鼓励公开竞价。", "ban"),
        ("各单位必须按时报送。", "must"),
        ("各乡镇要抓好落实。", "shall"),
        ("力争完成投资。", "strive"),
        ("鼓励企业参与。", "encourage"),
    ],
)
def test_the_strongest_word_says_how_binding_it_is(words: str, force: str) -> None:
    assert bindings(words, 0)[0].force == force


def test_what_is_not_said_stays_empty() -> None:
    (node,) = read("完成改造工程。").measures
    assert (node.units, node.deadlines, node.amounts, node.bindings, node.control) == ((), (), (), (), ())
    assert [(one.verb, one.object) for one in orders("完成改造工程。", 0)] == [("完成", "改造工程")]
