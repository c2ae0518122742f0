from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bihuan.appeals import papers
from bihuan.common.papers import Heading, Paper

COMMON: dict[str, Any] = {
    "number": "青住建信〔2026〕17号",
    "case_number": "XF-2026-000017",
    "subject": "幸福里小区12号楼屋面漏水",
    "dated": date(2026, 9, 18),
}
DECISION: dict[str, Any] = COMMON | {
    "unit": "青山区住房和城乡建设局",
    "petitioner": "王建国",
    "channel": "来信",
    "received_on": date(2026, 8, 3),
    "request": "请求维修屋面。",
    "facts": "经查，屋面防水层破损。\n物业服务企业未维修。",
    "result": "support",
    "opinion": "责令物业服务企业于10月31日前修复。",
    "basis": "《物业管理条例》第三十五条。",
    "review_organ": "青山区人民政府",
}


def text_of(paper: Paper) -> str:
    return "\n".join(block.text for block in paper.body)


def headings_of(paper: Paper) -> list[str]:
    return [block.text for block in paper.body if isinstance(block, Heading)]


def test_a_decision_states_what_article_32_requires_and_the_remedy_of_article_35() -> None:
    paper = papers.decision(**DECISION)
    assert headings_of(paper) == ["投诉请求", "事实和理由", "处理意见", "法律法规依据", "救济途径和期限"]
    assert paper.title == "青山区住房和城乡建设局\n信访处理意见书"
    assert paper.addressee == "王建国"
    text = text_of(paper)
    for part in ("请求维修屋面。", "物业服务企业未维修。", "修复。", "《物业管理条例》第三十五条。"):
        assert part in text
    assert "自收到本处理意见书之日起30日内请求青山区人民政府复查" in text
    assert "第三十五条" in text


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("support", "第三十二条第一款第一项的规定，予以支持"),
        ("explain", "第三十二条第一款第二项的规定，作出解释说明"),
        ("refuse", "第三十二条第一款第三项的规定，不予支持"),
    ],
)
def test_each_result_is_in_the_words_of_article_32(result: str, words: str) -> None:
    assert words in text_of(papers.decision(**DECISION | {"result": result}))


@pytest.mark.parametrize(
    ("part", "label"),
    [
        ("request", "投诉请求"),
        ("facts", "事实和理由"),
        ("result", "处理结果"),
        ("opinion", "处理意见"),
        ("basis", "法律法规依据"),
        ("review_organ", "救济途径和期限"),
    ],
)
def test_no_decision_without_each_part(part: str, label: str) -> None:
    with pytest.raises(papers.LetterIncompleteError, match=label) as caught:
        papers.decision(**DECISION | {part: " "})
    assert len(caught.value.missing) == 1


def test_a_remedy_written_out_is_taken_as_it_is() -> None:
    paper = papers.decision(
        **DECISION | {"review_organ": "", "remedy": "自收到之日起30日内向青山区人民政府请求复查。"}
    )
    assert paper.body[-1].text == "自收到之日起30日内向青山区人民政府请求复查。"


def test_an_acceptance_says_what_was_received_how_it_is_handled_and_until_when() -> None:
    paper = papers.acceptance(
        **COMMON,
        unit="青山区住房和城乡建设局",
        petitioner="王建国",
        channel="来信",
        received_on=date(2026, 8, 3),
        handle_by=date(2026, 10, 2),
        phone="0531-00000000",
        code="4821",
    )
    assert headings_of(paper) == ["接收情况", "处理途径和程序", "办理期限", "查询方式"]
    text = text_of(paper)
    for part in (
        "第二十三条",
        "第三十一条第六项",
        "第三十四条",
        "2026年10月2日",
        "延长期限不超过30日",
        "4821",
        "XF-2026-000017",
    ):
        assert part in text


def test_a_transfer_names_the_15_days_and_the_5_working_days_and_no_person() -> None:
    given = COMMON | {
        "office": "青山区信访局",
        "unit": "青山区住房和城乡建设局",
        "channel": "来信",
        "received_on": date(2026, 8, 3),
    }
    plain = papers.transfer(**given)
    text = text_of(plain)
    assert "15日内书面告知信访人接收情况以及处理途径和程序" in text
    assert "5个工作日内提出异议，并详细说明理由" in text
    assert "转送你单位" in text
    assert "办结报告" not in text
    assigned = papers.transfer(**given, report_by=date(2026, 9, 30), note="请妥处。")
    assert "请于2026年9月30日前反馈办理结果，提交办结报告" in text_of(assigned)
    assert "交办信访事项" in assigned.title


def test_an_objection_gives_its_reasons_and_returns_nothing_before_consent() -> None:
    given = COMMON | {
        "unit": "青山区住房和城乡建设局",
        "office": "青山区信访局",
        "received_on": date(2026, 8, 5),
    }
    paper = papers.objection(**given, reason="该楼为单位自管房。", competent="青山区国有资产管理局")
    assert "第二十三条第三款" in text_of(paper)
    assert "经你单位核实同意后，我单位即交还相关材料" in text_of(paper)
    assert "应当由青山区国有资产管理局办理" in text_of(paper)
    with pytest.raises(papers.LetterIncompleteError, match="异议理由"):
        papers.objection(**given, reason="")


def test_an_extension_says_why_and_is_never_longer_than_30_days() -> None:
    given = COMMON | {
        "unit": "青山区住房和城乡建设局",
        "petitioner": "王建国",
        "due_on": date(2026, 10, 2),
        "extended_to": date(2026, 11, 1),
    }
    paper = papers.extension(**given, days=30, reason="需要房屋安全鉴定。")
    assert "延长办理期限30日，至2026年11月1日" in text_of(paper)
    assert "需要房屋安全鉴定。" in text_of(paper)
    with pytest.raises(papers.ExtensionTooLongError, match="30日"):
        papers.extension(**given, days=31, reason="忙")
    with pytest.raises(papers.LetterIncompleteError, match="延期理由"):
        papers.extension(**given, days=10, reason=" ")


def test_other_parts_of_a_paper_pass_through() -> None:
    paper = papers.decision(
        **DECISION, copies_to=("青山区信访局",), note="联系人：赵敏", organ="青山区住建局文件"
    )
    assert (paper.copies_to, paper.note, paper.organ) == (
        ("青山区信访局",),
        "联系人：赵敏",
        "青山区住建局文件",
    )
    assert paper.signature == "青山区住房和城乡建设局"


def test_the_gist_of_a_decision_says_the_result_and_what_one_may_do() -> None:
    points = papers.decision_points(result="refuse", review_organ="青山区人民政府", phone="0531-00000000")
    assert points[0] == "结果：不支持您的请求，理由写在下面。"
    assert "30天之内，可以请青山区人民政府再查一次" in points[1]
    assert points[-1].endswith("0531-00000000")
