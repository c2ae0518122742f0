"""The receipt of a registration, issued when somebody wants one on paper (信访工作条例 art. 17, 22)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bihuan.casework.documents import Issuing, issue
from bihuan.casework.errors import NotYours, Refused
from bihuan.casework.models import Case, ClockRow, IssuedDocument
from bihuan.casework.services import writing
from bihuan.common.statement import Statement
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

MAY_ISSUE = (Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)


class ReceiptExists(Refused):
    """There is one that holds."""

    message = _("这件事项已经出具过登记回执，可以在“文书”里下载、打印。")


def may_issue(case: Case, actor: Actor) -> bool:
    """Those who register, in the unit that registered the case or has it."""
    return actor.unit_id in (case.registry_unit_id, case.holder_unit_id) and actor.has(*MAY_ISSUE)


def receipt_of(case: Case) -> IssuedDocument | None:
    """The receipt that holds, if one was issued."""
    papers = case.documents.all()  # the page of a case has read them already
    return next((paper for paper in papers if paper.kind == "receipt" and not hasattr(paper, "void")), None)


@transaction.atomic
def issue_receipt(*, case_id: int, actor: Actor, at: datetime) -> IssuedDocument:
    """Number and keep the receipt of a case. Raises NotYours, ReceiptExists."""
    case = writing.lock(case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    if not may_issue(case, actor):
        raise NotYours
    if receipt_of(case) is not None:
        raise ReceiptExists
    entry = writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="document", step="issue_receipt", data={}
    )
    clocks = {row.name: row for row in ClockRow.objects.filter(case=case).order_by("pk")}
    statement = Statement()
    issue(statement, issuing=Issuing(case, entry, clocks, case.holder_since), kind="receipt")
    statement.run()
    return IssuedDocument.objects.get(case=case, seq=entry.seq)
