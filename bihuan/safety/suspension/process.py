"""Suspension and resumption (停产停业与复工复产) as tables, one for each kind of sector, made by one function. Pure.

An on-site measure (现场处理措施,
安全生产法 art. 65) is ordered at once. A penalty (责令停产停业整顿) comes out of a penalty case with its
notice, hearing and decision, and begins here when it is served. Both run on alike: stopped, refused or put right, applied
for, accepted, approved stage by stage, resumed, published. Never in another order.
"""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.casework.spec import (
    Branch,
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

ENTERPRISE = (Role.SAFETY_OFFICER, Role.PRINCIPAL)
OFFICE = (Role.INSPECTOR, Role.UNIT_HEAD)
HEAD = (Role.UNIT_HEAD,)
LAW = "安全生产法"
YES_NO = (("yes", "是"), ("no", "否"))
KINDS = (("measure", "现场处理措施"), ("penalty", "责令停产停业整顿（行政处罚）"))
SCOPES = (("all", "全部停产停业"), ("workshop", "部分车间、区域"), ("equipment", "部分设施、设备"))
REASON = Field("reason", "理由", Kind.TEXT)
TO_ENTERPRISE = Field("to_unit", "责任企业", Kind.UNIT, help="被停产停业的企业")
STOPPED = ("in_force", "refused", "cut_notified", "utilities_cut")


@dataclass(frozen=True, slots=True)
class Sector:
    """How a kind of sector resumes. `chain`: who approves after acceptance, in order: head, body, government.

    `accept_days` are calendar days from application, `publish_days` working days.
    """

    name: str
    label: str
    prefix: str
    accept_days: int
    accept_article: str
    publish_days: int
    publish_article: str
    resume_article: str
    chain: tuple[str, ...]


GENERAL = Sector(
    "safety.suspension", "停产停业与复工复产", "TC", 10,
    "安全生产事故隐患排查治理暂行规定 第二十三条（天数为默认值，可由地方规定）",
    7, f"{LAW} 第七十八条第二款", f"{LAW} 第六十五条", ("head",),
)  # fmt: skip
COAL = Sector(
    "safety.suspension_coal", "煤矿停产整顿与恢复生产", "MT", 20, "煤矿安全生产条例 第四十八条第二款", 5,
    "煤矿安全生产条例 第四十九条", "煤矿安全生产条例 第四十八条第二款", ("head", "body", "government"),
)  # fmt: skip
APPROVALS = {
    "head": ("approval_head", "复产待本部门主要负责人签字"),
    "body": ("approval_body", "复产待矿山安全监察机构审核"),
    "government": ("approval_government", "复产待政府主要负责人批准"),
}
ORDERED = (
    Field("received_on", "决定日期", Kind.DATE, not_future=True),
    TO_ENTERPRISE,
    Field("scope", "停产停业的范围", Kind.CHOICE, choices=SCOPES, keep=True),
    Field("scope_text", "具体范围和要求", Kind.TEXT),
    Field("until", "期限", Kind.DATE, required=False, keep=True),
)


def sector_of(sector: str, industry: str) -> Sector:
    """The table for an enterprise: coal mining (GB/T 4754 B06) has its own chain."""
    return COAL if "煤矿" in sector or industry.startswith("B06") else GENERAL


# fmt: off
def suspension(rule: Sector) -> Process:
    """The table of a kind of sector."""
    chain = [APPROVALS[one][0] for one in rule.chain]
    after = (*chain[1:], "resumed")
    return Process(
        name=rule.name, label=rule.label, prefix=rule.prefix,
        source=f"《中华人民共和国安全生产法》（2021年6月10日修正）；{rule.resume_article}",
        states=(
            State("in_force", "停产停业中", Phase.WAITING, unclocked_because="整改期限由决定写明；企业整改完成后提出恢复申请"),
            State("refused", "拒不停产停业", Phase.OPEN,
                  unclocked_because="安全生产法第七十条没有规定天数；有现实危险的，经批准通知停止供电、供应"),
            State("cut_notified", "已通知停止供应", Phase.OPEN, clocks=("cut_notice",),
                  help="停止供电，非紧急情形提前二十四小时通知"),
            State("utilities_cut", "停止供电、供应中", Phase.OPEN,
                  unclocked_because="企业履行决定后应当及时解除（第七十条第二款）"),
            State("resume_applied", "复产待验收", Phase.OPEN, clocks=("acceptance",)),
            *(State(*APPROVALS[one], Phase.OPEN, clocks=("acceptance",) if one == "head" else (),
                    unclocked_because="" if one == "head" else "条例没有规定这一级的天数") for one in rule.chain),
            State("resumed", "已复产待公布", Phase.OPEN, clocks=("publish_resumption",)),
            State("closure_proposed", "停产企业提请关闭中", Phase.WAITING, unclocked_because="提请关闭另立一件办理"),
            State("revoked_public", "停产决定撤销待撤回公布", Phase.OPEN, clocks=("withdraw",)),
            State("over", "已复产", Phase.ENDED),
            State("closed", "停产企业已关闭", Phase.ENDED),
            State("revoked", "停产决定撤销", Phase.ENDED),
        ),
        clocks=(
            Clock("publish_suspension", "公布停产停业", rule.publish_article, amount=rule.publish_days,
                  unit=TimeUnit.WORKING_DAYS,
                  obliges=Obliges.REGISTRY),
            Clock("cut_notice", "停止供电前的通知", f"{LAW} 第七十条第二款", amount=24, unit=TimeUnit.HOURS,
                  obliges=Obliges.OPTION),
            Clock("recheck", "停产停业的下一次检查", f"{LAW} 第六十五条、第七十条第二款（日期由结束整治的机关写明）",
                  due_from=DueFrom("recheck_by"), obliges=Obliges.REGISTRY, warn=2),
            Clock("acceptance", "验收", rule.accept_article, amount=rule.accept_days),
            Clock("publish_resumption", "公布恢复生产", rule.publish_article, amount=rule.publish_days,
                  unit=TimeUnit.WORKING_DAYS),
            Clock("withdraw", "撤回公布的决定", "行政处罚法 第四十八条第二款、第八十五条", amount=3, unit=TimeUnit.WORKING_DAYS,
                  warn=1),
        ),
        steps=(
            Step("order_measure", "现场责令停产停业", f"{LAW} 第六十五条第一款第三项", target="in_force", roles=OFFICE,
                 who=Who.ANYWHERE,
                 holder=Holder.GIVEN, gives=(Field("kind", "性质", Kind.CHOICE, choices=KINDS[:1], keep=True), *ORDERED),
                 starts=(Start("publish_suspension", counts_from="received_on"),),
                 help="当场作出，不经听证；重大事故隐患排除前或者排除过程中无法保证安全的"),
            Step("begin_penalty", "执行停产停业整顿处罚", "行政处罚法 第六十六条", target="in_force", roles=OFFICE,
                 who=Who.ANYWHERE,
                 holder=Holder.GIVEN, gives=(Field("kind", "性质", Kind.CHOICE, choices=KINDS[1:], keep=True), *ORDERED,
                                             Field("decision", "处罚案件编号", Kind.LINE, keep=True)),
                 starts=(Start("publish_suspension", counts_from="received_on"),), help="处罚决定书送达后，由处罚案件自动转来"),
            Step("publish_suspension", "公布停产停业", rule.publish_article, sources=(*STOPPED, "resume_applied"), roles=OFFICE,
                 who=Who.REGISTRY, gives=(Field("published_on", "公布日期", Kind.DATE, not_future=True, keep=True),
                                          Field("where", "公布的地方", Kind.LINE)), meets=("publish_suspension",)),
            Step("check_stop", "记录停产检查", f"{LAW} 第六十五条", sources=STOPPED, roles=OFFICE, who=Who.REGISTRY,
                 gives=(Field("record", "检查情况", Kind.TEXT, help="例如用电量、在岗人数、设备状态"),),
                 meets=("recheck",)),
            Step("carry_on", "专项整治结束，停产停业继续", f"{LAW} 第六十五条第一款第三项、第七十条第二款",
                 sources=("in_force", "utilities_cut"), who=Who.SYSTEM,
                 gives=(Field("campaign", "专项整治编号", Kind.LINE), Field("carried_by", "由谁继续跟踪", Kind.LINE, keep=True),
                        Field("recheck_by", "下一次检查的日期", Kind.DATE, keep=True)), starts=(Start("recheck"),)),
            Step("find_refusal", "认定拒不停产停业", f"{LAW} 第七十条第一款", sources=("in_force",), target="refused",
                 roles=OFFICE,
                 who=Who.REGISTRY, holder=Holder.REGISTRY,
                 gives=(Field("record", "查实的情况和证据", Kind.TEXT, help="例如用电量记录、现场照片"),
                        Field("danger", "有发生事故的现实危险", Kind.CHOICE, choices=YES_NO, keep=True)),
                              document="refusal_record"),
            Step("notify_cut", "通知停止供电、供应", f"{LAW} 第七十条", sources=("refused",), target="cut_notified", roles=HEAD,
                 gives=(Field("supply", "停止供应的", Kind.CHOICE, keep=True,
                              choices=(("power", "供电"), ("explosives", "民用爆炸物品"), ("both", "供电和民用爆炸物品"))),
                        Field("emergency", "有危及生产安全的紧急情形", Kind.CHOICE, choices=YES_NO, keep=True),
                        Field("cut_at", "停止供应的时间", Kind.MOMENT, keep=True),
                        Field("supplier", "供应单位", Kind.LINE, keep=True), REASON),
                 starts=(Start("cut_notice"),), guards=("danger_is_real", "a_day_ahead"), document="cut_notice", main=True,
                 help="经本部门主要负责人批准，书面通知供应单位，并通知企业"),
            Step("cut", "记录已经停止供应", f"{LAW} 第七十条", sources=("cut_notified",), target="utilities_cut", roles=OFFICE,
                 gives=(Field("cut_done_at", "实际停止的时间", Kind.MOMENT, not_future=True, keep=True),), meets=("cut_notice",),
                 guards=("not_before_the_notice",), main=True),
            Step("comply", "企业已经履行决定", f"{LAW} 第七十条第二款", sources=("refused",), target="in_force",
                 roles=OFFICE,
                 gives=(TO_ENTERPRISE, Field("record", "核实情况", Kind.TEXT)), holder=Holder.GIVEN,
                 guards=("to_the_enterprise",)),
            Step("comply_told", "企业已经履行决定，不再停止供应", f"{LAW} 第七十条第二款", sources=("cut_notified",),
                 target="in_force", roles=OFFICE,
                 gives=(TO_ENTERPRISE, Field("record", "核实情况", Kind.TEXT)), voids=("cut_notice",), holder=Holder.GIVEN,
                 guards=("to_the_enterprise",), document="cut_withdrawn", help="已经通知的停止供应随之作废，书面告知供应单位"),
            Step("comply_lift", "企业已经履行决定，恢复供应", f"{LAW} 第七十条第二款", sources=("utilities_cut",),
                 target="in_force", roles=OFFICE,
                 gives=(TO_ENTERPRISE, Field("record", "核实情况", Kind.TEXT)), holder=Holder.GIVEN,
                 guards=("to_the_enterprise",), voids=("recheck",),
                 document="lift_notice", main=True, help="解除不另行审批：解除通知随这一步自动发出"),
            Step("apply_resume", "申请恢复生产", rule.resume_article, sources=("in_force",), target="resume_applied",
                 roles=ENTERPRISE,
                 gives=(Field("applied_on", "申请日期", Kind.DATE, not_future=True), Field("plan_done", "整改方案的完成情况",
                 Kind.TEXT),
                        Field("evaluation", "自行或者委托评估的结论", Kind.TEXT)),
                 starts=(Start("acceptance", counts_from="applied_on"),), voids=("recheck",),
                 holder=Holder.REGISTRY, document="resume_application",
                 main=True),
            Step("pass_acceptance", "验收合格", rule.resume_article, sources=("resume_applied",), target=chain[0], roles=OFFICE,
                 gives=(Field("accepted", "验收意见", Kind.TEXT), Field("team", "验收人员", Kind.LINE)), main=True),
            Step("fail_acceptance", "验收不合格", rule.resume_article, sources=("resume_applied",), target="in_force",
                 roles=OFFICE,
                 gives=(TO_ENTERPRISE, REASON), meets=("acceptance",), holder=Holder.GIVEN, guards=("to_the_enterprise",)),
            *_approvals(rule, chain, after),
            Step("refuse_approval", "不同意恢复", rule.resume_article, sources=tuple(chain), target="in_force",
                 roles=(*HEAD, Role.LEADER), gives=(TO_ENTERPRISE, REASON), meets=("acceptance",), holder=Holder.GIVEN,
                 guards=("to_the_enterprise",)),
            Step("publish_resumption", "公布恢复生产", rule.publish_article, sources=("resumed",), target="over", roles=OFFICE,
                 gives=(Field("resumption_published_on", "公布日期", Kind.DATE, not_future=True, keep=True),
                        Field("where", "公布的地方", Kind.LINE)), meets=("publish_resumption",),
                              guards=("not_before_resumption",),
                 main=True),
            Step("propose_closure", "提请关闭", f"{LAW} 第一百一十三条", sources=STOPPED, target="closure_proposed", roles=HEAD,
                 who=Who.REGISTRY, holder=Holder.REGISTRY, gives=(
                     Field("ground", "情形", Kind.CHOICE, choices=(("refused", "拒不执行停产停业整顿决定"),
                                                                 ("unqualified", "停产停业整顿后仍不具备条件"))),
                     Field("basis", "依据", Kind.TEXT)), voids=("recheck",),
                 help="另立一件“提请关闭”，两件互相关联；已经停止的供应不因此恢复"),
            Step("end_closed", "已经关闭", f"{LAW} 第一百一十三条", sources=("closure_proposed",), target="closed", roles=OFFICE,
                 gives=(Field("note", "情况", Kind.TEXT),), guards=("closure_over",), final=True, main=True),
            Step("not_closed", "不予关闭，继续停产", f"{LAW} 第一百一十三条", sources=("closure_proposed",), target="in_force",
                 roles=OFFICE,
                 gives=(TO_ENTERPRISE, REASON), holder=Holder.GIVEN, guards=("closure_over", "nothing_cut", "to_the_enterprise")),
            Step("not_closed_cut", "不予关闭，继续停止供应", f"{LAW} 第七十条、第一百一十三条", sources=("closure_proposed",),
                 target="utilities_cut", roles=OFFICE, gives=(REASON,), holder=Holder.REGISTRY,
                 guards=("closure_over", "still_cut"), help="企业还没有履行决定，停止的供应不自动恢复；履行以后再解除"),
            Step("revoke", "停产决定被撤销", "行政处罚法 第四十八条第二款、第七十五条", sources=(*STOPPED, "resume_applied",
                 *chain),
                 target=Branch("was_public", (("yes", "revoked_public"), ("no", "revoked"))), roles=HEAD, who=Who.REGISTRY,
                 holder=Holder.REGISTRY, gives=(
                     Field("revoked_on", "撤销日期", Kind.DATE, not_future=True, keep=True),
                     Field("was_public", "决定是否已经公布", Kind.CHOICE, choices=YES_NO),
                     Field("by", "撤销的机关和文号", Kind.LINE), REASON),
                 starts=(Start("withdraw", counts_from="revoked_on", into="revoked_public"),),
                 voids=("publish_suspension", "acceptance", "cut_notice", "recheck"), guards=("said_if_public",), final=True,
                 document="revocation_notice",
                 help="已经停止供应的，随之解除"),
            Step("withdraw", "撤回公布并说明理由", "行政处罚法 第四十八条第二款", sources=("revoked_public",), target="revoked",
                 roles=OFFICE,
                 gives=(Field("withdrawn_on", "撤回日期", Kind.DATE, not_future=True), Field("stated", "公开说明的理由",
                 Kind.TEXT)),
                 meets=("withdraw",), main=True),
        ),
        guards=("a_day_ahead", "closure_over", "danger_is_real", "not_before_resumption", "not_before_the_notice",
                "nothing_cut", "said_if_public", "still_cut", "to_the_enterprise"),
    )


def _approvals(rule: Sector, chain: list[str], after: tuple[str, ...]) -> list[Step]:
    """One step of approval for each stage; the last one resumes production."""
    steps = []
    for one, state, target in zip(rule.chain, chain, after, strict=True):
        last = target == "resumed"
        resumed = (Field("resumed_on", "恢复生产的日期", Kind.DATE, not_future=True, keep=True),) if last else ()
        starts = (Start("publish_resumption", counts_from="resumed_on"),) if last else ()
        document = "resumption_decision" if last else ""
        opinion = Field("opinion", "意见", Kind.TEXT)
        match one:
            case "head":
                steps.append(Step("approve_head", "主要负责人签字同意", rule.resume_article, sources=(state,), target=target,
                roles=HEAD,
                                  gives=(opinion, *resumed), starts=starts, meets=("acceptance",), document=document, main=True))
            case "body":
                steps.append(Step("approve_body", "记录监察机构审核同意", rule.resume_article, sources=(state,), target=target,
                                  roles=OFFICE, gives=(Field("number", "审核意见文号", Kind.LINE),
                                                       Field("to_unit", "报请批准的人民政府", Kind.UNIT), opinion),
                                  holder=Holder.GIVEN, main=True))
            case _:
                steps.append(Step("approve_government", "政府主要负责人批准", rule.resume_article, sources=(state,),
                target=target,
                                  roles=(Role.LEADER,), gives=(opinion, *resumed), starts=starts, holder=Holder.REGISTRY,
                                  document=document, main=True))
    return steps
# fmt: on


SUSPENSION = suspension(GENERAL)
COAL_SUSPENSION = suspension(COAL)
TABLES = (SUSPENSION, COAL_SUSPENSION)

# The columns of the board: a name and the states under it.
BOARD = (
    ("stopped", ("in_force",)), ("refused", STOPPED[1:]), ("accepting", ("resume_applied",)),
    ("approving", tuple(state for state, _label in APPROVALS.values())), ("publishing", ("resumed", "revoked_public")),
    ("closing", ("closure_proposed",)),
)  # fmt: skip
ORDER = "order_measure"  # the step by which an office stops somebody on the spot


def way_back(table: Process) -> list[State]:
    """The states from the application to resumption, in order."""
    names = ("resume_applied", *(state for state, _label in APPROVALS.values()), "resumed")
    return [state for state in table.states if state.name in names]
