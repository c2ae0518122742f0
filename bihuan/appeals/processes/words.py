"""Choices and fields that more than one table of appeals uses. Pure."""

from __future__ import annotations

from bihuan.casework.spec import Field, Kind

CHANNELS = (
    ("letter", "来信"),
    ("visit", "来访"),
    ("call", "来电"),
    ("web", "网上"),
    ("forwarded", "上级转来"),
)
RESULTS = (("support", "支持"), ("explain", "解释说明"), ("refuse", "不予支持"))
SERVED_BY = (("hand", "当面送达"), ("post", "邮寄"), ("electronic", "电子送达"))
OUTCOMES = (("uphold", "维持"), ("change", "变更"), ("revoke", "撤销并责令重新办理"))

# Service with proof: what shows that the resident has the letter, and from which day (art. 35, 36).
PROOF = (
    Field("receipt", "签收人、邮件编号或者送达记录编号", Kind.LINE, required=False, private=True,
          help="当面送达：谁签收；邮寄：邮件编号；电子送达：送达记录的编号"),
    Field("served_who", "由谁送达", Kind.LINE, required=False, help="与填写的人不同时写明"),
    Field("refused", "拒绝签收", Kind.YES, required=False, help="当面送达，本人不肯签收"),
    Field("witnesses", "见证人", Kind.LINE, required=False, private=True, help="拒绝签收的必填：两名见证人的姓名和单位"),
    Field("proof", "凭证附件", Kind.FILES, required=False, help="送达回证、签名照片、邮政回执、送达记录的截图，先在“附件”里上传"),
)  # fmt: skip

RECEIVED_ON = Field("received_on", "收到日期", Kind.DATE, not_future=True, help="期限从这一天的次日起算")
REGISTERED = Field("channel", "渠道", Kind.CHOICE, choices=CHANNELS, keep=True)
# Art. 28¶3, 30¶3: not every complaint about a unit keeps it out (it must mend its own work), so this is for the clerk to say.
COMPLAINED = Field(
    "complained_unit", "被投诉的单位", Kind.UNIT, required=False, private=True, walls="complained",
    help="投诉的就是这个单位、不应当由它办理的才填：它从此看不到、办不了本件，改由上一级办理",
)  # fmt: skip
TO_UNIT = Field("to_unit", "转往单位", Kind.UNIT, help="有权处理该事项的单位")
REASON = Field("reason", "理由", Kind.TEXT)
NOTE = Field("note", "转送意见", Kind.TEXT, required=False)
EXECUTE_BY = Field("execute_by", "重新执行完毕日期", Kind.DATE)

# What a channel brings with it (信访工作条例 art. 17, 19-22). Each is asked for where the channel is chosen.
OF_CHANNEL = (
    Field("postmark", "邮戳日期", Kind.DATE, required=False, keep=True, not_future=True, help="来信：信封上的邮戳"),
    Field("pages", "页数", Kind.NUMBER, required=False, help="来信：信封和信纸的扫描件在“附件”里"),
    Field("reception", "接访编号", Kind.LINE, required=False, keep=True, help="来访：接待登记的编号"),
    Field("met_by", "接待人", Kind.LINE, required=False, help="来访：哪位工作人员或者领导接待"),
    Field("joint", "联合接访", Kind.YES, required=False, help="来访：由多个单位联合接待（第十八条第三款）"),
    Field("joint_with", "一起接待的单位", Kind.LINE, required=False, help="联合接访：哪些单位参加"),
    Field("people", "来访人数", Kind.NUMBER, required=False, keep=True),
    Field("representatives", "代表人数", Kind.NUMBER, required=False, keep=True,
          help="多人走访提出共同事项的，应当推选代表，不得超过5人（第二十条第三款）"),
    Field("call", "通话编号", Kind.LINE, required=False, keep=True, help="来电：通话录音的编号"),
    Field("read_back", "已向本人宣读并确认", Kind.YES, required=False, keep=True,
          help="来访、来电口头提出的，如实记录，宣读后由本人确认（第十九条第一款）"),
    Field("sender", "转来机关", Kind.LINE, required=False, keep=True, help="上级转来：转送、交办的机关"),
    Field("feedback_by", "要求反馈日期", Kind.DATE, required=False, keep=True, help="上级转来：要求在这一天前报送办理结果"),
)  # fmt: skip

# Which channels each of them belongs to; what is said by mouth is written down, read back and confirmed (art. 19¶1).
ORAL = ("visit", "call")
CHANNELS_OF = {
    "postmark": ("letter",), "pages": ("letter",), "reception": ("visit",), "met_by": ("visit",), "joint": ("visit",),
    "joint_with": ("visit",), "people": ("visit",), "representatives": ("visit",), "call": ("call",), "read_back": ORAL,
    "sender": ("forwarded",), "feedback_by": ("forwarded",),
}  # fmt: skip
assert set(CHANNELS_OF) == {one.name for one in OF_CHANNEL}
