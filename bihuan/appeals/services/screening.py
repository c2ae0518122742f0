"""Rounds of screening for disputes, by place (矛盾纠纷排查, 信访工作条例 art. 37¶1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from bihuan.appeals.models import Appeal, Finding, ScreeningRound
from bihuan.appeals.processes.dispute import DISPUTE
from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete, NotYours, Text
from bihuan.casework.models import Case
from bihuan.casework.permissions import openings_for
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction


def open_round(
    *, title: str, place_id: int, starts_on: date, ends_on: date, actor: Actor, at: datetime
) -> ScreeningRound:
    """Call a round in a place. Raises NotYours, Incomplete."""
    if actor.unit_id is None or not openings_for(DISPUTE.name, actor):
        raise NotYours
    faults: dict[str, Text] = {}
    if not title.strip():
        faults["title"] = _("请写明这一轮排查的名称。")
    home = directory.unit(actor.unit_id)
    if home is None or not lies_in(place_id, home.jurisdiction_id):
        faults["place"] = _("这个地方不在本单位的区划内，请选本单位所在的区划或者其中的一个地方。")
    if ends_on < starts_on:
        faults["ends_on"] = _("结束日期早于开始日期。")
    if faults:
        raise Incomplete(faults)
    return ScreeningRound.objects.create(
        title=title.strip(),
        place_id=place_id,
        starts_on=starts_on,
        ends_on=ends_on,
        unit_id=actor.unit_id,
        opened_at=at,
    )


def log_dispute(
    *, round_id: int, subject: str, body: str, found_on: date, matter: str, risk: str, actor: Actor, at: datetime,
    jurisdiction_id: int | None = None, submission: UUID | None = None,
) -> Case:  # fmt: skip
    """Log a dispute found in a round; the place is the round's unless a nearer one is given. Raises Guarded, Incomplete."""
    screening = ScreeningRound.objects.select_related("place").get(pk=round_id)
    if not screening.starts_on <= found_on <= screening.ends_on:
        raise Guarded(
            _("排查日期不在这一轮（%(from)s至%(to)s）之内，请核对，或者登记到另一轮。")
            % {"from": screening.starts_on.isoformat(), "to": screening.ends_on.isoformat()},
            field="found_on",
        )
    faults: dict[str, Text] = {}
    if not subject.strip():
        faults["subject"] = _("请用一句话写明纠纷是什么。")
    if not body.strip():
        faults["body"] = _("请写明起因、各方的要求和现在的情况。")
    if jurisdiction_id is not None and not lies_in(jurisdiction_id, screening.place_id):
        faults["place"] = _("这个地方不在这一轮排查的%(place)s内，请核对，或者登记到另一轮。") % {
            "place": screening.place.name
        }
    if faults:
        raise Incomplete(faults)

    def beside(case: Case) -> list[Model]:
        return [Appeal(case=case), Finding(case=case, round=screening)]

    return casework.open_case(
        process=DISPUTE.name, step="log_dispute", actor=actor, at=at, subject=subject.strip(), body=body.strip(),
        given={"found_on": found_on, "matter": matter, "risk": risk}, submission=submission, beside=beside,
        jurisdiction_id=jurisdiction_id or screening.place_id,
    )  # fmt: skip


def lies_in(place_id: int, outer_id: int) -> bool:
    """Whether a place is the other one or lies in it."""
    place: int | None = place_id
    while place is not None:
        if place == outer_id:
            return True
        place = Jurisdiction.objects.filter(pk=place).values_list("parent_id", flat=True).first()
    return False
