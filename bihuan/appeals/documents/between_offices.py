"""Letters between offices and to the party committee and government (信访工作条例 art. 22-23, 40), in 信函格式.

They name no petitioner. Pure.
"""

from __future__ import annotations

from bihuan.appeals.documents.letter import REGULATION, Letter, Place
from bihuan.appeals.documents.notices import CHANNEL

ART_22, ART_23, ART_40 = f"{REGULATION}第二十二条", f"{REGULATION}第二十三条", f"{REGULATION}第四十条"
RECEIVED = Place("收到日期", "received", ART_22, "2026年3月2日")
NOTICE_WITHIN = Place("告知期限", "limit_notice", f"{ART_23}第三款", "15日")
OBJECTION_WITHIN = Place("异议期限", "limit_objection", f"{ART_23}第三款", "5个工作日")
NOTE = Place("转送意见", "note", "", "请妥善处理，及时与信访人联系。")
ITEMS = (
    "- 属于你单位职权范围的，请自收到之日起{{告知期限}}内书面告知信访人接收情况以及处理途径和程序。",
    (
        "- 不属于你单位或者本系统职权范围的，请自收到之日起{{异议期限}}内提出异议，并详细说明理由，"
        "经我单位核实同意后，交还相关材料。"
    ),
)
LIMITS = (
    ("书面告知信访人", f"{ART_23}第三款"), ("提出异议", f"{ART_23}第三款"),
    ("身份信息", f"{REGULATION}第三十条第三款"),
)  # fmt: skip
SECRET = "- 信访人的身份信息仅限办理该事项时依规查阅，不得泄露，不得转给被反映的单位和人员。"  # noqa: S105  a sentence

TRANSFER = Letter(
    "transfer", "转送函", "转", "关于转送信访事项的函", "第二十二条",
    places=(RECEIVED, CHANNEL, NOTICE_WITHIN, OBJECTION_WITHIN, NOTE), resident=False, letter_form=True, says=LIMITS,
    body=(
        ("信访人通过{{渠道}}反映的“{{事项}}”信访事项（登记编号：{{登记编号}}），我单位于{{收到日期}}收到并登记。"
        "根据《信访工作条例》第二十二条的规定，现转送你单位，请依照《信访工作条例》第二十三条等规定办理："),
        *ITEMS,
        SECRET,
        "{{转送意见}}",
    ),
)  # fmt: skip

ASSIGNMENT = Letter(
    "assignment", "交办函", "交", "关于交办信访事项的函", "第二十二条第一款第三项",
    places=(
        RECEIVED, CHANNEL, NOTICE_WITHIN, OBJECTION_WITHIN, NOTE,
        Place("反馈期限", "report_by", f"{ART_22}第一款第三项", "2026年4月15日"),
    ),
    resident=False, letter_form=True, says=LIMITS,
    body=(
        ("信访人通过{{渠道}}反映的“{{事项}}”信访事项（登记编号：{{登记编号}}），我单位于{{收到日期}}收到并登记。"
        "根据《信访工作条例》第二十二条的规定，现交由你单位办理，请依照《信访工作条例》第二十三条等规定办理："),
        *ITEMS,
        "- 请于{{反馈期限}}前反馈办理结果，提交办结报告。",
        SECRET,
        "{{转送意见}}",
    ),
)  # fmt: skip

OBJECTION = Letter(
    "objection", "异议函", "异", "关于信访事项转送异议的函", "第二十三条第三款",
    places=(
        Place("转来日期", "sent", f"{ART_23}第三款", "2026年3月2日"),
        Place("异议理由", "reason", f"{ART_23}第三款", "该楼为单位自管房，维修责任主体不是我单位，不属于我单位职权范围。"),
        Place("应当办理的单位", "competent", "", ""),
    ),
    resident=False, letter_form=True,
    body=(
        ("你单位转送的“{{事项}}”信访事项（登记编号：{{登记编号}}），我单位于{{转来日期}}收到。"
        "该信访事项不属于我单位或者本系统职权范围，根据《信访工作条例》第二十三条第三款的规定，现提出异议，理由如下："),
        "{{异议理由}}",
        "我单位认为，该信访事项应当由{{应当办理的单位}}办理。",
        "请予核实。经你单位核实同意后，我单位即交还相关材料。",
    ),
)  # fmt: skip

URGING = Letter(
    "urging", "督办函", "督", "关于督办信访事项的函", "第三十八条、第四十条",
    places=(
        Place("督办事由", "reason", ART_40, "该事项办理期限已于2026年5月1日届满，至今没有出具处理意见。"),
        Place("办理要求", "demand", ART_40, "立即办理，并向信访人说明情况。"),
        Place("反馈期限", "answer_by", "", "2026年5月15日"),
    ),
    resident=False, letter_form=True,
    body=(
        "由你单位办理的“{{事项}}”信访事项（登记编号：{{登记编号}}），存在下列情况：",
        "{{督办事由}}",
        "根据《信访工作条例》第四十条的规定，现予以督办，请按下列要求办理：",
        "{{办理要求}}",
        "请于{{反馈期限}}前书面反馈办理和采纳建议的情况。",
    ),
)  # fmt: skip

PROPOSAL = Letter(
    "proposal", "重大紧急事项建议函", "请", "关于报请研究决定重大紧急信访事项的建议", "第二十二条第一款第一项",
    places=(
        RECEIVED, CHANNEL,
        Place("重大紧急的理由", "grave", f"{ART_22}第一款第一项", "涉及三百余户冬季供暖，气温将降至零下十五度。"),
        Place("基本情况", "situation", f"{ART_22}第一款第一项", "供热企业资金断裂，自2026年1月6日起停止供热。"),
        Place("建议", "proposal", f"{ART_22}第一款第一项", "由区政府牵头，当日启动应急供热，并由国资部门垫付燃料款。"),
    ),
    resident=False, letter_form=True,
    says=(("第二十二条第一款第一项", f"{ART_22}第一款第一项"), ("身份信息", f"{REGULATION}第三十条第三款")),
    body=(
        "信访人通过{{渠道}}反映的“{{事项}}”信访事项（登记编号：{{登记编号}}），我单位于{{收到日期}}收到并登记。",
        "一、情况重大、紧急的理由",
        "{{重大紧急的理由}}",
        "二、基本情况和已采取的措施",
        "{{基本情况}}",
        "三、建议",
        ("《信访工作条例》第二十二条第一款第一项规定，情况重大、紧急的，应当及时提出建议，报请本级党委和政府决定。"
        "据此提出以下建议："),
        "{{建议}}",
        "妥否，请批示。信访人的身份信息不随本函报送，不得泄露。",
    ),
)  # fmt: skip
