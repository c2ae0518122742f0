"""Keeping a photograph or a signature that a phone sends: once per content, whatever became of the inspection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from bihuan.common.files import store
from bihuan.common.files.names import clean_name
from bihuan.common.files.store import Readable
from bihuan.organizations.actor import Actor
from bihuan.safety.field.errors import Damaged, NoPicture, Unreadable
from bihuan.safety.field.models import Device, Evidence
from bihuan.safety.inspections.models import CheckItem, Inspection


def keep(
    *, inspection: Inspection, sha256: str, stream: Readable, size: int | None, about: Mapping[str, Any], actor: Actor,
    device: Device | None, at: datetime,
) -> Evidence:  # fmt: skip
    """Keep one file. Sent again, the row that is there is returned and nothing is written.

    `sha256` was taken on the phone; what arrives is hashed again and must agree. A place may be missing: that is kept
    as said. Raises Damaged, NoPicture, Unreadable, and FileError of the store.
    """
    there = Evidence.objects.filter(inspection=inspection, sha256=sha256).first()
    if there is not None:
        return there
    stored = store.put(
        stream, name="evidence", size=size
    )  # what it is, its content says; phones name files anyhow
    if stored.sha256 != sha256:
        raise Damaged
    if not stored.media_type.startswith("image/"):
        raise NoPicture
    assert actor.account_id is not None  # behind `needs_role`
    taken_at = moment(about.get("taken_at"))
    kind = about.get("kind", "photo")
    if taken_at is None or kind not in Evidence.Kind.values:
        raise Unreadable
    longitude, latitude, accuracy = position(about.get("position"))
    offset = about.get("offset")
    row = Evidence(
        inspection=inspection, sha256=sha256, size=stored.size, media_type=stored.media_type,
        name=clean_name(str(about.get("name") or stored.name))[:200],
        kind=kind, item=_item(inspection, about.get("item")), taken_at=taken_at,
        clock_offset=offset if isinstance(offset, int) and abs(offset) < 2**31 else None,
        offset_at=moment(about.get("offset_at")), longitude=longitude, latitude=latitude, accuracy=accuracy,
        no_place="" if longitude is not None else str(about.get("no_place") or "unknown")[:40],
        received_at=at, account_id=actor.account_id, device=device,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same file on two lines at once: the first stands
        return Evidence.objects.get(inspection=inspection, sha256=sha256)
    return row


def hashes_in_use(hashes: list[str]) -> set[str]:
    """Of these contents, those that a row refers to: for the sweep of files."""
    return set(Evidence.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))


def moment(text: object) -> datetime | None:
    """An aware moment out of what a phone wrote; None when it is none."""
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def position(given: object) -> tuple[Decimal | None, Decimal | None, int | None]:
    """Longitude, latitude, accuracy in metres; three None when the phone had no place."""
    if not isinstance(given, Mapping):
        return None, None, None
    try:
        longitude = Decimal(str(given["longitude"])).quantize(Decimal("0.000001"))
        latitude = Decimal(str(given["latitude"])).quantize(Decimal("0.000001"))
    except (KeyError, InvalidOperation):
        return None, None, None
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        return None, None, None
    accuracy = given.get("accuracy")
    return longitude, latitude, min(round(accuracy), 10**6) if isinstance(accuracy, int | float) else None


def _item(inspection: Inspection, key: object) -> CheckItem | None:
    if not isinstance(key, int) or inspection.checklist_id is None:
        return None
    return CheckItem.objects.filter(pk=key, checklist_id=inspection.checklist_id).first()
