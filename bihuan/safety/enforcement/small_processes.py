"""Closure proposals, interviews and warnings, and listed supervision as tables. Pure.

Sources: 安全生产法 art. 113 (closure), 41 (supervision of major hazards). Interviews and listing have only local rules: their
days are defaults, which a district overrides by dated rules (`bihuan clocks`).
"""

from __future__ import annotations

from bihuan.casework.spec import (
    Clock,
    DueFrom,
    Field,
    Holder,
    Kind,
    Obliges,
    Phase,
    Process,
    Role,
    Start,
    State,
    Step,
    TimeUnit,
    Who,
)

OFFICE = (Role.INSPECTOR, Role.UNIT_HEAD)
HEAD = (Role.UNIT_HEAD,)
GOVERNMENT = (Role.LEADER,)
LISTERS = (Role.SUPERVISOR, Role.LEADER, Role.UNIT_HEAD)
SAFETY = "安全生产法"
LOCAL = "挂牌督办的地方规定（天数为默认值，由地方规定）"
REASON = Field("reason", "理由", Kind.TEXT)
PUBLISHED = (
    Field("published_on", "公布日期", Kind.DATE, not_future=True, keep=True),
    Field("where", "公布的地方", Kind.LINE),
)
GROUNDS = (
    ("repeated", "存在重大隐患，180日内三次或者一年内四次受处罚"), ("unqualified", "停产停业整顿后仍不具备条件"),
    ("accident", "不具备条件导致重大、特别重大事故"), ("refused", "拒不执行停产停业整顿决定"),
)  # fmt: skip

