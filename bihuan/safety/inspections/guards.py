"""The conditions that the inspection's table names, as functions. Each refuses with what to do instead."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt, register
from bihuan.common.calendar.working import CHINA
from bihuan.safety.hazards.guards import deadline_ahead
from bihuan.safety.inspections.models import Finding, Inspection, OfficerCertificate
from bihuan.safety.inspections.process import INSPECTION
from bihuan.safety.inspections.together import hazards_reinspected, hazards_to_order, opinion_given


def certificates_on(accounts: list[int], on: date) -> dict[int, str]:
    """The enforcement certificate of each that is valid on the day."""
    rows = OfficerCertificate.objects.filter(account__in=accounts, issued_on__lte=on, expires_on__gte=on)
    return dict(rows.order_by("expires_on").values_list("account_id", "number"))


def two_certified(attempt: Attempt) -> None:
    """行政处罚法 art. 42: at least two officers, each with a certificate."""
    lead, second = attempt.given["lead"], attempt.given["second"]
    if lead == second:
        raise Guarded(_("检查人员不得少于两人，请另选一名协办人员。"), field="second")
    valid = certificates_on([lead, second], attempt.at.astimezone(CHINA).date())
    for field, account in (("lead", lead), ("second", second)):
        if account not in valid:
            raise Guarded(
                _("这名人员今天没有有效的执法证，不能检查。请更换人员，或者登记新的执法证。"), field=field
            )


def replaced_with_reason(attempt: Attempt) -> None:
    """Who was assigned or drawn is replaced only with a reason."""
    row = _inspection(attempt)
    if row is None or row.lead_id is None:
        return
    same = {row.lead_id, row.second_id} == {attempt.given["lead"], attempt.given["second"]}
    if not same and not attempt.given.get("reason"):
        raise Incomplete({"reason": _("更换已经派定的人员，请写明理由。")})


def by_the_assigned(attempt: Attempt) -> None:
    """The record is made by the officers who were there."""
    row = _inspection(attempt)
    if row is None or attempt.actor.account_id not in (row.lead_id, row.second_id):
        raise Guarded(_("检查记录由派定的检查人员提交。"))


def certified_on_the_day(attempt: Attempt) -> None:
    """行政处罚法 art. 42: both certificates were in force on the day of the inspection, not only when it was assigned."""
    row = _inspection(attempt)
    if row is None or row.lead_id is None or row.second_id is None:
        return
    day = attempt.given["began_at"].astimezone(CHINA).date()
    valid = certificates_on([row.lead_id, row.second_id], day)
    for who in (row.lead, row.second):
        if who is not None and who.pk not in valid:
            raise Guarded(
                _(
                    "%(name)s 在检查当天（%(day)s）没有有效的执法证。请先登记换发的执法证，或者改派人员重新检查。"
                )
                % {"name": who.name, "day": day.isoformat()}
            )


def every_item_answered(attempt: Attempt) -> None:
    """Each item of the checklist is passed, failed or not applicable; none is left open."""
    row = _inspection(attempt)
    if row is None or row.checklist_id is None:
        return
    answered = Finding.objects.filter(inspection=row).count()
    total = row.checklist.items.count() if row.checklist is not None else 0
    if answered < total:
        raise Guarded(
            _("检查表还有 %(count)s 项没有填，请逐项填写合格、不合格或者不适用。")
            % {"count": total - answered}
        )


def signed_or_refused(attempt: Attempt) -> None:
    """Art. 68: signed by the head of the unit; a refusal is recorded."""
    if attempt.given["signature"] == "signed" and not attempt.given.get("signed_by"):
        raise Incomplete({"signed_by": _("请填写被检查单位签字人的姓名。")})
    if attempt.given["signature"] == "refused" and not attempt.given.get("refusal"):
        raise Incomplete({"refusal": _("被检查单位拒绝签字的，请把情况记录在案（第六十八条）。")})
    if attempt.given["ended_at"] < attempt.given["began_at"]:
        raise Guarded(_("结束时间早于开始时间，请检查。"), field="ended_at")


def not_the_inspector(attempt: Attempt) -> None:
    """Who inspected does not review the record."""
    row = _inspection(attempt)
    if row is not None and attempt.actor.account_id in (row.lead_id, row.second_id):
        raise Guarded(_("检查人员不能审核自己的检查记录，请由另一人审核。"))


def all_hazards_closed(attempt: Attempt) -> None:
    """An inspection ends when every hazard it found is closed, transferred or found not to be one."""
    row = _inspection(attempt)
    if row is None:
        return
    open_ones = list(
        row.findings.filter(hazard__isnull=False)
        .exclude(hazard__phase="ended")
        .values_list("hazard__number", flat=True)[:5]
    )
    if open_ones:
        raise Guarded(
            _("还有隐患没有销号：%(numbers)s。") % {"numbers": "、".join(str(one) for one in open_ones)}
        )


def _inspection(attempt: Attempt) -> Inspection | None:
    return Inspection.objects.filter(pk=attempt.case.pk).select_related("checklist", "lead", "second").first()


def register_all() -> None:
    """Make every guard known to the engine."""
    for guard in (
        all_hazards_closed, by_the_assigned, certified_on_the_day, deadline_ahead, every_item_answered,
        hazards_reinspected, hazards_to_order, not_the_inspector, opinion_given,
        replaced_with_reason, signed_or_refused, two_certified,
    ):  # fmt: skip
        register(INSPECTION.name, guard.__name__, guard)
