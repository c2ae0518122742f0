"""What follows from steps of a campaign: every unit stopped in a case of its own, and the week's figures frozen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.consequences import Taken, register
from bihuan.casework.journal import actor_line
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import SYSTEM
from bihuan.safety.campaigns.figures import CARRIED_ON, by_place, total
from bihuan.safety.campaigns.models import Campaign, Member, Weekly
from bihuan.safety.campaigns.process import CAMPAIGN
from bihuan.safety.suspension.services import order, standing


def stop_sector(taken: Taken) -> None:
    """Order a suspension for each unit of the list; one that is stopped already is tracked by the case it has."""
    row = Campaign.objects.select_for_update(of=("self",)).get(pk=taken.case.pk)
    given = {
        "received_on": taken.given["stopped_on"], "scope": "all", "scope_text": taken.given["requirements"],
        "until": taken.given.get("until"),
    }  # fmt: skip
    for member in Member.objects.filter(campaign=row).select_related("enterprise").order_by("pk"):
        before = standing(member.enterprise)
        case = before.case if before is not None else order(
            enterprise=member.enterprise, subject=_("%(name)s：停产整顿") % {"name": taken.case.subject[:150]}, given=given,
            actor=taken.actor, at=taken.at, origin=taken.case,
        )  # fmt: skip
        member.suspension = case
        member.save(update_fields=["suspension"])
    row.stopped_on = taken.given["stopped_on"]
    row.save(update_fields=["stopped_on"])


def report_week(taken: Taken) -> None:
    """Freeze the figures of the day, by place and together."""
    row = Campaign.objects.get(pk=taken.case.pk)
    places = by_place(row, taken.at.astimezone(CHINA).date())
    figures = {"total": total(places).as_json, "places": [place.as_json for place in places]}
    Weekly.objects.create(
        campaign=row, seq=taken.entry.seq, made_at=taken.at, figures=figures, note=taken.given["note"],
        by=actor_line(taken.actor),
    )  # fmt: skip


def close(taken: Taken) -> None:
    """The end of a campaign lifts nothing: each stop and each cut of supplies goes on in its own case until the enterprise has
    obeyed (安全生产法 art. 65, 70 para. 2), with a day on which somebody looks again."""
    given = {
        "campaign": taken.case.number, "carried_by": taken.given.get("carried_by"), "recheck_by": taken.given.get("recheck_by"),
    }  # fmt: skip
    for key in Member.objects.filter(
        campaign=taken.case.pk, suspension__state__in=CARRIED_ON
    ).values_list("suspension_id", flat=True):  # fmt: skip
        casework.take(case_id=key or 0, step="carry_on", actor=SYSTEM, at=taken.at, given=given)


def prolong(taken: Taken) -> None:
    """The campaign's last day."""
    Campaign.objects.filter(pk=taken.case.pk).update(ends_on=taken.given["ends_on"])


def register_all() -> None:
    """Make them known to the engine."""
    register(CAMPAIGN.name, "stop_sector", stop_sector)
    register(CAMPAIGN.name, "report_week", report_week)
    register(CAMPAIGN.name, "prolong", prolong)
    register(CAMPAIGN.name, "close", close)
