"""Drafting a campaign: its kind, goals and units. The rest are steps of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, NotYours, Refused, Text
from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.safety.campaigns.kinds import KINDS, CampaignKind
from bihuan.safety.campaigns.models import Campaign, Goal, Member, OwnKind
from bihuan.safety.campaigns.process import CAMPAIGN
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import visible_enterprises


class UnderWay(Refused):
    """Goals and units are settled before a campaign begins."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is to be. `goals` are percentages by measure; `firms` empty: every enterprise of the kind's sectors."""

    kind: str
    subject: str
    starts_on: date
    ends_on: date
    plan: str
    goals: Mapping[str, int]
    firms: Sequence[Enterprise] = ()


def kinds() -> dict[str, CampaignKind]:
    """Every kind by its code: those all offices know, then those that offices added."""
    own = {
        f"own-{row.pk}": CampaignKind(f"own-{row.pk}", row.label, tuple(row.sectors), tuple(row.items))
        for row in OwnKind.objects.order_by("label")
    }
    return {one.code: one for one in KINDS} | own


def add_kind(*, label: str, sectors: Sequence[str], items: Sequence[str], actor: Actor) -> OwnKind:
    """Add a kind of campaign of one's own. Raises Incomplete, NotYours."""
    if actor.unit_id is None or not actor.has(*CAMPAIGN.step("draft").roles):
        raise NotYours
    if not label.strip():
        raise Incomplete({"label": _("请填写整治名称。")})
    row, _created = OwnKind.objects.update_or_create(
        unit=Unit.objects.get(pk=actor.unit_id), label=label.strip()[:80],
        defaults={"sectors": [one for one in sectors if one], "items": [one for one in items if one]},
    )  # fmt: skip
    return row


def of_sectors(actor: Actor, words: Sequence[str]) -> QuerySet[Enterprise]:
    """The visible enterprises whose sector has one of the words; all when there are none."""
    rows = visible_enterprises(actor).filter(closed_on__isnull=True)
    if not words:
        return rows
    wanted = Q()
    for word in words:
        wanted |= Q(sector__contains=word)
    return rows.filter(wanted)


@transaction.atomic
def draft(*, plan: Plan, actor: Actor, at: datetime, submission: UUID | None = None) -> Case:
    """Draft a campaign with its goals and units. Raises Incomplete naming each field, casework.errors."""
    faults: dict[str, Text] = {}
    kind = kinds().get(plan.kind)
    if kind is None:
        faults["kind"] = _("请从列出的选项中选一个。")
    if not plan.subject.strip():
        faults["subject"] = _("请填写整治名称。")
    if plan.ends_on < plan.starts_on:
        faults["ends_on"] = _("结束日期早于开始日期，请检查。")
    for measure, percent in plan.goals.items():
        if measure not in Goal.Measure.values or not 1 <= percent <= 100:
            faults[f"goal_{measure}"] = _("目标应当是1至100的百分数。")
    if not plan.goals:
        faults["goal_checked"] = _("至少写一个目标。")
    if faults or kind is None:
        raise Incomplete(faults)

    case = casework.open_case(
        process=CAMPAIGN.name, step="draft", subject=plan.subject.strip(), actor=actor, at=at, submission=submission,
        given={"received_on": plan.starts_on, "ends_on": plan.ends_on, "plan": plan.plan}, topic=kind.label[:120],
        jurisdiction_id=actor.jurisdiction_id,
        beside=lambda case: [
            Campaign(case=case, kind=kind.code, label=kind.label, starts_on=plan.starts_on, ends_on=plan.ends_on)
        ],
    )  # fmt: skip
    row = Campaign.objects.get(pk=case.pk)
    if row.members.exists() or row.goals.exists():  # the form was sent twice
        return case
    Goal.objects.bulk_create(
        Goal(campaign=row, measure=name, percent=value) for name, value in plan.goals.items()
    )
    firms = plan.firms or of_sectors(actor, kind.sectors).order_by("pk")
    Member.objects.bulk_create([Member(campaign=row, enterprise=firm) for firm in firms], batch_size=2000)
    return case


@transaction.atomic
def set_members(*, case: Case, add: Sequence[Enterprise], remove: Sequence[Enterprise], actor: Actor) -> None:
    """Put enterprises on the list or take them off, before the sector is stopped. Raises NotYours, UnderWay."""
    row = Campaign.objects.select_for_update(of=("self",)).select_related("case").get(pk=case.pk)
    if actor.unit_id != row.case.holder_unit_id or not actor.has(*CAMPAIGN.step("draft").roles):
        raise NotYours
    if row.stopped_on is not None or row.case.phase == "ended":
        raise UnderWay(_("已经全行业停产或者结束，名单不能再改。"))
    Member.objects.filter(campaign=row, enterprise__in=remove).delete()
    Member.objects.bulk_create([Member(campaign=row, enterprise=firm) for firm in add], ignore_conflicts=True)
