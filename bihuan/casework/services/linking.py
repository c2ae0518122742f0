"""Cases that belong together. Linking merges nothing: every case keeps its own thread and clocks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import errors, journal
from bihuan.casework.models import Case, Link
from bihuan.casework.permissions import may_add
from bihuan.casework.services import writing
from bihuan.organizations.actor import Actor

KINDS = ("same_matter", "related", "follows")


@transaction.atomic
def link(*, case_id: int, other_id: int, kind: str, actor: Actor, at: datetime) -> Link:
    """Link two cases; both journals say so. A link that stands is returned unchanged. Raises Incomplete."""
    if case_id == other_id:
        raise errors.Incomplete({"other": _("案件不能和自己关联。")})
    if kind not in KINDS:
        raise errors.Incomplete({"kind": _("请从列出的选项中选一个。")})
    # In one order, so that two officers linking both ways at once do not wait for each other for ever.
    first, second = (writing.lock(pk, seen=None, submission=None) for pk in sorted((case_id, other_id)))
    assert isinstance(first, Case)
    assert isinstance(second, Case)
    case, other = (first, second) if first.pk == case_id else (second, first)
    if actor.is_resident or not may_add(case, actor):
        raise errors.NotYours
    found, created = Link.objects.get_or_create(
        case=case, other=other, defaults={"kind": kind, "at": at, "by": journal.actor_line(actor)}
    )
    if created:
        for here, there in ((case, other), (other, case)):
            writing.record(
                here, actor=actor, at=at, recorded_at=None, kind="link", step="link",
                data={"other": there.number, "kind": kind},
            )  # fmt: skip
    return found
