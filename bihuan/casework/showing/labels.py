"""Words for what the engine itself does. A process brings the labels of its own states, steps and fields."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, ngettext

from bihuan.casework.spec import Obliges
from bihuan.common.calendar.rules import TimeUnit

ENTRY_LABELS = {
    "assign": gettext_lazy("指定承办人"),
    "unassign": gettext_lazy("退回单位待办"),
    "comment": gettext_lazy("写了内部备注"),
    "attach": gettext_lazy("上传附件"),
    "link": gettext_lazy("关联案件"),
    "ask_for_help": gettext_lazy("请求协办"),
    "answer_part": gettext_lazy("协办答复"),
    "release_part": gettext_lazy("撤回协办"),
    "add_task": gettext_lazy("添加子任务"),
    "finish_task": gettext_lazy("完成子任务"),
    "void_document": gettext_lazy("作废文书"),
    "replace_document": gettext_lazy("作废文书，另行出具"),
    "issue_receipt": gettext_lazy("出具了登记回执"),
    "print_document": gettext_lazy("打印了文书"),
    "recount": gettext_lazy("重新计算期限"),
    "wall_up": gettext_lazy("设置了回避隔离"),
    "wall_down": gettext_lazy("解除了回避隔离"),
    "join_group": gettext_lazy("一名信访人加入"),
    "leave_group": gettext_lazy("一名信访人退出"),
    "choose_representative": gettext_lazy("推选为代表"),
    "serve_signatory": gettext_lazy("向一名信访人送达"),
    "join_review": gettext_lazy("一名信访人加入复查"),
}
DATA_LABELS = {
    "name": gettext_lazy("承办人"),
    "unit": gettext_lazy("单位"),
    "asked": gettext_lazy("请求的事项"),
    "due_on": gettext_lazy("答复期限"),
    "reply": gettext_lazy("协办意见"),
    "reason": gettext_lazy("理由"),
    "title": gettext_lazy("子任务"),
    "other": gettext_lazy("案件编号"),
    "document": gettext_lazy("文书"),
    "media_type": gettext_lazy("文件类型"),
    "size": gettext_lazy("大小"),
    "seat": gettext_lazy("信访人序号"),
    "served_on": gettext_lazy("收到日期"),
}
LINK_KINDS = {
    "same_matter": gettext_lazy("同一事项"),
    "related": gettext_lazy("相关"),
    "follows": gettext_lazy("由此引出"),
}
OBLIGED = {
    Obliges.HOLDER: gettext_lazy("承办单位"),
    Obliges.REGISTRY: gettext_lazy("登记单位"),
    Obliges.RESIDENT: gettext_lazy("群众的权利期限，不催办"),
    Obliges.OPTION: gettext_lazy("可以选择的期限，届满不算超期"),
}


def limit_words(amount: int, unit: str) -> str:
    """60日, 5个工作日, 24小时."""
    match unit:
        case TimeUnit.WORKING_DAYS:
            return ngettext("%(count)s个工作日", "%(count)s个工作日", amount) % {"count": amount}
        case TimeUnit.HOURS:
            return ngettext("%(count)s小时", "%(count)s小时", amount) % {"count": amount}
        case TimeUnit.CALENDAR_DAYS:
            return ngettext("%(count)s日", "%(count)s日", amount) % {"count": amount}
        case _:
            return gettext("按指定的日期")