# fmt: off
CLOSURE = Process(
    name="safety.closure", label="提请关闭", prefix="GB", source=f"{SAFETY} 第一百一十三条",
    states=(
        State("drafted", "关闭建议待审定", Phase.OPEN, unclocked_because="安全生产法第一百一十三条没有规定天数"),
        State("put_forward", "提请政府待决定", Phase.OPEN, unclocked_because="安全生产法第一百一十三条没有规定天数"),
        State("to_close", "决定关闭待实施", Phase.OPEN, unclocked_because="公告有期限；实施关闭，法律没有规定天数"),
        State("closed", "已关闭", Phase.ENDED, help="主要负责人五年内不得任职；有关证照依法吊销"),
        State("kept", "不予关闭", Phase.ENDED),
    ),
    clocks=(Clock("publish_closure", "公告关闭", "煤矿安全生产条例 第四十九条", amount=5,
    unit=TimeUnit.WORKING_DAYS),),
    steps=(
        Step("draft", "拟出关闭建议", f"{SAFETY} 第一百一十三条", target="drafted", roles=OFFICE, who=Who.ANYWHERE,
             holder=Holder.REGISTRY, gives=(Field("ground", "情形", Kind.CHOICE, choices=GROUNDS, keep=True),
                                            Field("basis", "依据的处罚和隐患", Kind.TEXT))),
        Step("propose", "提请政府关闭", f"{SAFETY} 第一百一十三条", sources=("drafted",), target="put_forward", roles=HEAD,
             gives=(Field("to_unit", "提请的人民政府", Kind.UNIT), Field("opinion", "意见", Kind.TEXT)), holder=Holder.GIVEN,
             guards=("to_an_office",), document="closure_proposal", main=True),
        Step("not_proposed", "不提请", f"{SAFETY} 第一百一十三条", sources=("drafted",), target="kept", roles=HEAD,
             gives=(REASON,), final=True,
             help="例如处罚已被撤销，或者没有重大隐患"),
        Step("order_closure", "决定关闭", f"{SAFETY} 第一百一十三条", sources=("put_forward",), target="to_close",
             roles=GOVERNMENT,
             gives=(Field("number", "决定文号", Kind.LINE), Field("opinion", "意见", Kind.TEXT)),
             starts=(Start("publish_closure"),),
             holder=Holder.REGISTRY, main=True, final=True),
        Step("refuse_closure", "不同意关闭", f"{SAFETY} 第一百一十三条", sources=("put_forward",), target="kept",
             roles=GOVERNMENT,
             gives=(REASON,), holder=Holder.REGISTRY, final=True),
        Step("publish_closure", "公告关闭", "煤矿安全生产条例 第四十九条", sources=("to_close",), roles=OFFICE, gives=PUBLISHED,
             meets=("publish_closure",), main=True),
        Step("close", "关闭到位", f"{SAFETY} 第一百一十三条", sources=("to_close",), target="closed", roles=OFFICE,
             gives=(Field("closed_on", "关闭日期", Kind.DATE, not_future=True, keep=True),
                    Field("record", "证照吊销、断电、清理的情况", Kind.TEXT)), guards=("closure_published",), final=True),
    ),
    guards=("closure_published", "to_an_office"),
)
ADMONITION = Process(
    name="safety.admonition", label="约谈和警示", prefix="YT", source=f"{SAFETY} 第九条、第六十五条；地方约谈规定",
    states=(
        State("called", "约谈待进行", Phase.OPEN, clocks=("interview",)),
        State("warned", "警示待回复", Phase.OPEN, clocks=("reply",)),
        State("following", "约谈整改待落实", Phase.OPEN, clocks=("commitment",)),
        State("settled", "约谈警示办结", Phase.ENDED),
        State("cancelled", "约谈警示取消", Phase.ENDED),
    ),
    clocks=(
        Clock("interview", "进行约谈", f"{SAFETY} 第六十五条；地方约谈规定", due_from=DueFrom("interview_by"), warn=2),
        Clock("reply", "回复警示通报", f"{SAFETY} 第六十五条；地方规定", due_from=DueFrom("reply_by"), warn=2),
        Clock("commitment", "落实约谈要求", f"{SAFETY} 第六十五条；地方约谈规定", due_from=DueFrom("done_by"), warn=3),
    ),
    steps=(
        Step("call", "通知约谈", "地方约谈规定；安全生产法 第六十五条", target="called", roles=(*OFFICE, *LISTERS[:2]),
             who=Who.ANYWHERE,
             holder=Holder.REGISTRY, gives=(Field("interview_by", "约谈日期", Kind.DATE, keep=True),
                                            Field("place", "地点", Kind.LINE)), starts=(Start("interview"),)),
        Step("warn", "发出警示通报", "地方规定；安全生产法 第六十五条", target="warned", roles=(*OFFICE, *LISTERS[:2]),
             who=Who.ANYWHERE,
             holder=Holder.REGISTRY, gives=(Field("reply_by", "回复期限", Kind.DATE, keep=True),), starts=(Start("reply"),)),
        Step("hold", "记录约谈", "地方约谈规定", sources=("called",), target="following", roles=(*OFFICE, *LISTERS[:2]),
             gives=(Field("minutes", "约谈纪要", Kind.TEXT), Field("asked", "提出的要求", Kind.TEXT),
                    Field("done_by", "落实期限", Kind.DATE, keep=True)),
             starts=(Start("commitment"),), meets=("interview",), document="interview_record", main=True),
        Step("absent", "无故不到，改发警示通报", "地方约谈规定", sources=("called",), target="warned", roles=(*OFFICE,
             *LISTERS[:2]),
             gives=(REASON, Field("reply_by", "回复期限", Kind.DATE, keep=True)), starts=(Start("reply"),), meets=("interview",)),
        Step("reply", "登记回复", "地方规定", sources=("warned",), target="following", roles=(*OFFICE, *LISTERS[:2]),
             gives=(Field("answer", "回复的措施", Kind.TEXT), Field("done_by", "落实期限", Kind.DATE, keep=True)),
             starts=(Start("commitment"),), meets=("reply",), main=True),
        Step("filed_reply", "企业提交回复", "地方规定", sources=("warned", "following"), who=Who.SYSTEM,
             gives=(Field("said", "企业提交的内容", Kind.TEXT), Field("files", "企业提交的附件", Kind.FILES, required=False))),
        Step("settle", "确认落实，办结", "地方约谈规定", sources=("following",), target="settled", roles=(*OFFICE, *LISTERS[:2]),
             gives=(Field("verified", "核实情况", Kind.TEXT),), meets=("commitment",), main=True, final=True),
        Step("cancel", "取消", "地方约谈规定", sources=("called", "warned"), target="cancelled", roles=HEAD, gives=(REASON,),
             final=True),
    ),
)
LISTING = Process(
    name="safety.listing", label="重大隐患挂牌督办", prefix="GP", source=f"{SAFETY} 第四十一条第三款；地方挂牌督办规定",
    states=(
        State("listing_asked", "挂牌待决定", Phase.OPEN, clocks=("list_decision",)),
        State("listed", "挂牌督办中", Phase.OPEN, clocks=("list_filing", "list_publish", "governance")),
        State("extension", "挂牌延期待决定", Phase.OPEN, clocks=("governance", "extension_decision")),
        State("acceptance", "摘牌待验收", Phase.OPEN, clocks=("list_acceptance", "governance")),
        State("delisted", "摘牌待公布", Phase.OPEN, clocks=("delist_publish",)),
        State("over", "挂牌督办结束", Phase.ENDED),
        State("not_listed", "不予挂牌", Phase.ENDED),
    ),
    clocks=(
        Clock("list_decision", "决定是否挂牌", LOCAL, amount=10, unit=TimeUnit.WORKING_DAYS),
        Clock("list_filing", "报上级备案", LOCAL, amount=3, unit=TimeUnit.WORKING_DAYS, warn=1),
        Clock("list_publish", "公布挂牌", LOCAL, amount=5, unit=TimeUnit.WORKING_DAYS, warn=1),
        Clock("governance", "挂牌治理", f"{LOCAL}；最长天数由地方规定", due_from=DueFrom("govern_by"), warn=20),
        Clock("extension_ask", "申请延期的最后一天", f"{LOCAL}；工作日数由地方规定", obliges=Obliges.OPTION,
              due_from=DueFrom("ask_by")),
        Clock("extension_decision", "决定延期", LOCAL, amount=10, unit=TimeUnit.WORKING_DAYS),
        Clock("list_acceptance", "摘牌验收", LOCAL, amount=10),
        Clock("delist_publish", "公布摘牌", LOCAL, amount=5, unit=TimeUnit.WORKING_DAYS, warn=1),
    ),
    steps=(
        Step("propose_listing", "提出挂牌", f"{SAFETY} 第四十一条第三款", target="listing_asked", roles=(*OFFICE, *LISTERS[:2]),
             who=Who.ANYWHERE, holder=Holder.REGISTRY, starts=(Start("list_decision"),),
             gives=(Field("level", "挂牌级别", Kind.CHOICE, keep=True,
                          choices=(("district", "区级"), ("city", "市级"), ("province", "省级"))), REASON)),
        Step("list", "决定挂牌", f"{SAFETY} 第四十一条第三款", sources=("listing_asked",), target="listed", roles=LISTERS,
             who=Who.REGISTRY,
             gives=(Field("govern_by", "治理期限", Kind.DATE, keep=True, help="最长天数见“地方数额”，没有登记的按一年"),
                    Field("ask_by", "申请延期的最后一天", Kind.DATE, help="期满以前的工作日数见“地方数额”，没有登记的按二十个"),
                    Field("watcher", "督办责任单位", Kind.LINE)),
             starts=(Start("list_filing"), Start("list_publish"), Start("governance"), Start("extension_ask")),
             meets=("list_decision",), guards=("within_the_longest", "days_before_the_end"), document="listing_notice",
             main=True),
        Step("not_listed", "不予挂牌", f"{SAFETY} 第四十一条第三款", sources=("listing_asked",), target="not_listed",
             roles=LISTERS,
             who=Who.REGISTRY, gives=(REASON,), meets=("list_decision",), final=True),
        Step("file_listing", "报上级备案", LOCAL, sources=("listed",), roles=(*OFFICE, *LISTERS[:2]), who=Who.REGISTRY,
             gives=(Field("number", "备案文号", Kind.LINE),), meets=("list_filing",)),
        Step("publish_listing", "公布挂牌", LOCAL, sources=("listed",), roles=(*OFFICE, *LISTERS[:2]), who=Who.REGISTRY,
             gives=PUBLISHED, meets=("list_publish",)),
        Step("progress", "记录督办进展", f"{SAFETY} 第四十一条第三款", sources=("listed",), roles=(*OFFICE, *LISTERS[:2]),
             who=Who.REGISTRY,
             gives=(Field("progress", "进展", Kind.TEXT),)),
        Step("ask_listing_extension", "登记延期申请", LOCAL, sources=("listed",), target="extension", roles=OFFICE,
             who=Who.REGISTRY,
             gives=(Field("asked_on", "申请日期", Kind.DATE, not_future=True), REASON),
             starts=(Start("extension_decision", counts_from="asked_on"),), meets=("extension_ask",),
             guards=("extension_in_time",)),
        Step("decide_listing_extension", "决定延期", LOCAL, sources=("extension",), target="listed", roles=LISTERS,
             who=Who.REGISTRY,
             gives=(Field("govern_by", "治理期限", Kind.DATE, keep=True, help="不同意延期的，照写原期限"), REASON),
             starts=(Start("governance"),), meets=("extension_decision",), guards=("within_the_longest",), main=True),
        Step("ask_acceptance", "登记摘牌申请", LOCAL, sources=("listed",), target="acceptance", roles=OFFICE, who=Who.REGISTRY,
             gives=(Field("record", "治理完成情况", Kind.TEXT),), starts=(Start("list_acceptance"),), main=True),
        Step("fail_listing", "验收不合格，继续挂牌", LOCAL, sources=("acceptance",), target="listed", roles=OFFICE,
             who=Who.REGISTRY,
             gives=(REASON,), meets=("list_acceptance",)),
        Step("delist", "验收合格，摘牌", LOCAL, sources=("acceptance",), target="delisted", roles=LISTERS, who=Who.REGISTRY,
             gives=(Field("accepted", "验收意见", Kind.TEXT),), starts=(Start("delist_publish"),),
             meets=("list_acceptance", "governance"), voids=("list_filing", "list_publish", "extension_ask"),
             guards=("listing_published",), document="delisting_notice", main=True, final=True),
        Step("publish_delisting", "公布摘牌", LOCAL, sources=("delisted",), target="over", roles=(*OFFICE, *LISTERS[:2]),
             who=Who.REGISTRY, gives=PUBLISHED, meets=("delist_publish",), main=True),
    ),
    guards=("days_before_the_end", "extension_in_time", "listing_published", "within_the_longest"),
)
# fmt: on
