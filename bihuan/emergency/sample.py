"""An accident, a roster with a gap, plans, teams and supplies for the demo's district."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

__all__ = ["load"]


def load(seed: int = 1, on: date | None = None) -> int:
    """Load them once; 0 when they are there. Never in production."""
    del seed
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from bihuan.common.calendar.working import CHINA
    from bihuan.emergency.models import Plan
    from bihuan.organizations.models import Unit

    if not settings.DEMO or Plan.objects.exists() or not Unit.objects.filter(code="QL-YJ").exists():
        return 0
    now = timezone.now() if on is None else datetime.combine(on, time(9), tzinfo=CHINA)
    with transaction.atomic():
        _accident(now)
        _ready(now)
    return 1


def _accident(now: datetime) -> None:
    from bihuan.casework import services as casework
    from bihuan.common.calendar.working import CHINA
    from bihuan.emergency.accidents import services
    from bihuan.emergency.accidents.grades import Casualties
    from bihuan.emergency.accidents.types import edition_on
    from bihuan.organizations.models import Account
    from bihuan.organizations.selectors import actor as actor_on

    officer = actor_on(Account.objects.get(username="anjian").pk, None, now.astimezone(CHINA).date())
    assert officer is not None
    happened = now - timedelta(days=4)
    kind = next(
        one for one in edition_on(happened.astimezone(CHINA).date()).types if one in ("中毒和窒息", "中毒")
    )
    contents = {
        "unit_profile": "青岚纺织有限公司，从业人员210人。", "scene": "污水池旁，有硫化氢气味。",
        "course": "清淤作业时两人中毒，一人施救时中毒。",
        "measures": "已救出并送医，停止作业，封闭现场。",
    }  # fmt: skip
    first = services.First(
        "青岚纺织污水池中毒事故", "青岚纺织有限公司", "新渡街道纺织路8号", "industrial", kind, happened,
        happened + timedelta(minutes=6),
        happened + timedelta(minutes=95), Casualties(deaths=1, serious=2), contents,
    )  # fmt: skip
    case = services.report(first=first, actor=officer, at=happened + timedelta(minutes=100))
    sent = happened + timedelta(minutes=150)
    given = {"sent_at": sent, "receiver": "市应急局值班室"}
    casework.take(case_id=case.pk, step="forward_city", actor=officer, at=sent, given=given)
    told = {"notified": "区政府、公安分局、人社局、总工会、检察院"}
    casework.take(case_id=case.pk, step="notify_bodies", actor=officer, at=sent, given=told)


def _ready(now: datetime) -> None:
    from bihuan.emergency.models import Plan, Shelter, Shift, Supply, Team
    from bihuan.organizations.models import Account, Jurisdiction, Unit

    office, today = Unit.objects.get(code="QL-YJ"), now.date()
    for kind, event, title, days, filed in (
        ("comprehensive", "other", "青岚区突发事件总体应急预案", 400, True), ("special", "flood", "青岚区防汛抗旱专项预案", 800,
        True),
        ("special", "crowd", "青岚区大型活动人群安全专项预案", 60, False),
    ):  # fmt: skip
        day = today - timedelta(days=days)
        Plan.objects.create(
            unit=office, kind=kind, event=event, title=title, issued_on=day, filed_on=day if filed else None,
            filing_number="青应备1号" if filed else "", entered_at=now,
        )  # fmt: skip
    Team.objects.create(
        unit=office, name="区综合应急救援队", event="other", strength=45, equipment="冲锋舟6艘，排水车2台"
    )
    Supply.objects.create(
        unit=office, name="编织袋", place="石湾镇仓库", quantity=8000, least=10000, measure="条"
    )
    Supply.objects.create(unit=office, name="救生衣", place="区仓库", quantity=300, least=200, measure="件")
    Shelter.objects.create(
        name="青岚中学避难场所",
        place=Jurisdiction.objects.get(name="望溪街道"),
        address="学府路2号",
        capacity=2400,
    )
    people = list(
        Account.objects.filter(appointments__post__unit=office, appointments__ends_on__isnull=True).order_by(
            "pk"
        )
    )
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for n in range(12):
        if n == 5:
            continue  # the gap that the duty page tells of
        begins = start + timedelta(hours=12 * n)
        Shift.objects.create(
            unit=office,
            account=people[n % len(people)],
            duty="duty",
            starts_at=begins,
            ends_at=begins + timedelta(hours=12),
        )
