"""The words of the legal calendar in the reader's language (the calendar itself is pure: it has msgids)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop

from bihuan.common.calendar.days import HOLIDAY_SUFFIX
from bihuan.common.calendar.papers import CalendarFileError


def why_text(why: str) -> str:
    """A day's reason, translated: 春节放假 becomes "Spring Festival holiday"."""
    if why.endswith(HOLIDAY_SUFFIX):
        names = why.removesuffix(HOLIDAY_SUFFIX).split("、")
        return gettext("%(holiday)s放假") % {"holiday": gettext("、").join(map(gettext, names))}
    return gettext(why)


def problem_text(problem: CalendarFileError) -> str:
    """What is wrong with a calendar file and what to do, translated."""
    return gettext(problem.msgid) % problem.params


def translated(explanation: dict[str, Any]) -> dict[str, Any]:
    """An explanation (`calendar.explanations.explain`) with its texts in the reader's language."""
    return {
        **explanation,
        "principles": [gettext(text) for text in explanation["principles"]],
        "days": [
            {**day, "weekday": gettext(day["weekday"]), "why": why_text(day["why"])}
            for day in explanation["days"]
        ],
    }


# The pure calendar cannot mark its own msgids; a test holds this list equal to what the calendar can say.
MSGIDS = (
    gettext_noop("开始当日不计入"),
    gettext_noop("工作日"),
    gettext_noop("工作日（放假安排未公布）"),
    gettext_noop("调休上班"),
    gettext_noop("周末"),
    gettext_noop("周末（放假安排未公布）"),
    gettext_noop("自然日"),
    gettext_noop("最后一日逢休息日，不顺延"),
    gettext_noop("最后一日逢休息日，顺延"),
    gettext_noop("顺延至休假结束的次日"),
    gettext_noop("暂停计算"),
    gettext_noop("暂停计算，尚未恢复"),
    gettext_noop("连续计时"),
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明节"),
    gettext_noop("劳动节"),
    gettext_noop("端午节"),
    gettext_noop("中秋节"),
    gettext_noop("国庆节"),
    gettext_noop("抗战胜利纪念日"),
    gettext_noop("文件不是有效的 JSON：%(problem)s。请选择放假安排的 JSON 文件。"),
    gettext_noop("文件过大，不像是一年的放假安排。请检查是否选错了文件。"),
    gettext_noop("文件缺少年份（year）。请检查是否选错了文件。"),
    gettext_noop("文件是%(found)s年的放假安排，需要的是%(wanted)s年。请更换文件。"),
    gettext_noop("%(year)s年的放假安排尚未公布：文件中没有日期。公布后请用新文件更新。"),
    gettext_noop("文件缺少日期列表（days）。请检查是否选错了文件。"),
    gettext_noop("第%(row)s条日期无法识别：%(problem)s。请更正后重新导入。"),
    gettext_noop("日期 %(date)s 重复出现。请删去重复的一条后重新导入。"),
    gettext_noop(
        "日期 %(date)s 不属于%(year)s年的放假安排（只可包含当年及上一年十二月的日期）。请更正后重新导入。"
    ),
    gettext_noop("按小时计算的，自该时刻起连续计算（民法典第二百零一条）。"),
    gettext_noop("开始的当日不计入，自下一日起计算（民法典第二百零一条）。"),
    gettext_noop("最后一日的截止时间为二十四时（民法典第二百零三条）。"),
    gettext_noop("只计工作日：周末和放假日不计，调休上班日照计。"),
    gettext_noop("对机关从严：最后一日逢休息日也不顺延。"),
    gettext_noop("对群众从宽：最后一日逢休息日的，顺延至休假结束的次日（民法典第二百零三条）。"),
    gettext_noop("暂停期间不计入。"),
    gettext_noop("目前暂停计算，恢复后才能确定截止时间。"),
    gettext_noop("所涉年份的放假安排尚未公布，该日期为暂定；公布后将重新计算。"),
)
