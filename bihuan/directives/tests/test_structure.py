"""The tree of sections and measures: numbering as people write it, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.directives.reading import Node, Reading, read
from bihuan.directives.reading.tree import Kind

NOTICE = """关于做好冬春安全生产工作的通知

各乡镇人民政府、区直各部门：

为进一步做好冬春安全生产工作，现就有关事项通知如下：

一、压实工作责任
（一）各乡镇要立即开展隐患排查。区应急局要在12月10日前汇总上报。
（二）各部门按职责分工负责。
三、严格督查问责
1.区政府督查室每月通报一次进展。
2、对排查不力的，严肃追究责任。

青岚区人民政府办公室
2026年11月20日
"""


def outline(reading: Reading) -> list[tuple[str, int, str, str]]:
    return [
        ("S" if node.kind is Kind.SECTION else "M", node.level, node.number, node.title.words(reading.text))
        for node in reading.walk()
    ]


def titles(reading: Reading, kind: Kind) -> list[str]:
    return [node.title.words(reading.text) for node in reading.walk() if node.kind is kind]


def test_a_notice_becomes_sections_and_the_sentences_that_order() -> None:
    assert outline(read(NOTICE)) == [
        ("S", 1, "一、", "压实工作责任"),
        ("M", 2, "（一）", "各乡镇要立即开展隐患排查。"),
        ("M", 2, "", "区应急局要在12月10日前汇总上报。"),
        ("M", 2, "（二）", "各部门按职责分工负责。"),
        ("S", 1, "三、", "严格督查问责"),
        ("M", 2, "1.", "区政府督查室每月通报一次进展。"),
        ("M", 2, "2、", "对排查不力的，严肃追究责任。"),
    ]


@pytest.mark.parametrize(
    "systems",
    [
        ("一、", "（一）", "1.", "（1）"),
        ("（一）", "一、", "（1）", "1."),  # turned round: the document's own order counts
        ("第一章 ", "第一条 ", "（一）", "1．"),
        ("第一，", "1、", "（1）", "①"),
        ("一、", "(一)", "1.", "(1)"),
    ],
)
def test_the_order_of_levels_is_the_document_s_own(systems: tuple[str, str, str, str]) -> None:
    def count(form: str, number: int) -> str:
        return (
            form.replace("一", "一二三四"[number]).replace("1", str(number + 1)).replace("①", "①②③④"[number])
        )

    a, b, c, d = systems
    lines = []
    for i in range(2):
        lines.append(f"{count(a, i)}加强组织领导")
        for j in range(2):
            lines.append(f"{count(b, j)}健全工作机制")
            for k in range(2):
                lines.append(f"{count(c, k)}落实工作责任")
                lines += [f"{count(d, m)}完成年度任务，建立工作台账。" for m in range(2)]
    found = read("\n".join(lines))
    levels = {
        level for _kind, level, number, _title in outline(found) if number.startswith(count(d, 1).strip())
    }
    assert [level for kind, level, *_ in outline(found) if kind == "S"] == [1, 2, 3, 3, 2, 3, 3] * 2
    assert levels == {4}


def test_items_that_run_on_in_the_paragraph_are_measures_of_their_own() -> None:
    text = "一、突出重点\n要抓好三项工作。一是完成老旧小区改造20个；二是新建停车位500个；三是打通断头路3条。"
    assert titles(read(text), Kind.MEASURE)[-3:] == [
        "完成老旧小区改造20个；",
        "新建停车位500个；",
        "打通断头路3条。",
    ]


def test_must_lists_with_yao_and_first_next_are_read_too() -> None:
    text = "会议要求，一要落实责任，建立台账。二要加强督查，按月通报。\n首先，摸清底数。其次，制定方案。"
    numbers = [node.number for node in read(text).walk() if node.number]
    assert [number.strip("，") for number in numbers] == ["一要", "二要", "首先", "其次"]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年完成投资1.5亿元，到2024.6建成投用。",
        "推动一、二、三产业融合发展，建设第一、第二水厂。",
        "按照本条第（一）项的规定，建设十一、十二号线。",
        "培育“一城三基地”①示范企业，落实“四化同步”（1）战略。",
        "男女比例达到1.9：1、连续三年下降，完成5 . 5%的目标。",
    ],
)
def test_numbers_inside_a_sentence_are_no_numbering(sentence: str) -> None:
    assert [node.number for node in read("一、总体安排\n" + sentence).walk()] == ["一、", ""]


def test_a_skipped_and_a_repeated_number_keep_their_place() -> None:
    text = "一、加强领导\n建立专班。\n三、落实责任\n签订责任书。\n三、强化督查\n定期通报进展。"
    assert [(n.level, n.number) for n in read(text).sections] == [(1, "一、"), (1, "三、"), (1, "三、")]


def test_a_text_without_line_breaks_has_the_same_sections() -> None:
    lines = [
        "一、2025年工作回顾", "全区经济稳步增长。", "（一）工业提质。", "新增规上企业20家。",
        "（二）农业增效。", "建成高标准农田3万亩。",
        "二、2026年工作安排", "今年是关键一年。", "（一）做强工业。", "新增规上企业30家。",
        "（二）做优农业。", "建设高标准农田2万亩。",
    ]  # fmt: skip
    broken, joined = read("\n".join(lines)), read("".join(lines))
    assert [n.number for n in joined.sections] == [n.number for n in broken.sections]
    assert titles(joined, Kind.MEASURE) == ["新增规上企业30家。", "建设高标准农田2万亩。"]
    assert titles(joined, Kind.MEASURE) == titles(broken, Kind.MEASURE)


def test_lines_broken_at_a_fixed_width_are_joined_and_the_spans_stay_true() -> None:
    sentence = (
        "各乡镇要对辖区内所有的自建房开展一次全面排查并于六月底前完成整治任务同时建立长效机制防止问题反弹" * 3
        + "。"
    )
    text = (
        "一、排查整治\n"
        + "\n".join(sentence[at : at + 24] for at in range(0, len(sentence), 24))
        + "\n二、督查问责\n定期开展督查。"
    )
    found = read(text)
    assert len(found.measures) == 2
    first = found.measures[0].title
    assert first.words(text).replace("\n", "") == sentence


def test_page_furniture_is_left_out_and_does_not_move_a_span() -> None:
    page = (
        "首页 > 政务公开 > 文件\n打印 关闭 分享到：\n一、抓好整改\n完成整改任务10项。\n— 2 —\n二、强化督查\n"
        "每季度通报一次。\n信息来源：区政府办\n责任编辑：某某\n网站地图 | 联系我们"
    )
    found = read(page)
    assert [n.title.words(page) for n in found.sections] == ["抓好整改", "强化督查"]
    assert titles(found, Kind.MEASURE) == ["完成整改任务10项。", "每季度通报一次。"]
    assert "责任编辑：某某" in [span.words(page) for span in found.furniture]


def test_what_reports_the_past_thanks_or_explains_orders_nothing() -> None:
    text = (
        "各位代表：\n一、2025年工作回顾\n新建学校5所。\n二、2026年工作安排\n今年是“十五五”开局之年。\n主要预期目标是：生产总值增长5%。\n"
        "重点做好以下工作：\n新建学校3所。\n民生是最大的政治。\n各位代表！让我们更加紧密地团结起来！\n名词解释\n[1]五好：落实好、建设好。"
    )
    assert titles(read(text), Kind.MEASURE) == ["新建学校3所。"]


def test_a_title_sentence_in_the_paragraph_heads_what_follows_it() -> None:
    body = "落实各项政策措施，完善工作推进机制，推动各项任务落地见效。"
    text = (
        f"一、抓产业\n（一）打好组合拳。提升政策撬动力。{body}"
        f"夯实投资基本盘。{body}扩大消费增长点。{body}\n（二）守住底线。{body}"
    )
    assert [(n.level, n.title.words(text)) for n in read(text).sections] == [
        (1, "抓产业"), (2, "打好组合拳"), (3, "提升政策撬动力"), (3, "夯实投资基本盘"), (3, "扩大消费增长点"), (2, "守住底线"),
    ]  # fmt: skip


def inside(node: Node, parent: Node) -> bool:
    return parent.span.start <= node.span.start and node.span.end <= parent.span.end


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(
            list(
                "一二三十、（）().．1235①②是要首先其次第章条，。；：！\n\n 　—“”要完成建设年月日前底0各乡镇牵头责任单位：%亿元"
            )
        ),
        max_size=300,
    )
)
def test_any_text_is_read_without_a_fault_and_every_span_lies_in_its_parent(text: str) -> None:
    found = read(text)
    for node in found.walk():
        assert 0 <= node.title.start <= node.title.end <= len(text)
        assert all(inside(child, node) for child in node.children)
        for words in (
            *node.units,
            *node.deadlines,
            *node.amounts,
            *node.bindings,
            *node.orders,
            *node.control,
        ):
            assert words.span.words(text) == words.words
