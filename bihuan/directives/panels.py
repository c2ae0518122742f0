"""What a measure adds to the page of its case: the sentence it came from, in its document."""

from __future__ import annotations

from typing import Any

from bihuan.casework.models import Case
from bihuan.directives.models import Measure
from bihuan.directives.permissions import READERS
from bihuan.organizations.actor import Actor


def sentence(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The document's own words and the way back to them. None for a task that came from no document."""
    found = Measure.objects.filter(case=case).select_related("directive", "section").first()
    if found is None:
        return None
    words = found.directive.text[found.start : found.end]
    return {"measure": found, "directive": found.directive, "words": words, "opens": actor.has(*READERS)}
