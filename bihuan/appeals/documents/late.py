"""The letter that tells a caller why their order is late (12345热线地方规定: 济南市 art. 15-16, 潍坊市 art. 13). Pure."""

from __future__ import annotations

from bihuan.appeals.documents.letter import Letter, Place
from bihuan.appeals.documents.notices import PHONE, WHERE

LOCAL = "12345热线地方规定"

LATE = Letter(
    "late", "逾期说明书", "逾说", "热线工单逾期说明书", "12345热线地方规定",
    places=(
        Place("原办理期限", "next_by", "", "2026年3月9日"),
        Place("逾期原因", "why_late", LOCAL, "需要更换的灯杆由市级仓库调拨，到货晚于预期。"),
        Place("办理进展", "progress", LOCAL, "线路已经修好，灯杆已经到货，等待安装。"),
        Place("办完日期", "finish_by", LOCAL, "2026年3月16日"), PHONE,
    ),
    body=(
        "您反映的“{{事项}}”（登记编号：{{登记编号}}），没有在规定的期限内办结，现向您说明。",
        "原办理期限：{{原办理期限}}。",
        "# 逾期原因",
        "{{逾期原因}}",
        "# 办理进展",
        "{{办理进展}}",
        "# 最迟办完日期",
        "最迟在{{办完日期}}办完并答复您。本说明不延长办理期限。",
        "# 查询方式",
        "您可以凭登记编号{{登记编号}}查询办理进展和结果。",
        "联系电话：{{联系电话}}",
    ),
    plain=(
        ("发生了什么", ("您反映的事，我们没有按时办完。", "反映的事：{{事项}}", "本来最迟{{原办理期限}}办完。")),
        ("为什么", ("{{逾期原因}}",)),
        ("办到哪一步了", ("{{办理进展}}", "最迟{{办完日期}}办完，办完就告诉您。")),
        ("您现在可以做什么", ("凭登记编号可以随时查到哪一步了。", "回访的时候，您可以说满意还是不满意。")),
        WHERE,
    ),
)  # fmt: skip
