"""Short ways through a petition's life, for tests: each leaves the case in the state it is named after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.appeals import services
from bihuan.appeals.services import Letter
from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, unit

MONDAY = at("2026-03-02 09:00")
DECISION = {
    "result": "support",
    "request": "请求修复望溪街道文昌社区3栋屋面，解决长期漏雨问题。",
    "facts": "经现场勘查，3栋屋面防水层老化开裂约40平方米，2025年雨季以来五户住宅渗水，情况属实；房屋已过保修期。",
    "opinion": "支持请求。由我局使用维修资金组织维修，2026年5月31日前完工。",
    "basis": "《住宅专项维修资金管理办法》第二十四条、《信访工作条例》第三十二条第一款第一项",
    "remedy": "如不服本处理意见，可以自收到本意见书之日起30日内向青岚区人民政府申请复查。",
}


def letter(**changes: Any) -> Letter:
    given: dict[str, Any] = {
        "subject": "文昌社区3栋屋面漏雨多年无人修",
        "body": "我住在文昌社区3栋，屋面漏雨已经三年，找过物业和社区，一直没有人来修。",
        "channel": "letter", "received_on": date(2026, 3, 2), "person": {"name": "丁一帆", "phone": "19900001234"},
        **changes,
    }  # fmt: skip
    return Letter(**given)


def registered(moment: datetime = MONDAY, **changes: Any) -> Case:
    return services.register(
        letter=letter(**{"received_on": moment.date(), **changes}), actor=actor("dengji"), at=moment
    )


def forwarded(moment: datetime = MONDAY, to: str = "住建局") -> Case:
    case = registered(moment)
    return casework.take(
        case_id=case.pk, step="forward", actor=actor("fenliu"), at=moment, given={"to_unit": unit(to).pk}
    )


def handling(moment: datetime = MONDAY) -> Case:
    case = forwarded(moment)
    day = moment.date()
    return casework.take(
        case_id=case.pk,
        step="accept",
        actor=actor("chengban"),
        at=moment,
        given={"received_on": day, "notified_on": day},
    )


def decided(moment: datetime = MONDAY, decided_at: datetime | None = None, **changes: str) -> Case:
    case = handling(moment)
    return casework.take(
        case_id=case.pk, step="decide", actor=actor("chengban"), at=decided_at or at("2026-03-20 15:00"),
        given={**DECISION, **changes},
    )  # fmt: skip
