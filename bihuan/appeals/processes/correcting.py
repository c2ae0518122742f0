"""Correcting what was registered: one line of the matter, its topic, its place. Pure.

信访工作条例 art. 22 wants a matter registered truly and sent by what it is about and where; a slip of the clerk's is mended
by the registering unit, with a reason. What stood there before stays in the journal. The text itself is never changed.
"""

from __future__ import annotations

from bihuan.casework.spec import Field, Kind, Role, Step, Who


def correction(sources: tuple[str, ...]) -> Step:
    """The step for a table, out of every state in which the matter still runs."""
    return Step(
        "correct", "更正登记", "信访工作条例 第十七条、第二十二条",
        sources=sources, roles=(Role.INTAKE, Role.DISPATCHER), who=Who.REGISTRY,
        gives=(
            Field("subject_new", "反映的问题", Kind.LINE, required=False, help="一句话，不写姓名和电话；不改就照原样"),
            Field("topic_new", "内容分类", Kind.LINE, required=False, help="照分类表写，例如：城乡建设/住房/公租房"),
            Field("place_new", "地点", Kind.LINE, required=False, help="村、社区或者乡镇、街道的名称，或者12位区划代码"),
            Field("reason", "为什么更正", Kind.TEXT),
        ),
        guards=("something_corrected",),
        help="原来写的留在办理记录里；信访人写的正文不能改",
    )  # fmt: skip
