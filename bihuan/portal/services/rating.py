"""Rating the office that registered and the office that handled (信访工作条例 art. 21¶2)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.casework.errors import Incomplete
from bihuan.casework.models import Case, Entry, IssuedDocument
from bihuan.casework.services import writing
from bihuan.casework.spec import Phase
from bihuan.organizations.actor import RESIDENT
from bihuan.portal.errors import AlreadyRated, NotYetRated
from bihuan.portal.models import AccessCode, Rating

RATABLE = frozenset({"decision", "review", "re_review", "refusal", "end", "mediation"})
WORDS = 1_000


def may_rate(case: Case) -> bool:
    """Once something was decided, or nothing runs any more."""
    return case.phase == Phase.ENDED or IssuedDocument.objects.filter(case=case, kind__in=RATABLE).exists()


def handler_of(case: Case) -> int:
    """The unit that decided; as long as none did, the one that holds the case."""
    deciding = {step.name for step in registry.get(case.process).steps if step.document in RATABLE}
    last = Entry.objects.filter(case=case, step__in=deciding, unit__isnull=False).order_by("-seq").first()
    return last.unit_id if last is not None and last.unit_id is not None else case.holder_unit_id


@transaction.atomic
def rate(*, code: AccessCode, target: str, score: int, words: str = "", at: datetime) -> Rating:
    """Give a rating, once and for good; the page says so beforehand. Raises AlreadyRated, NotYetRated, Incomplete."""
    case = writing.lock(code.case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    if target not in Rating.Target.values or not 1 <= score <= 5:
        raise Incomplete({"score": _("请选择一档满意程度。")})
    if not may_rate(case):
        raise NotYetRated
    unit_id = case.registry_unit_id if target == Rating.Target.REGISTRY else handler_of(case)
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                case=case, seat=code.seat, target=target, unit_id=unit_id, score=score,
                words=words.replace("\x00", "").strip()[:WORDS], at=at,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyRated from None
    writing.record(
        case, actor=RESIDENT, at=at, recorded_at=None, kind="rating", step="resident_rated",
        data={"target": target, "unit": unit_id, "score": score, "seat": code.seat},
    )  # fmt: skip
    return rating
