"""Cases for a journey to begin with, made by the services as of a moment that the test gives."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from bihuan.appeals import services
from bihuan.appeals.services import Letter
from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Unit
from bihuan.organizations.selectors import actor as actor_on

DECISION = {
    "result": "explain",
    "request": "请求修复望溪街道文昌社区3栋屋面，解决长期漏雨问题。",
    "facts": "经现场勘查，3栋屋面防水层老化开裂约40平方米，五户住宅渗水，情况属实；房屋已过保修期。",
    "opinion": "由业主大会表决使用维修资金，我局指导，两个月内组织维修。",
    "basis": "《住宅专项维修资金管理办法》第二十四条、《信访工作条例》第三十二条第一款第一项",
    "remedy": "如不服本处理意见，可以自收到本意见书之日起30日内向青岚区人民政府申请复查。",
}


def ago(days: int) -> datetime:
    """So many days before now."""
    return timezone.now() - timedelta(days=days)


def actor(username: str, at: datetime) -> Actor:
    """The sample account in its post on the day."""
    found = actor_on(Account.objects.get(username=username).pk, None, timezone.localdate(at))
    assert found is not None, username
    return found


BODY = "屋面漏雨三年，找过物业和社区，一直没有人来修。"


def registered(
    at: datetime, subject: str = "文昌社区3栋屋面漏雨多年无人修", body: str = BODY, **more: Any
) -> Case:
    """A letter at the registry's desk."""
    letter = Letter(
        subject=subject, body=body, channel="letter",
        received_on=timezone.localdate(at), person={"name": "丁一帆", "phone": "19900001234"}, **more,
    )  # fmt: skip
    return services.register(letter=letter, actor=actor("dengji", at), at=at)


def forwarded(at: datetime, **more: Any) -> Case:
    """With 住建局, which has not accepted it."""
    given = {"to_unit": Unit.objects.get(short_name="住建局").pk}
    case = registered(at, **more)
    return casework.take(case_id=case.pk, step="forward", actor=actor("fenliu", at), at=at, given=given)


def handling(at: datetime, **more: Any) -> Case:
    """Accepted by 住建局."""
    day = timezone.localdate(at)
    given = {"received_on": day, "notified_on": day}
    case = forwarded(at, **more)
    return casework.take(case_id=case.pk, step="accept", actor=actor("chengban", at), at=at, given=given)


def decided(at: datetime, **more: Any) -> Case:
    """Decided by 住建局, not yet served."""
    case = handling(at, **more)
    return casework.take(case_id=case.pk, step="decide", actor=actor("chengban", at), at=at, given=DECISION)
