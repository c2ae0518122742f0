"""The accident (生产安全事故) from the first report to the evaluation, as one table. Pure.

Source: order 493; 安全生产法 art. 83 to 86. Hours run from the report; the investigation's sixty days from the accident, without
the time of technical appraisal (art. 27, 29).
"""

from __future__ import annotations

from bihuan.casework.spec import (
    Branch,
    Clock,
    DueFrom,
    Extend,
    Field,
    Holder,
    Kind,
    Phase,
    Process,
    Role,
    Start,
    State,
    Step,
    TimeUnit,
    Who,
)
from bihuan.emergency.accidents.grades import LABELS

OFFICE = (Role.INSPECTOR, Role.OFFICER, Role.UNIT_HEAD)
UPPER = (*OFFICE, Role.REVIEWER, Role.LEADER)  # a government that takes an investigation over
HEADS = (Role.UNIT_HEAD, Role.REVIEWER, Role.LEADER)  # who may decide for the government that investigates
LAW = "生产安全事故报告和调查处理条例"
SAFETY = "安全生产法"
YES_NO = (("yes", "是"), ("no", "否"))
KINDS = (
    ("industrial", "工矿商贸事故"), ("road", "道路交通事故"), ("fire", "火灾事故"), ("water", "水上交通事故"), ("other",
    "其他事故"),
)  # fmt: skip
REASON = Field("reason", "理由", Kind.TEXT)
# What people find of a report (art. 35, 36, 39); the clocks only show.
FINDINGS = (
    ("none", "没有迟报、漏报、谎报、瞒报"), ("late", "迟报"), ("omitted", "漏报"), ("false", "谎报"), ("concealed", "瞒报"),
)  # fmt: skip
# art. 12: the six contents of a report.
SIX = (
    Field("unit_profile", "事故发生单位概况", Kind.TEXT),
    Field("scene", "发生的时间、地点和现场情况", Kind.TEXT),
    Field("course", "简要经过", Kind.TEXT),
    Field("measures", "已经采取的措施", Kind.TEXT),
    Field("others", "其他应当报告的情况", Kind.TEXT, required=False),
)
LOST = (
    Field("deaths", "死亡人数", Kind.NUMBER), Field("serious", "重伤人数（含急性工业中毒）", Kind.NUMBER),
    Field("missing", "下落不明人数", Kind.NUMBER), Field("loss", "直接经济损失（元）", Kind.NUMBER),
)  # fmt: skip
RUNNING = ("reported", "investigating", "appraising")
GRADES = tuple(LABELS.items())
GRADED = (
    Field("grade", "事故等级", Kind.CHOICE, choices=GRADES, keep=True),
    Field("authority", "调查机关", Kind.CHOICE, keep=True,
          choices=(("county", "县级人民政府"), ("city", "设区的市级人民政府"), ("province", "省级人民政府"), ("state",
          "国务院"))),
)  # fmt: skip

