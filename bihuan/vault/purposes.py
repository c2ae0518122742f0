"""Why a protected person may be opened: a closed list, each with the article that allows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bihuan.organizations.roles import Role


class Purpose(StrEnum):
    """What an opening is for. No 'other': without an article there is no purpose (个人信息保护法 34)."""

    NOTICE = "notice"
    HEARING = "hearing"
    DECISION = "decision"
    EXTENSION = "extension"
    REVIEW = "review"
    RELIEF = "relief"
    ACCESS = "access"
    REWARD = "reward"
    EMERGENCY = "emergency"  # by breaking the glass alone: services.break_glass


@dataclass(frozen=True, slots=True)
class Basis:
    """The Chinese label (a gettext msgid) and the legal basis of a purpose."""

    label: str
    law: str


BASES: dict[Purpose, Basis] = {
    Purpose.NOTICE: Basis("告知接收、受理或者转送去向", "信访工作条例 第二十三条"),
    Purpose.HEARING: Basis("听取陈述、联系核实", "信访工作条例 第三十一条第六项"),
    Purpose.DECISION: Basis("出具、送达处理意见和执行", "信访工作条例 第三十二条"),
    Purpose.EXTENSION: Basis("告知延长办理期限", "信访工作条例 第三十四条"),
    Purpose.REVIEW: Basis("办理复查、复核", "信访工作条例 第三十五条、第三十六条"),
    Purpose.RELIEF: Basis("救助、帮扶", "信访工作条例 第三十七条"),
    Purpose.REWARD: Basis("向举报人发放奖励", "安全生产法 第七十六条"),
    Purpose.EMERGENCY: Basis("紧急情况下保护生命健康和财产安全", "个人信息保护法 第十三条第一款第四项"),
    Purpose.ACCESS: Basis("应本人要求查阅、更正", "个人信息保护法 第四十五条、第四十六条"),
}

SAME_MATTER_LAW = "信访工作条例 第十九条第三款"

# Those who deal with the person. An auditor reads everything but identities; an administrator opens no case;
# leaders and supervisors follow the matter, for which no name is needed.
MAY_OPEN = frozenset({Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER})

# In an emergency also those who answer for the district or stand on the spot; never who administers or audits.
MAY_BREAK = MAY_OPEN | {Role.LEADER, Role.SUPERVISOR, Role.INSPECTOR}
