"""The phones on which officers keep inspections: the key a phone seals with, and its end when it is lost.

The key is made from 32 random bytes that only the phone holds and 32 that only the server holds (docs/adr/0117). Neither
opens anything alone. When a phone is ended, the server's half is destroyed.
"""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.journal import actor_line
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Appointment
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import in_force
from bihuan.safety.field.errors import DeviceEnded, Unreadable
from bihuan.safety.field.models import Device

HALF = 32  # bytes


@transaction.atomic
def key_for(*, device: UUID, half: bytes, name: str, actor: Actor, at: datetime) -> bytes:
    """The 32 bytes a phone seals with: the same every time its own officer signs in on it.

    `half` is the phone's. A phone seen for the first time is entered. Raises DeviceEnded, Unreadable.
    """
    if len(half) != HALF:
        raise Unreadable
    assert actor.account_id is not None
    row, _new = Device.objects.select_for_update().get_or_create(
        key=device,
        defaults={
            "account_id": actor.account_id, "half": os.urandom(HALF), "name": name.strip()[:80] or _("手机"),
            "made_at": at, "seen_at": at,
        },
    )  # fmt: skip
    if row.account_id != actor.account_id or row.ended_at is not None:
        raise DeviceEnded
    row.seen_at = at
    row.save(update_fields=["seen_at"])
    return HKDF(SHA256(), 32, salt=row.key.bytes, info=b"bihuan safety field 1").derive(
        bytes(row.half) + half
    )


def of_request(key: str, actor: Actor) -> Device | None:
    """The phone that sends, when it is known. Raises DeviceEnded when it was reported lost."""
    try:
        row = Device.objects.filter(key=UUID(key), account_id=actor.account_id or 0).first()
    except ValueError:
        return None
    if row is not None and row.ended_at is not None:
        raise DeviceEnded
    return row


def visible_devices(actor: Actor, at: datetime) -> QuerySet[Device]:
    """One's own phones; the head of a unit sees those of its people."""
    rows = Device.objects.select_related("account").order_by("ended_at", "-seen_at")
    if actor.has(Role.UNIT_HEAD) and actor.unit_id is not None:
        people = Appointment.objects.filter(in_force(at.date()), post__unit_id=actor.unit_id)
        return rows.filter(account__in=people.values("account_id"))
    return rows.filter(account_id=actor.account_id or 0)


@transaction.atomic
def end(*, device: UUID, because: str, actor: Actor, at: datetime) -> Device:
    """A phone is lost or given back: destroy the server's half of its key. Raises NotYours, Incomplete."""
    row = visible_devices(actor, at).filter(key=device).select_for_update(of=("self",)).first()
    if row is None:
        raise NotYours
    if not because.strip():
        raise Incomplete({"because": _("请写明停用的原因，例如手机遗失。")})
    if row.ended_at is None:
        row.half, row.ended_at, row.ended_by, row.ended_because = (
            b"",
            at,
            actor_line(actor),
            because.strip()[:200],
        )
        row.save(update_fields=["half", "ended_at", "ended_by", "ended_because"])
    return row
