"""What follows from steps of a campaign: every unit stopped in a case of its own, and the week's figures frozen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.casework.consequences import Taken, register
from bihuan.casework.journal import actor_line
from bihuan.common.calendar.working import CHINA
from bihuan.safety.campaigns.figures import by_place, total
from bihuan.safety.campaigns.models import Campaign, Member, Weekly
from bihuan.safety.campaigns.process import CAMPAIGN
from bihuan.safety.suspension.services import order, stopped_whole


def stop_sector(taken: Taken) -> None:
    """Order a suspension for each unit of the list that is not stopped already; each is tracked by itself."""
    row = Campaign.objects.select_for_update(of=("self",)).get(pk=taken.case.pk)
    given = {
        "received_on": taken.given["stopped_on"], "scope": "all", "scope_text": taken.given["requirements"],
        "until": taken.given.get("until"),
    }  # fmt: skip
    for member in Member.objects.filter(campaign=row).select_related("enterprise").order_by("pk"):
        if stopped_whole(member.enterprise):
            continue
        case = order(
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


def prolong(taken: Taken) -> None:
    """The campaign's last day."""
    Campaign.objects.filter(pk=taken.case.pk).update(ends_on=taken.given["ends_on"])


def register_all() -> None:
    """Make them known to the engine."""
    register(CAMPAIGN.name, "stop_sector", stop_sector)
    register(CAMPAIGN.name, "report_week", report_week)
    register(CAMPAIGN.name, "prolong", prolong)
