"""Registering an appeal."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Status

from bihuan.api import shapes
from bihuan.api.auth import actor_of
from bihuan.api.problems import ProblemError
from bihuan.api.schemas import AppealIn, CaseOut, ProblemOut
from bihuan.appeals import services
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.organizations.models import Jurisdiction
from bihuan.organizations.roles import Role

router = Router(tags=["appeals"])
REGISTER = (Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)  # as on the page
PROBLEMS = dict.fromkeys((401, 403, 409, 422, 429), ProblemOut)


@router.post("/appeals", response={201: CaseOut, **PROBLEMS}, summary=gettext_noop("登记信访事项"))
def register(request: HttpRequest, payload: AppealIn) -> Status[dict[str, Any]]:
    """Register a letter, visit, call or web message. Who appeals goes into the vault and does not come back. A visit or a
    call is refused (422, `errors.read_back`) until `read_back` says that it was read back and confirmed. Sent again
    with one `submission`, or with the same `source` and `source_number`, it is registered once."""
    actor, at = actor_of(request), timezone.now()
    if not actor.has(*REGISTER):
        raise ProblemError(403, "forbidden", _("登记由登记员、分流员和承办单位办理，您现在的岗位不能操作。"))
    try:
        case = services.register(letter=_letter(payload), actor=actor, at=at, submission=payload.submission)
    except IntegrityError:
        if not payload.source_number:
            raise
        raise ProblemError(409, "duplicate", _("这个来源和编号已经登记过。")) from None
    try:
        mine = visible_case(actor, case.number)
    except Case.DoesNotExist:
        mine = None
    if mine is None or mine.subject != payload.subject.replace("\x00", "").strip():
        raise ProblemError(409, "submission-used", _("这个提交编号已经用于另一次提交，请换一个新的。"))
    return Status(201, shapes.case_whole(mine, actor=actor, at=at))


def _letter(payload: AppealIn) -> services.Letter:
    text = {
        name: value.replace("\x00", "") for name, value in payload.dict().items() if isinstance(value, str)
    }
    person = {} if payload.person is None else payload.person.dict()
    place = text["place"].strip()
    jurisdiction_id = (
        Jurisdiction.objects.filter(code=place).values_list("pk", flat=True).first() if place else None
    )
    if place and jurisdiction_id is None:
        where = _("没有这个区划代码。")
        raise ProblemError(422, "invalid", where, errors={"place": where})
    return services.Letter(
        subject=text["subject"], body=text["body"], channel=text["channel"], received_on=payload.received_on,
        person={name: value.replace("\x00", "") for name, value in person.items()}, confidential=payload.confidential,
        read_back=payload.read_back,
        topic=text["topic"].strip(), jurisdiction_id=jurisdiction_id, source=text["source"].strip(),
        source_number=text["source_number"].strip(),
    )  # fmt: skip
