"""Public alerts: written by one person, sent by another, as CAP 1.2."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework.errors import Incomplete, NotYours, Refused, Text
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.readiness import cap
from bihuan.emergency.readiness.models import EVENTS, Alert, Response
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.roles import Role

WRITERS = (Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER)
TEXTS = ("headline", "description", "instruction", "area")


class OwnAlert(Refused):
    """An alert is sent by somebody else than who wrote it."""

    message = gettext_lazy(
        "预警由另一人复核后发布，起草人不能自己发布。内容没有丢失，请带班领导或者另一名值班人员发布。"
    )


class NotSendable(Refused):
    """It was sent or refused already, has run out, or is not valid."""


def write(
    *, texts: Mapping[str, str], expires_at: datetime | None, actor: Actor, at: datetime, response: Response | None = None,
    replaces: Alert | None = None, message_type: str = "Alert",
) -> Alert:  # fmt: skip
    """Write an alert, which then waits for a second person. Raises Incomplete, NotYours."""
    if actor.account_id is None or actor.unit_id is None or not actor.has(*WRITERS):
        raise NotYours
    faults: dict[str, Text] = {name: _("请填写这一栏。") for name in TEXTS if not texts.get(name, "").strip()}
    choices = {
        "event": dict(EVENTS), "urgency": cap.URGENCIES, "severity": cap.SEVERITIES, "certainty": cap.CERTAINTIES,
        "status": cap.STATUSES,
    }  # fmt: skip
    for name, known in choices.items():
        if texts.get(name, "") not in known:
            faults[name] = _("请从列出的选项中选一个。")
    if expires_at is None or expires_at <= at:
        faults["expires_at"] = _("失效时间应当晚于现在。")
    if message_type != "Alert":
        if replaces is None or replaces.sent_at is None or replaces.unit_id != actor.unit_id:
            faults["message_type"] = _("更新或者解除应当指明已经发布的预警。")
        elif replaced(replaces):
            faults["message_type"] = _("这条预警已经更新或者解除，请在最新的一条上办理。")
    if faults or expires_at is None:
        raise Incomplete(faults)
    unit = Unit.objects.get(pk=actor.unit_id)
    return Alert.objects.create(
        unit=unit, response=response, identifier=f"{unit.code}-{at.astimezone(CHINA):%Y%m%d%H%M%S}-{uuid4().hex[:6]}",
        message_type=message_type, replaces=replaces, status=texts["status"], event=texts["event"], urgency=texts["urgency"],
        severity=texts["severity"], certainty=texts["certainty"], headline=texts["headline"].strip()[:160],
        description=texts["description"].strip(), instruction=texts["instruction"].strip(), area=texts["area"].strip()[:200],
        expires_at=expires_at, written_at=at, author_id=actor.account_id,
    )  # fmt: skip


def replaced(alert: Alert) -> bool:
    """Whether a later one that was sent, or waits for its second person, updates or cancels it."""
    return Alert.objects.filter(replaces=alert, refused_because="").exists()


@transaction.atomic
def send(*, alert: Alert, actor: Actor, at: datetime) -> Alert:
    """Approve and send an alert that another person wrote. Raises OwnAlert, NotSendable, NotYours."""
    alert = (
        Alert.objects.select_for_update(of=("self",))
        .select_related("unit", "replaces__unit")
        .get(pk=alert.pk)
    )
    if actor.account_id is None or actor.unit_id != alert.unit_id or not actor.has(*WRITERS):
        raise NotYours
    if alert.author_id == actor.account_id:
        raise OwnAlert
    if alert.sent_at is not None or alert.refused_because:
        raise NotSendable(_("这条预警已经发布或者退回。"))
    if alert.expires_at <= at:
        raise NotSendable(_("这条预警已经过了失效时间，请重新起草。"))
    if alert.replaces is not None and alert.replaces.sent_at is None:
        raise NotSendable(_("更新或者解除应当指明已经发布的预警。"))
    alert.sent_at, alert.sender_id = at, actor.account_id
    wrong = cap.faults(document(alert))
    if wrong:
        raise NotSendable("; ".join(wrong))
    alert.save(update_fields=["sent_at", "sender"])
    return alert


@transaction.atomic
def refuse(*, alert: Alert, reason: str, actor: Actor) -> Alert:
    """Send an alert back to who wrote it. Raises OwnAlert, NotSendable, Incomplete, NotYours."""
    alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if actor.unit_id != alert.unit_id or not actor.has(*WRITERS):
        raise NotYours
    if alert.author_id == actor.account_id:
        raise OwnAlert
    if alert.sent_at is not None or alert.refused_because:
        raise NotSendable(_("这条预警已经发布或者退回。"))
    if not reason.strip():
        raise Incomplete({"reason": _("请写明退回的理由。")})
    alert.refused_because = reason.strip()[:200]
    alert.save(update_fields=["refused_because"])
    return alert


def document(alert: Alert) -> bytes:
    """The alert as CAP 1.2; before it is sent, as a draft of the time it was written."""
    earlier = alert.replaces
    return cap.as_xml(
        cap.Message(
            identifier=alert.identifier, sender=alert.unit.code, sent=(alert.sent_at or alert.written_at).astimezone(CHINA),
            status=alert.status if alert.sent_at else "Draft", message_type=alert.message_type, event=alert.get_event_display(),
            category=cap.CATEGORY_OF.get(alert.event, "Other"), urgency=alert.urgency, severity=alert.severity,
            certainty=alert.certainty, expires=alert.expires_at.astimezone(CHINA), sender_name=alert.unit.name,
            headline=alert.headline, description=alert.description, instruction=alert.instruction, area=alert.area,
            references=(
                f"{earlier.unit.code},{earlier.identifier},{cap.stamp(earlier.sent_at.astimezone(CHINA))}"
                if earlier is not None and earlier.sent_at is not None else ""
            ),
        )
    )  # fmt: skip
