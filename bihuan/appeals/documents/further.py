"""Letters that tell where a matter went, settle a dispute without a mediator, and go with an order of the hotline. Pure.

信访工作条例 art. 23¶1 (whoever got a matter directly and sends it on tells the petitioner where to), art. 33 (和解协议书
beside 调解协议书); the limit is printed on the order (北京市接诉即办工作条例 art. 13, as the domain notes report it).
"""

from __future__ import annotations

from bihuan.appeals.documents.between_offices import NOTE, SECRET
from bihuan.appeals.documents.letter import REGULATION, Letter, Place
from bihuan.appeals.documents.notices import ASK, CHANNEL, PHONE, RECEIVED, WHERE

ART_23, ART_33 = f"{REGULATION}第二十三条", f"{REGULATION}第三十三条"
LOCAL = "12345热线地方规定"

WHEREABOUTS = Letter(
    "whereabouts", "转送交办去向告知书", "去告", "信访事项转送交办去向告知书", "第二十三条第一款",
    places=(
        RECEIVED, CHANNEL, Place("转往单位", "holder", f"{ART_23}第一款", "青岚区望溪街道办事处"),
        Place("告知期限", "limit_notice", "", "15日"), Place("通俗告知期限", "plain_notice", "", "15天"), PHONE,
    ),
    body=(
        "您通过{{渠道}}反映的“{{事项}}”信访事项（登记编号：{{登记编号}}），我单位于{{收到日期}}收到并登记。",
        "# 去向",
        ("该信访事项属于{{转往单位}}的职权范围。根据《信访工作条例》第二十三条第一款的规定，"
         "我单位已经将其转交{{转往单位}}处理，现告知您去向。"),
        "# 下一步",
        ("{{转往单位}}自收到之日起{{告知期限}}内书面告知您接收情况以及处理途径和程序（《信访工作条例》第二十三条第三款）；"
         "它认为不属于自己职权范围的，由我单位核实后重新确定，并再告知您。"),
        *ASK,
    ),
    plain=(
        ("做了什么", ("您反映的事，我们收到了，转给了管这件事的单位。", "反映的事：{{事项}}", "转给了：{{转往单位}}")),
        ("接下来怎么样", ("那个单位收到以后，{{通俗告知期限}}之内书面告诉您怎么办。",)),
        ("您现在可以做什么", ("请记住登记编号。", "凭登记编号可以随时查到哪一步了。")),
        WHERE,
    ),
)  # fmt: skip

RECONCILIATION = Letter(
    "reconciliation", "和解协议书", "和协", "信访事项和解协议书", "第三十三条",
    places=(
        Place("对方当事人", "other_party", ART_33, "青岚区安居物业服务有限公司"),
        Place("争议事项", "dispute", ART_33, "3栋屋面漏雨的维修责任和费用。"),
        Place("协议内容", "agreement", ART_33, "物业服务公司在2026年5月31日前修复屋面。\n维修费用从住宅专项维修资金列支。"),
        Place("履行期限", "perform_by", "", "2026年5月31日"), PHONE,
    ),
    body=(
        ("信访人与{{对方当事人}}就“{{事项}}”信访事项（登记编号：{{登记编号}}）发生争议。"
         "经我单位引导，双方自行协商，根据《信访工作条例》第三十三条的规定，自愿和解，达成协议如下："),
        "# 争议事项", "{{争议事项}}",
        "# 协议内容", "{{协议内容}}",
        "# 履行期限", "双方应当在{{履行期限}}前履行完毕。",
        "# 效力",
        "本协议自双方签名或者盖章之日起生效，一式三份，双方各执一份，我单位存档一份。没有履行的，信访人可以告诉我单位，继续办理。",
        "信访人（签名）：____________________",
        "对方当事人（签名或者盖章）：____________",
    ),
    addressed=False,
    plain=(
        ("定了什么", ("您和{{对方当事人}}自己谈好了。", "{{协议内容}}")),
        ("为了什么事", ("{{争议事项}}",)),
        ("到什么时候", ("到{{履行期限}}为止，双方要做到。",)),
        ("您现在可以做什么", ("看清楚，同意再签名。", "不同意，可以不签，我们接着办。", "对方没有做到，请告诉我们。")),
        ("到哪里去", ("可以到{{发文机关}}问。", "电话：{{联系电话}}", "说出登记编号{{登记编号}}。")),
    ),
)  # fmt: skip

ORDER = Letter(
    "order", "热线工单交办单", "热办", "关于交办12345热线工单的函", "12345热线地方规定",
    places=(
        Place("受理日期", "received", LOCAL, "2026年3月2日"), CHANNEL,
        Place("办理期限", "next_by", LOCAL, "2026年3月9日"), NOTE,
    ),
    resident=False, letter_form=True, says=(("身份信息", f"{REGULATION}第三十条第三款"),),
    body=(
        "诉求人通过{{渠道}}反映的“{{事项}}”（工单编号：{{登记编号}}），我单位于{{受理日期}}受理。现交你单位办理：",
        "- 请在{{办理期限}}前办结，并直接答复诉求人。期限自受理之日起算，不因派单、异议停止。",
        "- 不属于你单位职责的，请在签收前提出异议，写明依据和应当办理的单位；经核实指定办理的，不得再退。",
        "- 法律、法规、规章另有办理期限的，写明依据，经你单位负责人批准后延长，并告诉诉求人进展和期限。",
        "- 确实暂时不能解决的，写明原因、措施和解决日期；逾期的，应当向诉求人说明原因。",
        SECRET,
        "{{转送意见}}",
    ),
)  # fmt: skip
