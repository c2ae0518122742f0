"""What a resident reads of a step, in plain words, and the words the portal adds to journals and notices.

A step that is not named here is told by its own label, so a new step of a table needs nothing.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# What happened, told to whoever filed. Steps inside an office (asking its head for more time) are told too: they have
# a right to know why a deadline moved; comments, helpers and sub-tasks are not steps and are never told.
TOLD = {
    "register": _("已登记您反映的事项"),
    "receive": _("已收到并登记您反映的事项"),
    "bring_in": _("从原来的系统转入"),
    "record_reply": _("原来的答复已经录入"),
    "forward": _("已转给有权处理的单位"),
    "refer": _("已转给有权处理的单位"),
    "direct": _("已告诉您应当向哪个机关提出"),
    "accept": _("承办单位已受理，并已书面告知"),
    "object": _("承办单位认为不归它管，正在核实由谁办理"),
    "uphold_objection": _("核实后改由其他单位办理"),
    "reject_objection": _("核实后已经指定单位办理，不能再退"),
    "ask_extension": _("承办单位申请延长办理期限"),
    "grant_extension": _("办理期限已延长，理由写在告知书里"),
    "refuse_extension": _("没有同意延长，期限不变"),
    "decide": _("已作出处理意见"),
    "serve": _("处理意见已送达"),
    "report_execution": _("承办单位报告已经办到，等待核实"),
    "confirm_execution": _("核实已经办到，办结"),
    "deny_execution": _("核实没有办到，已退回继续办理"),
    "lapse": _("请求复查的期限届满，办结"),
}
SAID = {
    "issue_code": _("发给查询码"),
    "reissue_code": _("重新发给查询码"),
    "ask_resident": _("向信访人提问"),
    "resident_answered": _("信访人回答了提问"),
    "resident_rated": _("信访人作了评价"),
}
DATA = {"checked": _("核对身份的方式")}
NOTICES = {
    "resident_answered": _("信访人回答了提问"),
    "resident_sent_files": _("信访人补充了材料"),
    "message_failed": _("有一条通知没有送到信访人，已改为打印寄送"),
}


def register_words() -> None:
    """Make them known to the engine's pages."""
    from bihuan.casework.listing import notices
    from bihuan.casework.showing import labels

    labels.ENTRY_LABELS.update(SAID)
    labels.DATA_LABELS.update(DATA)
    notices.TITLES.update(NOTICES)
