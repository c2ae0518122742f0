"""What the field adds to the page of an inspection and of a hazard: photographs, signatures, held records."""

from __future__ import annotations

from typing import Any

from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.field.models import Arrival, Evidence
from bihuan.safety.inspections.models import Finding

SHOWN = 12


def of_inspection(case: Case, actor: Actor) -> dict[str, Any] | None:
    """How much evidence there is, what was remarked, what is held."""
    if actor.has(*OUTSIDE):
        return None
    files = list(Evidence.objects.filter(inspection=case.pk).order_by("kind", "taken_at", "pk"))
    arrivals = list(
        Arrival.objects.filter(inspection=case.pk).select_related("account").order_by("received_at")
    )
    if not files and not arrivals:
        return None
    photos = [one for one in files if one.kind == Evidence.Kind.PHOTO]
    return {
        "case": case, "photos": photos[:SHOWN], "count": len(photos), "signatures": len(files) - len(photos),
        "taken": [one for one in arrivals if one.outcome == Arrival.Outcome.TAKEN],
        "waiting": [one for one in arrivals if one.outcome == Arrival.Outcome.HELD and one.settled_at is None],
    }  # fmt: skip


def of_hazard(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The photographs of the item that opened the hazard. The enterprise sees its own, as they are shown: the copy."""
    found = Finding.objects.filter(hazard=case.pk).select_related("inspection__case").first()
    if found is None or not found.photos:
        return None
    hashes = [str(one.get("sha256", "")) for one in found.photos]
    photos = list(
        Evidence.objects.filter(inspection=found.inspection_id, sha256__in=hashes).order_by("taken_at")
    )
    return {"case": case, "photos": photos, "outside": actor.has(*OUTSIDE)} if photos else None
