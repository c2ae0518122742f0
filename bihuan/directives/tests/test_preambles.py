"""What opens or closes a document, and what says that a meeting was held, is no order; what looks like it is one."""

from __future__ import annotations

import pytest

from bihuan.directives.reading import read
from bihuan.directives.reading.ordering import is_order
from bihuan.directives.reading.verbs import listed

NO_ORDERS = listed(
    """
为办好民生实事，制定本方案。
为进一步加强安全生产工作，根据《安全生产法》等法律法规，结合我区实际，制定本办法。
根据省、市有关部署，结合我区实际，特制定本实施方案。
为推动高质量发展，现提出如下意见。
为规范财政资金使用，提高资金效益，依据《预算法》，特制定本细则。
为切实做好2026年防汛工作，现就有关事项通知如下。
为扎实推进老旧小区改造，改善居民居住条件，现制定本年度工作计划如下。
依据《突发事件应对法》，参照省、市预案，修订本预案。
为此，区委、区政府研究制定了本实施意见。
现将《青岚区民生实事实施方案》印发给你们。
本办法由区应急管理局负责解释。
本通知自2026年5月1日起执行，有效期两年。
会议听取了关于安全生产工作的汇报。
会议由区长主持，研究部署当前重点工作。
"""
)
ORDERS = listed(
    """
为办好民生实事，区住建局要改造老旧小区20个。
为确保安全，各乡镇要立即开展排查。
为解决停车难，新增车位2000个，并制定本区停车管理办法。
为规范停车秩序，制定本辖区停车管理细则。
根据检查结果，区应急管理局要制定整改方案。
根据气象预报，各乡镇要提前转移危险区群众。
结合实际制定本单位工作方案，5月10日前报区安委办。
区信访局要制定以下制度：首问负责、限时办结。
针对排查出的问题，立即制定以下整改措施并落实到人。
本方案由各乡镇组织实施，每月25日前报送进展。
会议审议了预算调整方案，要求区财政局3日内修改完善。
会议要求，区水务局摸清二次供水设施底数。
"""
)


@pytest.mark.parametrize("words", NO_ORDERS)
def test_a_sentence_of_purpose_or_form_is_no_order(words: str) -> None:
    assert not is_order(words)


@pytest.mark.parametrize("words", ORDERS)
def test_a_sentence_that_tells_somebody_is_one_whatever_it_begins_with(words: str) -> None:
    assert is_order(words)


def test_the_purpose_of_a_plan_is_not_among_its_measures() -> None:
    text = (
        "实施方案\n\n为办好民生实事，制定本方案。\n一、改善居住条件\n"
        "（一）区住建局要改造老旧小区20个。\n本方案自印发之日起施行。\n"
    )
    assert [node.title.words(text) for node in read(text).measures] == ["区住建局要改造老旧小区20个。"]
