"""Urging (催办), the supervision order with its reply (督办函), and listing by level (挂牌督办). Pure."""

from __future__ import annotations

from bihuan.casework.spec import Field, Holder, Kind, Process, Start, Step, Who
from bihuan.supervision.processes.parts import (
    ACCOUNT,
    NOT_THE_ACCUSED,
    NOT_THE_DOER,
    OFFICE,
    REASON,
    REPLY_BY,
    SUPERVISORS,
    TO_UNIT,
    URGE,
    URGERS,
    accept,
    answer,
    dated,
    ended,
    guards_of,
    judging,
    not_enough,
    owed,
    postpone,
    withdraw,
)

REPLY = Field("reply", "回复", Kind.TEXT)
REQUIREMENT = Field("requirement", "督办要求", Kind.TEXT)
LEVELS = (("district", "区级"), ("city", "市级"), ("province", "省级"))
LEVEL = Field("level", "挂牌级别", Kind.CHOICE, choices=LEVELS, keep=True)
INSTRUMENT = Field(
    "instrument",
    "上级文号",
    Kind.LINE,
    required=False,
    keep=True,
    help="市级、省级挂牌和解除，由上级文件决定",
)
FINISH_BY = Field("finish_by", "办结的最后日期", Kind.DATE, keep=True)

# fmt: off
_URGING = (
    Step("urge", "催办", URGE, target="urged", roles=URGERS, who=Who.ANYWHERE,
         gives=(TO_UNIT, Field("urged", "催什么", Kind.TEXT), REPLY_BY), starts=(Start("answering"),),
         holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,)),
    answer("answer", "答复催办", URGE, "urged", "answered", REPLY, meets="answering", starts="judging"),
    accept("accept", "已有进展，结束催办", URGE, "answered", "moved", meets="judging"),
    not_enough("answered", "urged", REPLY_BY, voids="judging", starts="answering", article=URGE),
    Step("raise", "转为督办", URGE, sources=("urged", "answered"), target="raised", roles=SUPERVISORS, who=Who.REGISTRY,
         gives=(TO_UNIT, REQUIREMENT, Field("reply_by", "书面回复的最后日期", Kind.DATE)), voids=("answering", "judging"),
         guards=(NOT_THE_ACCUSED,), help="发出督办函，催办随之结束"),
    withdraw("urged", "answering", URGE),
)
URGING = Process(
    "supervision.urging", "催办", "DCB",
    states=(owed("urged", "待答复", "answering"), owed("answered", "已答复待审看", "judging"), ended("moved", "已有进展"),
            ended("raised", "已转督办"), ended("withdrawn", "已撤回")),
    steps=_URGING, clocks=(dated("answering", "答复催办", URGE, "reply_by"), judging(days=5)),
    source=URGE, guards=guards_of(_URGING),
)

_ORDER = (
    Step("issue", "发督办函", URGE, target="owed", roles=URGERS, who=Who.ANYWHERE,
         gives=(TO_UNIT, REQUIREMENT, REPLY_BY), starts=(Start("replying"),), holder=Holder.GIVEN,
         guards=(NOT_THE_ACCUSED,), document="supervision_order"),
    answer("reply", "书面回复", URGE, "owed", "replied", REPLY, meets="replying", starts="judging"),
    accept("settle", "核实，督办结束", URGE, "replied", "settled", meets="judging"),
    not_enough("replied", "owed", REPLY_BY, voids="judging", starts="replying", article=URGE),
    postpone("owed", "replying", REPLY_BY, URGE),
    Step("list_up", "转为挂牌督办", ACCOUNT, sources=("owed", "replied"), target="listed", roles=SUPERVISORS,
         who=Who.REGISTRY, gives=(TO_UNIT, Field("level", "挂牌级别", Kind.CHOICE, choices=LEVELS), INSTRUMENT, REQUIREMENT,
                                  Field("finish_by", "办结的最后日期", Kind.DATE)),
         voids=("replying", "judging"), guards=(NOT_THE_ACCUSED, "level_from_above")),
    withdraw("owed", "replying", URGE),
)
ORDER = Process(
    "supervision.order", "督办", "DDB",
    states=(owed("owed", "待书面回复", "replying"), owed("replied", "已回复待核实", "judging"), ended("settled", "督办结束"),
            ended("listed", "已转挂牌"), ended("withdrawn", "已撤回")),
    steps=_ORDER, clocks=(dated("replying", "书面回复督办", URGE, "reply_by", warn=5), judging()),
    source=URGE, guards=guards_of(_ORDER),
)

_LISTING = (
    Step("list", "挂牌督办", ACCOUNT, target="listed", roles=SUPERVISORS, who=Who.ANYWHERE,
         gives=(TO_UNIT, LEVEL, INSTRUMENT, REQUIREMENT, FINISH_BY), starts=(Start("finishing"),), holder=Holder.GIVEN,
         guards=(NOT_THE_ACCUSED, "level_from_above"), document="listing_notice"),
    Step("progress", "报进展", ACCOUNT, sources=("listed",), roles=OFFICE, gives=(Field("progress", "进展", Kind.TEXT),)),
    Step("change_level", "改变挂牌级别", ACCOUNT, sources=("listed",), roles=SUPERVISORS, who=Who.REGISTRY,
         gives=(LEVEL, INSTRUMENT, REASON), guards=("level_from_above",)),
    postpone("listed", "finishing", FINISH_BY, ACCOUNT),
    answer("apply", "申请解除挂牌", ACCOUNT, "listed", "applied", Field("result", "办理结果", Kind.TEXT),
           meets="finishing", starts="judging"),
    Step("delist", "核实，解除挂牌", ACCOUNT, sources=("applied",), target="delisted", roles=SUPERVISORS,
         gives=(Field("checked", "怎样核实的", Kind.TEXT), Field("released_by", "上级解除文号", Kind.LINE, required=False,
                                                         help="市级、省级挂牌由上级解除")),
         meets=("judging",), guards=(NOT_THE_DOER, "released_by_its_level"), final=True, main=True,
         document="delisting_notice"),
    not_enough("applied", "listed", FINISH_BY, voids="judging", starts="finishing", article=ACCOUNT),
)
LISTING = Process(
    "supervision.listing", "挂牌督办", "DGP",
    states=(owed("listed", "挂牌中", "finishing"), owed("applied", "申请解除待核实", "judging"), ended("delisted", "已解除挂牌")),
    steps=_LISTING, clocks=(dated("finishing", "挂牌事项办结", ACCOUNT, "finish_by", warn=10), judging(days=15)),
    source=ACCOUNT, guards=guards_of(_LISTING),
)
# fmt: on
