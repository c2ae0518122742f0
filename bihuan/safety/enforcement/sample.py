"""Penalties, suspensions, a campaign and an interview for the demo's district."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

__all__ = ["load"]


def load(seed: int = 1, on: date | None = None) -> int:
    """Load them once, after the enterprises; 0 when they are there or nothing can be loaded. Never in production."""
    del seed
    from django.conf import settings
    from django.db import transaction

    from bihuan.safety.enforcement.models import Penalty
    from bihuan.safety.models import Enterprise

    if not settings.DEMO or Penalty.objects.exists() or not Enterprise.objects.exists():
        return 0
    with transaction.atomic():
        return _Story(on).tell()


class _Story:
    """What happened in the last weeks."""

    def __init__(self, on: date | None) -> None:
        from django.utils import timezone

        from bihuan.common.calendar.working import CHINA
        from bihuan.organizations.models import Account
        from bihuan.organizations.selectors import actor as actor_on

        self.now = timezone.now() if on is None else datetime.combine(on, time(9), tzinfo=CHINA)
        self.today = self.now.astimezone(CHINA).date()

        def acting(**found: Any) -> Any:
            account = Account.objects.filter(
                appointments__ends_on__isnull=True, appointments__post__unit__code="QL-YJ", **found
            ).order_by("pk")  # fmt: skip
            return actor_on(account[0].pk, None, self.today)

        self.first = acting(username="anjian")
        self.head = acting(appointments__post__is_head=True)
        others = Account.objects.filter(
            appointments__ends_on__isnull=True, appointments__post__title="安全生产执法员"
        ).exclude(username="anjian")
        self.second: Any = actor_on(others[0].pk, None, self.today)

    def tell(self) -> int:
        from bihuan.safety.models import Enterprise, Hazard

        major = (
            Hazard.objects.filter(open=True, grade="major")
            .select_related("enterprise")
            .order_by("pk")
            .first()
        )
        firms = list(Enterprise.objects.order_by("pk")[:8])
        if major is not None:
            for days in (70, 40, 12):
                self.decided(major.enterprise, days)
        self.decided(firms[2], 9, archive=True)
        self.told(firms[3])
        self.suspended(firms[4])
        self.interview(firms[5])
        self.campaign()
        return 4

    def at(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def take(self, case: Any, step: str, who: Any, days: float, **given: Any) -> Any:
        from bihuan.casework import services as casework

        return casework.take(case_id=case.pk, step=step, actor=who, at=self.at(days), given=given)

    def investigated(self, firm: Any, days: float, amount: int, code: str) -> Any:
        from bihuan.safety.enforcement.services import open_matter

        case = open_matter(
            process="safety.penalty", step="file", enterprise=firm, subject="未采取措施消除事故隐患",
            body="责令整改后逾期未整改。",
            given={"received_on": self.at(days).date(), "party": "unit"}, actor=self.first, at=self.at(days),
        )  # fmt: skip
        case = self.take(
            case, "appoint", self.first, days - 0.1, lead=self.first.account_id, second=self.second.account_id
        )
        fine = {"article": code, "amount": amount, "suspension": "no"}
        return self.take(
            case, "finish", self.first, days - 0.2, found="现场检查和笔录证实逾期未整改。", **fine
        )

    def decided(self, firm: Any, days: float, *, archive: bool = False) -> None:
        case = self.investigated(firm, days, 30_000, "安全生产法/102")
        case = self.take(
            case,
            "notify",
            self.head,
            days - 0.3,
            notified_on=self.at(days - 0.3).date(),
            hearing="no",
            intended="拟罚款三万元。",
        )
        case = self.take(case, "proceed", self.first, days - 2, note="当事人没有陈述申辩。")
        fine = {"article": "安全生产法/102", "amount": 30_000, "suspension": "no"}
        case = self.take(case, "decide", self.head, days - 3, opinion="罚款三万元。", **fine)
        case = self.take(
            case,
            "serve",
            self.first,
            days - 4,
            served_on=self.at(days - 4).date(),
            way="direct",
            receipt="送达回证",
        )
        if archive:
            day = self.at(days - 5).date()
            case = self.take(
                case, "publish", self.first, days - 5, published_on=day, where="监督管理部门公示系统"
            )
            case = self.take(
                case, "execute", self.first, days - 6, executed_on=self.at(days - 6).date(), paid=30_000
            )
            self.take(case, "archive", self.first, days - 7, record="一卷")

    def told(self, firm: Any) -> None:
        case = self.investigated(firm, 3, 80_000, "安全生产法/101")
        self.take(
            case,
            "notify",
            self.head,
            1,
            notified_on=self.at(1).date(),
            hearing="yes",
            intended="拟罚款八万元。",
        )

    def suspended(self, firm: Any) -> None:
        from bihuan.safety.suspension.services import order

        given = {"received_on": self.at(6).date(), "scope": "workshop", "scope_text": "三车间全部设备。"}
        case = order(
            enterprise=firm, subject="三车间除尘系统失效", given=given, actor=self.first, at=self.at(6)
        )
        case = self.take(
            case, "publish_suspension", self.first, 5, published_on=self.at(5).date(), where="政府网站"
        )
        self.take(case, "find_refusal", self.first, 2, record="用电量没有下降，夜间有人作业。", danger="yes")

    def interview(self, firm: Any) -> None:
        from bihuan.safety.enforcement.services import open_matter

        open_matter(
            process="safety.admonition", step="call", enterprise=firm, subject="隐患整改进度缓慢", actor=self.first,
            at=self.at(1),
            given={"interview_by": self.today + timedelta(days=3), "place": "应急局三楼"},
        )  # fmt: skip

    def campaign(self) -> None:
        from bihuan.safety.campaigns import services

        plan = services.Plan(
            "chemicals", "危险化学品安全专项整治", self.at(20).date(), self.today + timedelta(days=20),
            "动员、自查、检查、总结。",
            {"checked": 100, "rectified": 95},
        )  # fmt: skip
        case = services.draft(plan=plan, actor=self.first, at=self.at(20))
        if case.campaign.members.exists():
            case = self.take(case, "start", self.head, 19, opinion="同意。")
            self.take(case, "report_week", self.first, 12, note="已经动员，开始检查。")
