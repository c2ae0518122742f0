"""Short ways through a petition's life, for tests: each leaves the case in the state it is named after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.appeals import services
from bihuan.appeals.services import Letter
from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.organizations.actor import RESIDENT, Actor

MONDAY = at("2026-03-02 09:00")
RE_REMEDY = "如不服本复查意见，可以自收到本意见书之日起30日内向澜川市人民政府请求复核。"
DECISION = {
    "result": "support",
    "request": "请求修复望溪街道文昌社区3栋屋面，解决长期漏雨问题。",
    "facts": "经现场勘查，3栋屋面防水层老化开裂约40平方米，2025年雨季以来五户住宅渗水，情况属实；房屋已过保修期。",
    "opinion": "支持请求。由我局使用维修资金组织维修，2026年5月31日前完工。",
    "basis": "《住宅专项维修资金管理办法》第二十四条、《信访工作条例》第三十二条第一款第一项",
    "remedy": "如不服本处理意见，可以自收到本意见书之日起30日内向青岚区人民政府申请复查。",
}


def letter(**changes: Any) -> Letter:
    oral = changes.get("channel") in ("visit", "call")
    given: dict[str, Any] = {
        "read_back": oral,
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


def take(case: Case, step: str, who: str | Actor, moment: str | datetime, **given: Any) -> Case:
    """One step, by a user name of the cast or an actor, at "2026-03-23 10:00"."""
    return casework.take(
        case_id=case.pk, step=step, actor=actor(who) if isinstance(who, str) else who,
        at=at(moment) if isinstance(moment, str) else moment, given=given,
    )  # fmt: skip


def served(result: str = "refuse", **changes: Any) -> Case:
    """Decided on 20 March 2026 by 住建局 and handed over on the 23rd: the 30 days end on Wednesday, 22 April."""
    given = {"served_on": date(2026, 3, 23), "served_by": "hand", "receipt": "本人签收", **changes}
    if result == "support":
        given.setdefault("execute_by", date(2026, 5, 31))
    return take(decided(result=result), "serve", "chengban", "2026-03-23 10:00", **given)


def asked(on: str, to: str = "区政府", **changes: Any) -> dict[str, Any]:
    """What a request for review or re-review holds."""
    day = date.fromisoformat(on)
    grounds = "处理意见认定的责任主体不对，请求撤销，由住建局组织维修。"
    return {"to_unit": unit(to).pk, "asked_on": day, "got_on": day, "grounds": grounds, **changes}


def reviewing(result: str = "refuse") -> Case:
    """The resident asked the district government on 1 April: its 30 days end on Friday, 1 May."""
    return take(served(result), "ask_review", RESIDENT, "2026-04-01 20:00", **asked("2026-04-01"))


def opinion(result: str, to_execute: str = "no", remedy: str = RE_REMEDY, **changes: Any) -> dict[str, Any]:
    """A review or re-review opinion that passes the gate; leave `remedy` empty for a re-review."""
    letter = {name: DECISION[name] for name in ("request", "facts", "opinion", "basis")}
    given = {
        "review_result": result,
        "to_execute": to_execute,
        "requested_on": date(2026, 4, 1),
        **letter,
        **changes,
    }
    return {**given, "remedy": remedy} if remedy else given


def review_served(result: str = "uphold", to_execute: str = "no") -> Case:
    """The review opinion handed over on 20 April: the 30 days for the re-review end on Wednesday, 20 May."""
    case = take(reviewing(), "decide_review", "fucha", "2026-04-17 15:00", **opinion(result, to_execute))
    return take(
        case,
        "serve_review",
        "fucha",
        "2026-04-20 10:00",
        served_on=date(2026, 4, 20),
        served_by="post",
        receipt="XA00000001",
    )


def re_reviewing() -> Case:
    """The resident asked the city government on 27 April: its 30 days end on Wednesday, 27 May."""
    return take(
        review_served(), "ask_re_review", RESIDENT, "2026-04-27 08:00", **asked("2026-04-27", "市政府")
    )


def executed() -> Case:
    """Carried out, so the handling unit says; held by the registry."""
    return take(
        served("support"), "report_execution", "chengban", "2026-05-20 10:00",
        record="屋面防水已重做，五户住户签字确认不再渗水。", done_on=date(2026, 5, 18),
    )  # fmt: skip
