"""One re-inspection, one opinion: the hazard's own, or the one of its inspection that names all (安全生产法 art. 65)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.casework.documents import Issuing
from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase

KIND = "reinspection_opinion"
TOGETHER, OWN = "together", "own"


def together(case: Case, chosen: str | None) -> bool:
    """Whether the inspection's opinion says it. Unless chosen otherwise, where its one order names the hazard and it runs."""
    if chosen == OWN or not case.facts.get("order_number") or case.origin_id is None:
        return False
    return Case.objects.filter(pk=case.origin_id).exclude(phase=Phase.ENDED).exists()


def one_opinion(attempt: Attempt) -> None:
    """There is no common opinion for a hazard that no common order names."""
    if attempt.given.get("opinion_paper") == TOGETHER and not together(attempt.case, TOGETHER):
        raise Guarded(
            _("这件隐患没有列入检查的指令书，或者检查已经办结，请选“单独出具”。"), field="opinion_paper"
        )


def its_own(issuing: Issuing) -> bool:
    """Whether the step issues an opinion about this hazard alone."""
    return not together(issuing.case, issuing.entry.data.get("opinion_paper"))