# A table: one row, one fact, read side by side.
# fmt: off
STATES = (
    State("reported", "事故已接报", Phase.OPEN, clocks=("investigate",), help="逐级上报，每级不超过两小时"),
    State("investigating", "事故调查中", Phase.OPEN, clocks=("investigate", "redo")),
    State("appraising", "事故技术鉴定中", Phase.OPEN, clocks=("investigate",), help="鉴定时间不计入调查期限（第二十七条）"),
    State("to_approve", "调查报告待批复", Phase.OPEN, clocks=("approve",)),
    State("to_approve_long", "特别重大事故调查报告待批复", Phase.OPEN, clocks=("approve_long",)),
    State("implementing", "事故处理落实中", Phase.OPEN, clocks=("evaluate",), help="处罚、处分、整改按批复落实并公布"),
    State("evaluated", "落实情况评估完成待归档", Phase.OPEN, unclocked_because="法律没有规定归档期限"),
    State("archived", "事故归档", Phase.ENDED),
    State("not_accident", "不属于生产安全事故", Phase.ENDED),
)
CLOCKS = (
    Clock("forward_city", "上报设区的市", f"{LAW} 第十条、第十一条", amount=2, unit=TimeUnit.HOURS),
    Clock("forward_province", "上报省", f"{LAW} 第十条、第十一条", amount=2, unit=TimeUnit.HOURS),
    Clock("forward_state", "上报国务院有关部门", f"{LAW} 第十条、第十一条", amount=2, unit=TimeUnit.HOURS),
    Clock("notify_bodies", "报告本级政府并通知公安、人社、工会、检察院", f"{LAW} 第十条", amount=2, unit=TimeUnit.HOURS),
    Clock("investigate", "提交调查报告", f"{LAW} 第二十九条", amount=60, warn=15),
    Clock("redo", "提交补充调查的报告", f"{LAW} 第三十二条（期限由退回的政府写明，条例没有规定天数）",
          due_from=DueFrom("redo_by"), warn=5),
    Clock("approve", "批复调查报告", f"{LAW} 第三十二条", amount=15, warn=5),
    Clock("approve_long", "批复特别重大事故调查报告", f"{LAW} 第三十二条", amount=30, warn=7),
    Clock("evaluate", "评估整改和处理的落实", f"{SAFETY} 第八十六条第二款", amount=365, warn=60),
)
STEPS = (
    Step("report", "接报登记", f"{LAW} 第九条、第十二条", target="reported", roles=OFFICE, who=Who.ANYWHERE,
         holder=Holder.REGISTRY,
         gives=(Field("occurred_at", "发生时间", Kind.MOMENT, not_future=True, keep=True),
                Field("learned_at", "单位负责人接到报告的时间", Kind.MOMENT, not_future=True, keep=True),
                Field("received_at", "本机关接到报告的时间", Kind.MOMENT, not_future=True, keep=True),
                Field("kind", "事故种类", Kind.CHOICE, choices=KINDS, keep=True),
                Field("type", "事故类型（GB 6441）", Kind.LINE, keep=True), *LOST, *GRADED, *SIX),
         starts=(Start("forward_city", counts_from="received_at"), Start("notify_bodies", counts_from="received_at"),
                 Start("investigate", counts_from="occurred_at"))),
    Step("forward_city", "上报设区的市", f"{LAW} 第十条、第十一条", sources=RUNNING, roles=OFFICE, who=Who.REGISTRY,
         gives=(Field("sent_at", "上报时间", Kind.MOMENT, not_future=True), Field("receiver", "接收单位和人员", Kind.LINE),
                Field("city_received_at", "市级接到的时间", Kind.MOMENT, required=False, not_future=True, keep=True,
                      help="还要继续上报的必填：上一级的两小时从这里起算")),
         starts=(Start("forward_province", counts_from="city_received_at"),), meets=("forward_city",),
         guards=("sent_in_order", "upper_time_given"),
         main=True),
    Step("forward_province", "上报省", f"{LAW} 第十条、第十一条", sources=RUNNING, roles=OFFICE, who=Who.REGISTRY,
         gives=(Field("sent_at", "上报时间", Kind.MOMENT, not_future=True), Field("receiver", "接收单位和人员", Kind.LINE),
                Field("province_received_at", "省级接到的时间", Kind.MOMENT, required=False, not_future=True, keep=True,
                      help="还要继续上报的必填：上一级的两小时从这里起算")),
         starts=(Start("forward_state", counts_from="province_received_at"),), meets=("forward_province",),
         guards=("sent_in_order", "upper_time_given")),
    Step("forward_state", "上报国务院有关部门", f"{LAW} 第十条、第十一条", sources=RUNNING, roles=OFFICE, who=Who.REGISTRY,
         gives=(Field("sent_at", "上报时间", Kind.MOMENT, not_future=True), Field("receiver", "接收单位和人员", Kind.LINE)),
         meets=("forward_state",), guards=("sent_in_order",)),
    Step("notify_bodies", "报告本级政府，通知有关机关", f"{LAW} 第十条", sources=RUNNING, roles=OFFICE, who=Who.REGISTRY,
         gives=(Field("notified", "报告和通知的机关", Kind.TEXT, help="本级人民政府、公安、人力资源社会保障、工会、检察院"),
               Field("sent_at", "报告和通知的时间", Kind.MOMENT, required=False, not_future=True,
                     help="没有填写的，按登记的时间")),
         meets=("notify_bodies",), guards=("sent_in_order",)),
    Step("protect_scene", "记录现场保护和移动", f"{LAW} 第十六条", sources=RUNNING, roles=OFFICE, who=Who.REGISTRY,
         gives=(Field("record", "标志、简图、照片和书面记录", Kind.TEXT),)),
    Step("supplement", "补报、续报", f"{LAW} 第十三条", sources=(*RUNNING, "to_approve", "to_approve_long", "implementing"),
         roles=UPPER,
         who=Who.ANYWHERE,
         gives=(Field("changed_on", "情况发生的日期", Kind.DATE, not_future=True, help="例如伤员死亡的日期"), *LOST, *SIX[:4],
         SIX[4]),
         guards=("not_before_the_accident",), help="填写截至这一天的累计数；等级和调查机关自动重算"),
    Step("regrade", "等级重算", f"{LAW} 第三条、第十三条、第二十条", sources=(*RUNNING, "to_approve", "to_approve_long",
         "implementing"), who=Who.SYSTEM,
         gives=(*GRADED, Field("why", "依据", Kind.LINE),
                Field("again_province", "续报省的起算时间", Kind.MOMENT, required=False),
                Field("again_state", "续报国务院的起算时间", Kind.MOMENT, required=False)),
         starts=(Start("forward_province", counts_from="again_province"), Start("forward_state", counts_from="again_state"))),
    Step("form_team", "成立调查组", f"{LAW} 第十九条、第二十二条至第二十四条", sources=("reported", "investigating"),
         target="investigating",
         roles=UPPER, gives=(Field("level", "组织调查的政府", Kind.CHOICE, choices=GRADED[1].choices, keep=True),
                             Field("head", "组长", Kind.LINE), Field("members", "成员单位", Kind.TEXT,
                                   help="有关政府、监管部门、监察、公安、工会；邀请检察院；事故单位在别的县的，当地派人参加（第二十一条）"),
                             Field("experts", "专家", Kind.LINE, required=False),
                             Field("apart", "成员与事故没有直接利害关系（第二十三条）", Kind.YES)),
         guards=("level_high_enough",), main=True),
    Step("hand_over", "移交上级政府调查", f"{LAW} 第十九条、第二十条", sources=("reported", "investigating"), target="reported",
         roles=UPPER,
         gives=(Field("to_unit", "接手的政府", Kind.UNIT), REASON), holder=Holder.GIVEN, guards=("to_an_upper",),
         document="handover"),
    Step("delegate", "委托事故单位调查", f"{LAW} 第十九条第三款", sources=("reported",), target="investigating",
         roles=(Role.UNIT_HEAD,),
         gives=(Field("level", "组织调查的政府", Kind.CHOICE, choices=GRADED[1].choices[:1], keep=True), REASON),
         guards=("nobody_hurt",), help="只有未造成人员伤亡的一般事故"),
    Step("begin_appraisal", "开始技术鉴定", f"{LAW} 第二十七条", sources=("investigating",), target="appraising", roles=UPPER,
         gives=(Field("by", "鉴定单位", Kind.LINE),), pauses=("investigate",)),
    Step("end_appraisal", "技术鉴定结束", f"{LAW} 第二十七条", sources=("appraising",), target="investigating", roles=UPPER,
         gives=(Field("result", "鉴定结论", Kind.TEXT),), resumes=("investigate",), main=True),
    Step("find_report", "认定报告情况",
         f"{LAW} 第四条、第三十五条、第三十六条、第三十九条；{SAFETY} 第一百一十条、第一百一十一条",
         sources=("investigating", "appraising", "to_approve", "to_approve_long", "implementing"), roles=UPPER,
         gives=(Field("finding", "认定", Kind.CHOICE, choices=FINDINGS, keep=True),
                Field("true_learned_at", "查明的单位负责人知道的时间", Kind.MOMENT, required=False, not_future=True, keep=True),
                Field("basis", "依据", Kind.TEXT)), guards=("found_in_order",),
         help="时钟显示的只是迹象；是不是迟报、漏报、谎报、瞒报，由调查认定"),
    Step("extend", "批准延长调查期限", f"{LAW} 第二十九条", sources=("investigating",), roles=HEADS,
         gives=(Field("days", "延长天数", Kind.NUMBER, help="最长六十日"), REASON), extends=(Extend("investigate", 60, "days"),),
         guards=("sixty_at_most",)),
    Step("submit_report", "提交调查报告", f"{LAW} 第二十九条、第三十条", sources=("investigating",),
         target=Branch("grade", (("ordinary", "to_approve"), ("larger", "to_approve"), ("major", "to_approve"),
                                 ("extraordinary", "to_approve_long"))), roles=UPPER,
         gives=(Field("unit_profile", "事故发生单位概况", Kind.TEXT), Field("course", "事故发生经过和事故救援情况", Kind.TEXT),
                Field("losses", "人员伤亡和直接经济损失", Kind.TEXT), Field("cause", "发生的原因和性质", Kind.TEXT),
                Field("liability", "责任认定和处理建议", Kind.TEXT),
                Field("prevention", "防范和整改措施", Kind.TEXT), Field("response", "应急处置评估", Kind.TEXT,
                      help="生产安全事故应急条例 第二十七条"),
                Field("signatures", "调查组成员签名", Kind.TEXT, help="逐人写明；没有签名的写明理由"),
                Field("evidence", "证据材料", Kind.FILES, required=False, help="先在“附件”里上传")),
         starts=(Start("approve", into="to_approve"), Start("approve_long", into="to_approve_long")),
         meets=("investigate", "redo"), guards=("level_high_enough",), document="investigation_report", main=True),
    Step("return_report", "退回补充调查", f"{LAW} 第三十二条", sources=("to_approve", "to_approve_long"), target="investigating",
         roles=HEADS,
         gives=(Field("received_on", "退回日期", Kind.DATE, not_future=True),
                Field("redo_by", "补充调查的期限", Kind.DATE, keep=True, help="退回不重新起算六十日"), REASON),
         starts=(Start("redo"),), voids=("approve", "approve_long"), guards=("redo_ahead",)),
    Step("extend_approval", "延长批复期限", f"{LAW} 第三十二条", sources=("to_approve_long",), roles=HEADS,
         gives=(Field("days", "延长天数", Kind.NUMBER, help="最长三十日"), REASON), extends=(Extend("approve_long", 30,
         "days"),), guards=("thirty_at_most",)),
    Step("approve", "批复", f"{LAW} 第三十二条", sources=("to_approve", "to_approve_long"), target="implementing", roles=HEADS,
         gives=(Field("approved_on", "批复日期", Kind.DATE, not_future=True, keep=True), Field("number", "批复文号", Kind.LINE),
                Field("opinion", "批复的内容", Kind.TEXT)), starts=(Start("evaluate", counts_from="approved_on"),),
         meets=("approve", "approve_long"), guards=("level_high_enough", "not_who_submitted"), document="approval", main=True,
         final=True),
    Step("implement", "记录落实情况", f"{LAW} 第三十二条、第三十三条", sources=("implementing",), roles=UPPER,
         gives=(Field("record", "处罚、处分、移送司法、整改的落实", Kind.TEXT),)),
    Step("publish", "公布事故处理情况", f"{LAW} 第三十四条；{SAFETY} 第八十六条第一款", sources=("implementing", "evaluated"),
         roles=UPPER,
         gives=(Field("published_on", "公布日期", Kind.DATE, not_future=True, keep=True),
                Field("where", "公布的地方；依法保密的写明依据", Kind.LINE))),
    Step("evaluate", "评估落实情况并公开", f"{SAFETY} 第八十六条第二款", sources=("implementing",), target="evaluated",
         roles=UPPER,
         gives=(Field("evaluated_on", "评估日期", Kind.DATE, not_future=True, keep=True), Field("result", "评估结论", Kind.TEXT),
                Field("undone", "没有落实的和追责", Kind.TEXT, required=False),
                Field("where", "公开评估结果的地方", Kind.LINE)), meets=("evaluate",), guards=("implemented_first",), main=True),
    Step("archive", "归档", f"{LAW} 第三十一条", sources=("evaluated",), target="archived", roles=UPPER,
         gives=(Field("record", "案卷情况", Kind.LINE),), guards=("published_first",), final=True, main=True),
    Step("drop", "认定不属于生产安全事故", f"{LAW} 第二条", sources=("reported", "investigating"), target="not_accident",
         roles=HEADS,
         gives=(REASON,), final=True),
)
# fmt: on

ACCIDENT = Process(
    name="emergency.accident", label="生产安全事故", prefix="SG", states=STATES, steps=STEPS, clocks=CLOCKS,
    source="《生产安全事故报告和调查处理条例》（国务院令第493号，2007年6月1日起施行）",
    guards=(
        "found_in_order", "implemented_first", "level_high_enough", "nobody_hurt", "not_before_the_accident", "not_who_submitted",
        "published_first", "redo_ahead", "sent_in_order", "sixty_at_most", "thirty_at_most", "to_an_upper", "upper_time_given",
    ),
)  # fmt: skip
