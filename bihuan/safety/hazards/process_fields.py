"""What the steps of a hidden hazard ask for. Pure."""

from __future__ import annotations

from bihuan.casework.spec import Field, Kind

GRADES = (("general", "一般隐患"), ("major", "重大隐患"))
YES_NO = (("yes", "是"), ("no", "否"))

TO_ENTERPRISE = Field("to_unit", "责任企业", Kind.UNIT, help="本隐患所在的企业")
REASON = Field("reason", "理由", Kind.TEXT)
DEADLINE = Field("rectify_by", "整改期限", Kind.DATE, keep=True, help="最后一天，当日24时届满")
FOUND = (
    Field("received_on", "发现日期", Kind.DATE, not_future=True),
    Field("channel", "发现途径", Kind.CHOICE, keep=True,
          choices=(("self", "企业自查"), ("inspection", "执法检查"), ("report", "群众举报"), ("third", "第三方检查"))),
    Field("spot", "部位", Kind.LINE, required=False, keep=True),
)  # fmt: skip
GIVEN_GRADE = (
    Field("grade", "等级", Kind.CHOICE, choices=GRADES, keep=True),
    Field("clause", "判定依据", Kind.LINE, required=False, keep=True,
          help="重大隐患必填：判定标准的代号和条号，例如 MH-2017/12"),
    Field("reason", "定级理由", Kind.TEXT),
)  # fmt: skip
ORDERED = (
    Field("responsible", "整改责任人", Kind.LINE, keep=True),
    Field("requirements", "整改要求", Kind.TEXT),
    DEADLINE,
)
CORRECTED = (
    Field("rectifier", "整改人", Kind.LINE, keep=True),
    Field("record", "整改情况", Kind.TEXT, help="写明整改前后的情况；照片放在附件里"),
    Field("done_on", "完成日期", Kind.DATE, not_future=True),
)
RECTIFIED = (*CORRECTED, Field("cost", "整改资金（元）", Kind.NUMBER, required=False, keep=True))
# The six contents of a governance plan (order 16, art. 15) hold the five guarantees (五落实): measures, responsibility,
# funds, time limit, contingency plan.
PLAN = (
    Field("goals", "治理的目标和任务", Kind.TEXT, keep=True),
    Field("methods", "采取的方法和措施（措施落实）", Kind.TEXT, keep=True),
    Field("funds", "经费和物资（资金落实）", Kind.TEXT, keep=True),
    Field("organization", "机构和人员（责任落实）", Kind.TEXT, keep=True),
    Field("schedule", "治理的时限和要求（时限落实）", Kind.TEXT, keep=True),
    Field("contingency", "安全措施和应急预案（预案落实）", Kind.TEXT, keep=True),
    Field("responsible", "整改责任人", Kind.LINE, keep=True),
    Field("money", "落实资金（元）", Kind.NUMBER, keep=True),
    DEADLINE,
)
PLAN_PARTS = (
    "goals",
    "methods",
    "funds",
    "organization",
    "schedule",
    "contingency",
    "responsible",
    "money",
    "rectify_by",
)
EXTENSION = (
    Field("reason", "申请理由", Kind.TEXT),
    Field("asked_until", "申请延至", Kind.DATE, keep=True),
    Field("interim", "延期期间的安全措施", Kind.TEXT),
)
SECOND_LEVEL = Field(
    "second_level",
    "是否报第二级核验",
    Kind.CHOICE,
    choices=YES_NO,
    keep=True,
    help="重大隐患、挂牌隐患必须报第二级核验",
)
# One re-inspection, one opinion: blank is with the others of the order where an order of its inspection names it.
OPINION_PAPER = Field(
    "opinion_paper",
    "复查意见书",
    Kind.CHOICE,
    choices=(("together", "与指令书的其他隐患合出一份"), ("own", "单独出具")),
    required=False,
    help="列入检查指令书的隐患，不选就合出一份，在检查案件里办理；其他隐患单独出具",
)
