"""Rewards to those who reported a hazard that proved true: 安全生产法 art. 76.

Who they are stands in the vault alone. A reward is of a case; the name is opened once it is approved, for paying, by
whoever pays, and each opening is on record. How much is given the local rule says, which the proposal names.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework import journal
from bihuan.casework.errors import Guarded, Incomplete, NotYours, Refused, Text
from bihuan.casework.selectors import sees_all
from bihuan.casework.spec import Role
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.hazards.models import Hazard, Reward
from bihuan.vault import services as vault
from bihuan.vault.errors import VaultError
from bihuan.vault.fields import Field
from bihuan.vault.purposes import Purpose

OFFICE = (Role.INTAKE, Role.INSPECTOR, Role.OFFICER, Role.UNIT_HEAD)
PAYS = (Role.INTAKE, Role.OFFICER, Role.UNIT_HEAD)  # whom the vault lets open somebody
MOST = 1_000_000  # yuan; beyond it somebody has slipped a key


class NoReward(Refused):
    """There is nobody to reward, or not yet."""

    message = gettext_lazy("这件隐患没有可以奖励的举报人。")


def visible_rewards(actor: Actor) -> QuerySet[Reward]:
    """The rewards of the actor's unit; of all for those who answer for the district. An enterprise sees none."""
    rows = Reward.objects.select_related("hazard__case", "hazard__enterprise").order_by("-proposed_at", "-pk")
    if actor.has(*OUTSIDE) or (actor.unit_id is None and not actor.is_system):
        return rows.none()
    return rows if sees_all(actor) else rows.filter(hazard__case__registry_unit_id=actor.unit_id)


def to_propose(actor: Actor) -> QuerySet[Hazard]:
    """Reported hazards that proved true, by somebody who left a name, without a reward yet."""
    rows = Hazard.objects.filter(found_by="report", reporter__isnull=False, reward__isnull=True).exclude(
        grade=""
    )
    rows = (
        rows.exclude(case__state="rejected").select_related("case", "enterprise").order_by("-found_on", "-pk")
    )
    return rows.filter(case__registry_unit_id=actor.unit_id) if not actor.has(*OUTSIDE) else rows.none()


@transaction.atomic
def propose(*, hazard: Hazard, amount: int, basis: str, actor: Actor, at: datetime) -> Reward:
    """Propose a reward once the report was found true. Raises NotYours, NoReward, Incomplete."""
    hazard = Hazard.objects.select_for_update(of=("self",)).select_related("case").get(pk=hazard.pk)
    _of_the_office(hazard, actor, OFFICE)
    if hazard.found_by != Hazard.FoundBy.REPORT or hazard.reporter_id is None:
        raise NoReward
    if hazard.case.state == "rejected" or not hazard.grade:
        raise NoReward(_("举报还没有核实为隐患，核实定级以后再提出奖励。"))
    if Reward.objects.filter(hazard=hazard).exists():
        raise NoReward(_("这件举报已经提出过奖励。"))
    faults: dict[str, Text] = {}
    if not 0 < amount <= MOST:
        faults["amount"] = _("金额应当大于零，不超过 %(most)s 元。") % {"most": MOST}
    if not basis.strip():
        faults["basis"] = _("请写明依据的奖励办法和条款。")
    if faults:
        raise Incomplete(faults)
    return Reward.objects.create(
        hazard=hazard, amount=amount, basis=basis.strip()[:200], state=Reward.State.PROPOSED, proposed_at=at,
        proposed_by=journal.actor_line(actor), proposer_id=actor.account_id,
    )  # fmt: skip


@transaction.atomic
def decide(*, reward: Reward, grant: bool, reason: str, actor: Actor, at: datetime) -> Reward:
    """The head of the unit grants or refuses; never who proposed it. Raises NotYours, Guarded, Incomplete."""
    reward = _locked(reward)
    _of_the_office(reward.hazard, actor, (Role.UNIT_HEAD,))
    if reward.state != Reward.State.PROPOSED:
        raise Guarded(_("这件奖励已经决定过。"))
    if reward.proposer_id == actor.account_id:
        raise Guarded(_("提出奖励的人不能自己批准，请由另一位负责人批准。"))
    if not grant and not reason.strip():
        raise Incomplete({"reason": _("请写明理由。")})
    reward.state = Reward.State.APPROVED if grant else Reward.State.REFUSED
    reward.decided_at, reward.decided_by, reward.reason = at, journal.actor_line(actor), reason.strip()[:200]
    reward.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    return reward


def reveal(*, reward: Reward, actor: Actor, at: datetime) -> dict[Field, str]:
    """Name and phone, to pay. Recorded before anything is returned, so not to be called in a transaction.

    Raises NotYours, Guarded before the reward is approved or after it is paid, Refused with what the vault says.
    """
    _of_the_office(reward.hazard, actor, PAYS)
    if reward.state != Reward.State.APPROVED:
        raise Guarded(_("批准以后、发放以前，才能查看举报人。"))
    person = reward.hazard.reporter_id
    if person is None:
        raise NoReward
    try:
        return vault.open(
            person_id=person, fields=(Field.NAME, Field.PHONE), purpose=Purpose.REWARD, actor=actor,
            case_number=reward.hazard.case.number, at=at,
        )  # fmt: skip
    except VaultError as refused:
        raise Guarded(str(refused)) from None


@transaction.atomic
def pay(*, reward: Reward, paid_on: date, voucher: str, actor: Actor, at: datetime) -> Reward:
    """Write down that it was paid, by the number of the voucher, which names nobody. Raises NotYours, Guarded, Incomplete."""
    reward = _locked(reward)
    _of_the_office(reward.hazard, actor, PAYS)
    if reward.state != Reward.State.APPROVED:
        raise Guarded(_("没有批准的，或者已经发放的，不能发放。"))
    faults: dict[str, Text] = {}
    if paid_on > at.astimezone(CHINA).date():
        faults["paid_on"] = _("发放日期还没有到。")
    if not voucher.strip():
        faults["voucher"] = _("请填写付款凭证的编号，不要写举报人的姓名。")
    if faults:
        raise Incomplete(faults)
    reward.state, reward.paid_on = Reward.State.PAID, paid_on
    reward.paid_by, reward.voucher = journal.actor_line(actor), voucher.strip()[:80]
    reward.save(update_fields=["state", "paid_on", "paid_by", "voucher"])
    return reward


def _locked(reward: Reward) -> Reward:
    return Reward.objects.select_for_update(of=("self",)).select_related("hazard__case").get(pk=reward.pk)


def _of_the_office(hazard: Hazard, actor: Actor, roles: tuple[Role, ...]) -> None:
    if actor.has(*OUTSIDE) or not actor.has(*roles) or actor.unit_id != hazard.case.registry_unit_id:
        raise NotYours
