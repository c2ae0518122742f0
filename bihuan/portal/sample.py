"""What the offices of the fictional district publish, for a demo."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from bihuan.organizations.models import Unit
from bihuan.portal.models import Publication

TEXTS = {
    "QL-XF": {
        "channels": "网上：本页“我要反映问题”\n来信：青岚区信访局办信科\n来访：青岚区人民来访接待中心",
        "address": "青岚区澜江路 12 号，邮编 000000",
        "telephone": "0000-8812 0000",
        "reception": "周一至周五 9:00-12:00、13:30-17:00，澜江路 12 号一楼接待大厅\n每月 15 日区领导接待，提前三天预约",
        "how_to_query": "凭回执上的编号和查询码：网上“查办理进度”，或者打电话，或者到接待大厅",
        "procedure": "登记；15日内转送有权处理的单位；15日内书面告知是否受理；受理之日起60日内办结，延长不超过30日；"
        "不服的30日内请求复查，再不服的30日内请求复核",
    },
    "QL-12345": {
        "channels": "电话 12345，全天",
        "telephone": "12345",
        "how_to_query": "打 12345，报工单编号",
        "procedure": "当场答复，或者5个工作日内办理并回复",
    },
}  # fmt: skip


def load(seed: int = 0, at: datetime | None = None) -> None:
    """Publish for the offices that are there and have published nothing. Running it again adds nothing."""
    del seed
    for unit in Unit.objects.filter(code__in=TEXTS):
        if not Publication.objects.filter(unit=unit).exists():
            Publication.objects.create(
                unit=unit, published_at=at or timezone.now(), published_by="示例", **TEXTS[unit.code]
            )
