"""Two invented documents of the sample district: one with tasks given out, one still to be read by people."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bihuan.common.calendar.working import CHINA
from bihuan.directives import services
from bihuan.directives.models import Directive
from bihuan.directives.services import Document
from bihuan.directives.sources import read_bytes
from bihuan.organizations.models import Account
from bihuan.organizations.selectors import actor as actor_on

PLAN = """青岚区民生实事实施方案

各乡镇人民政府、街道办事处，区政府各部门：
为办好民生实事，制定本方案。
一、改善居住条件
（一）青岚区住房和城乡建设局要在{half}前完成改造老旧小区20个，惠及3000户。
（二）青岚区水务局牵头，青岚区住房和城乡建设局配合，{autumn}前更换二次供水设施35处。
二、办好教育和就业
（一）青岚区教育局要新增普惠性学位1200个，{autumn}前投入使用。
（二）青岚区人力资源和社会保障局要每月公布一次欠薪案件办理情况。
三、守住安全底线
（一）青岚区应急管理局要立即组织人员密集场所安全检查，一个月内完成。
（二）各乡镇要加强宣传，提高群众安全意识。
"""
MEETING = """青岚区人民政府常务会议纪要

会议研究了下列事项。
一、关于二次供水。会议要求，青岚区水务局{autumn}前摸清全区二次供水设施底数，列出更换清单。
二、关于信访工作。会议要求，区信访局要逐件督办超期事项，主要领导每月接访一次。对重点信访人员落实专人稳控，防止进京上访。
三、关于物业服务。青岚区住房和城乡建设局要制定物业服务费公示办法，{half}前印发。
"""


def load(seed: int = 1) -> None:
    """Once; the seed has no say."""
    del seed
    if Directive.objects.exists():
        return
    at = timezone.now()
    today = at.astimezone(CHINA).date()
    account = Account.objects.get(username="ducha")
    actor = actor_on(account.pk, None, today)
    assert actor is not None
    words = {
        name: f"{day.year}年{day.month}月{day.day}日"
        for name, day in (("half", today + timedelta(days=45)), ("autumn", today + timedelta(days=120)))
    }
    for title, number, text, days in (
        ("青岚区民生实事实施方案", "青政发〔2026〕6号", PLAN, -50),
        ("青岚区人民政府常务会议纪要", "青政纪〔2026〕11号", MEETING, -4),
    ):
        directive = services.bring_in(
            document=Document(
                title, read_bytes("", text.format(**words).encode()), number, "青岚区人民政府", today + timedelta(days=days)
            ),
            actor=actor, at=at + timedelta(days=days),
        )  # fmt: skip
        if directive.number.startswith("青政发"):
            for measure in directive.measures.filter(lead__isnull=False, controls_persons=False):
                services.accept(measure=measure, actor=actor, at=at + timedelta(days=days + 1))
