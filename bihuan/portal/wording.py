"""What a resident reads of a step, in plain words, and the words the portal adds to journals and notices.

A step that is not named here is told by its own label, so a new step of a table needs nothing.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bihuan.portal import words_of_tracks

# What happened, told to whoever filed. Steps inside an office (asking its head for more time) are told too: they have
# a right to know why a deadline moved; comments, helpers and sub-tasks are not steps and are never told.
TOLD = {
    "register": _("已登记您反映的事项"),
    "receive": _("已收到并登记您反映的事项"),
    "bring_in": _("从原来的系统转入"),
    "record_reply": _("原来的答复已经录入"),
    "forward": _("已转给有权处理的单位"),
    "refer": _("已转给有权处理的单位"),
    "entrust_down": _("已交给有权处理的单位，并要求报告结果"),
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
    "file_online": _("您在网上提出，已经登记"),
    "entrust": _("已交给有权处理的单位，并要求报告结果"),
    "set_lead": _("涉及几个单位，已经确定由一个单位主办"),
    "decline": _("不予受理，理由写在告知书里"),
    "lead_to_law": _("应当走法律规定的其他途径，已经告诉您怎样办"),
    "take_as_suggestion": _("作为意见建议转给有关单位研究"),
    "take_as_report": _("作为检举控告转给有权处理的机关"),
    "hand_to_hotline": _("转给热线办理"),
    "promise": _("承办单位承诺在某一天以前解决"),
    "move_promise": _("承诺的日期推迟了，理由已经写明"),
    "keep_promise": _("承办单位报告承诺已经做到，等待核实"),
    "give_help": _("安排了帮扶救助"),
    "report_help": _("报告帮扶已经落实，等待核实"),
    "resident_confirms": _("您确认已经解决"),
    "resident_denies": _("您说没有解决，正在核实"),
    "ask_review": _("您请求复查"),
    "decide_review": _("已作出复查意见"),
    "serve_review": _("复查意见已送达"),
    "send_back": _("复查、复核机关责令重新办理"),
    "execute_review": _("交原办理单位执行"),
    "lapse_review": _("请求复核的期限届满"),
    "ask_re_review": _("您请求复核"),
    "open_hearing": _("开始听证，听证的时间不算在期限里"),
    "close_hearing": _("听证结束"),
    "decide_re_review": _("已作出复核意见"),
    "serve_re_review": _("复核意见已送达"),
    "conclude": _("告知终结；帮扶的责任仍在"),
}
# What a step of the resident's own is called on its button. One without a line here keeps the table's label.
DO = {
    "ask_review": _("我不同意，请求复查"),
    "ask_re_review": _("我不同意复查意见，请求复核"),
    "resident_confirms": _("已经解决了，我确认"),
    "resident_denies": _("没有解决，我有话说"),
}
# What comes next in a state, told to whoever filed. A state without a line says who has it and until when.
NEXT = {
    "registered": _("信访部门看您反映的事归谁管，然后转给有权处理的单位。"),
    "received": _("收到的单位告诉您是否受理，或者转给有权处理的单位。"),
    "forwarded": _(
        "有权处理的单位在%(notice)s内书面告诉您是否受理。它认为不归它管的，要在%(objection)s内说明理由，由信访部门核实。"
    ),
    "disputed": _("信访部门核实由谁办理。告诉您的期限照常计算，不因此推迟。"),
    "returned": _("信访部门重新确定由谁办理。告诉您的期限照常计算，不因此推迟。"),
    "handling": _("承办单位听取您的事实和理由，调查核实，然后作出处理意见。"),
    "extension": _("本单位负责人决定是否延长。没有批准以前，原来的期限照常计算。"),
    "decided": _("把处理意见书送到您手里。送到的第二天起，您有%(review_right)s可以请求复查。"),
    "served": _("请看处理意见。不同意的，可以在期限内请求上一级机关复查。"),
    "executing": _("承办单位照处理意见去办，办到以后由别的单位核实。"),
    "executed": _("核实是不是真的办到了。您也可以自己说：解决了，还是没有解决。"),
    "contested": _("登记单位核实您说的情况：属实的退回去继续办。"),
    "promised": _("承办单位在承诺的日期以前办到，并拿出凭证。"),
    "helping": _("负责帮扶的单位落实帮扶，落实以后由别的单位核实。"),
    "reviewing": _("复查机关重新看这件事，作出复查意见。"),
    "reviewed": _("把复查意见书送到您手里。"),
    "review_served": _("请看复查意见。不同意的，可以在期限内请求再上一级机关复核。"),
    "re_reviewing": _("复核机关再看一次这件事，作出复核意见。"),
    "re_hearing": _("正在听证。听证结束后，复核的期限接着计算。"),
    "redoing": _("原办理单位按复查、复核机关的要求重新办理。"),
}
TOLD |= words_of_tracks.TOLD
DO |= words_of_tracks.DO
NEXT |= words_of_tracks.NEXT
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
