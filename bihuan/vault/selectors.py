"""What can be read without opening anybody. There is, on purpose, no way from here to a list of persons."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bihuan.vault.models import Opening


def mask(*, person_id: UUID | None) -> str:
    """What a page shows in place of a person. No part of a name or number: initials are personal too."""
    return _("信访人（匿名）") if person_id is None else _("信访人（实名）")


def openings_of(*, person_id: UUID) -> QuerySet[Opening]:
    """Who opened this one person, newest first: what the petitioner is shown about their own file."""
    return Opening.objects.filter(person_id=person_id).order_by("-at", "-pk")
