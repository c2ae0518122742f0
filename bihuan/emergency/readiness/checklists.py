"""What is to be done at each kind of event. Pure. People are to be kept safe, not watched."""

from __future__ import annotations

COMMON = (
    ("call", "核实情况，报告带班领导"),
    ("report", "按时限上报，通知有关部门"),
    ("plan", "启动相应预案和响应级别"),
    ("leader", "负责人赶赴现场"),
)
AFTER = (("review", "应急处置评估，恢复秩序"),)
EVENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "flood": (("warn_people", "向受影响的村、社区发出预警"), ("move", "转移危险区域的人员，清点人数"), ("shelter",
    "开放避难场所，备足饮水和药品"), ("dikes", "巡查堤坝和水库")),
    "fire": (("evacuate", "疏散人员，清点人数"), ("power", "切断电源和燃气"), ("water", "保障消防水源"), ("wounded", "救治伤员")),
    "mine": (("withdraw", "撤出井下人员，核对入井人数"), ("power", "切断危险区域电源"), ("air", "监测气体，恢复通风"), ("rescue",
    "调集矿山救护队")),
    "traffic": (("wounded", "救治伤员"), ("road", "管制道路，防止二次事故"), ("cargo", "查明是否载有危险货物"), ("families",
    "安置旅客，通知家属")),
    "chemical": (("substance", "查明泄漏物和风向"), ("zone", "划定警戒区，疏散下风向人员"), ("stop", "切断泄漏源"), ("water",
    "防止污染水体")),
    "crowd": (("count", "核对现场人数和容量"), ("exits", "打开全部出口，保持通道畅通"), ("flow", "限流、单向通行"), ("announce",
    "广播引导，安抚人群"), ("aid", "设置医疗点")),
    "other": (("people", "先救人，清点人数"), ("danger", "控制危险源")),
}  # fmt: skip


def checklist_of(event: str) -> tuple[tuple[str, str], ...]:
    """The items of a kind of event in order: (key, text)."""
    return (*COMMON, *EVENTS.get(event, EVENTS["other"]), *AFTER)
