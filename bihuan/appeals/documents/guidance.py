"""The letter that leads a matter into its legal path, and says which right of the resident runs meanwhile
(信访工作条例 art. 31(1)-(5), 28¶2; 行政复议法 art. 20). Pure."""

from __future__ import annotations

from bihuan.appeals.documents.letter import REGULATION, Letter, Place
from bihuan.appeals.documents.notices import ASK, CHANNEL, PHONE, RECEIVED

GUIDANCE = Letter(
    "guidance", "法定途径引导函", "引导", "信访事项法定途径引导函", "第二十八条第二款、第三十一条",
    places=(
        RECEIVED, CHANNEL,
        Place("法定途径", "path_words", f"{REGULATION}第三十一条",
              "行政复议、裁决、确认、许可、处罚等行政程序（第三十一条第四项）"),
        Place("有权机关", "competent", f"{REGULATION}第三十一条", "青岚区人民政府行政复议机构"),
        Place("理由", "reason", f"{REGULATION}第三十一条", "您不服的是2026年2月10日作出的行政处罚决定，可以申请行政复议。"),
        Place("复议期限", "reconsider", "",
              "您可以自2026年2月12日知道该行政行为的次日起60日内申请行政复议（《行政复议法》第二十条）。"),
        Place("救济期限", "remedy_until", "", "2026年4月13日"),
        Place("期限依据", "remedy_law", "", "《行政复议法》第二十条"), PHONE,
    ),
    says=(("期限不因", f"{REGULATION}第三十一条"),),
    body=(
        "您通过{{渠道}}反映的“{{事项}}”（登记编号：{{登记编号}}），我单位于{{收到日期}}收到。",
        "# 法定途径",
        ("根据《信访工作条例》第三十一条的规定，该事项应当通过以下途径处理：{{法定途径}}。"
         "请您向{{有权机关}}提出。"),
        "# 理由",
        "{{理由}}",
        "# 请注意期限",
        "{{复议期限}}",
        "您提出的期限到{{救济期限}}为止。",
        "期限的依据：{{期限依据}}。",
        "上述期限不因您已经信访而停止计算，也不重新计算，请尽早提出。",
        "# 后续",
        "我单位将有关材料移交{{有权机关}}，并跟踪到对方确认接收为止；对方不接收的，我单位继续依照《信访工作条例》办理。",
        *ASK,
    ),
    plain=(
        ("做了什么决定", ("这件事要走法律规定的另一条路。", "反映的事：{{事项}}", "走哪条路：{{法定途径}}")),
        ("为什么", ("{{理由}}",)),
        ("您现在可以做什么", ("请尽早去{{有权机关}}提出。", "我们也会把材料转过去，一直跟到那边收下。",
         "那边不收，我们接着办。")),
        ("到什么时候", ("{{复议期限}}", "最后一天：{{救济期限}}", "等着我们，您的期限不会停。")),
        ("到哪里去", ("要去的地方：{{有权机关}}", "不明白的，可以到{{发文机关}}问。", "电话：{{联系电话}}")),
    ),
)  # fmt: skip
