"""Registering an appeal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Status

from bihuan.api import shapes
from bihuan.api.auth import actor_of
from bihuan.api.problems import ProblemError
from bihuan.api.schemas import AppealIn, BeyondOut, CaseOut, ProblemOut
from bihuan.appeals import services
from bihuan.casework import services as casework
from bihuan.casework.forms import find_unit
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.casework.wall.forms import find_official
from bihuan.casework.wall.models import Wall
from bihuan.organizations.models import Jurisdiction
from bihuan.organizations.roles import Role

router = Router(tags=["appeals"])
REGISTER = (Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)  # as on the page
PROBLEMS = dict.fromkeys((401, 403, 409, 422, 429), ProblemOut)


@router.post(
    "/appeals", response={201: CaseOut, 202: BeyondOut, **PROBLEMS}, summary=gettext_noop("登记信访事项")
)
def register(request: HttpRequest, payload: AppealIn) -> Status[dict[str, Any]]:
    """Register a letter, visit, call or web message. Who appeals goes into the vault and does not come back. A visit or a
    call is refused (422, `errors.read_back`) until `read_back` says that it was read back and confirmed. Sent again
    with one `submission`, or with the same `source` and `source_number`, it is registered once. Whom it complains about
    (`accused_unit`, `accused_official`) never receives it; where that is the sender or their unit, the answer is 202 with
    the number alone."""
    actor, at = actor_of(request), timezone.now()
    if not actor.has(*REGISTER):
        raise ProblemError(403, "forbidden", _("登记由登记员、分流员和承办单位办理，您现在的岗位不能操作。"))
    letter, official = _letter(payload), _official(payload)
    try:
        with transaction.atomic():
            case = services.register(letter=letter, actor=actor, at=at, submission=payload.submission)
            if official is not None and not Wall.objects.filter(case=case, account_id=official).exists():
                casework.put_up_wall(
                    case_id=case.pk, account_id=official, why="complained", reason=_("登记时写明"), actor=actor, at=at,
                    told=True,
                )  # fmt: skip
    except IntegrityError:
        if not payload.source_number:
            raise
        raise ProblemError(409, "duplicate", _("这个来源和编号已经登记过。")) from None
    named = official is not None or bool(letter.more)
    try:  # who has just put themselves behind a wall was signed in before it stood
        mine = visible_case(replace(actor, behind_wall=True) if named else actor, case.number)
    except Case.DoesNotExist:
        mine = None
    if mine is None and named and case.subject == letter.subject.strip():
        beyond = _("反映的是本单位或者您本人，已经由上一级单位办理，您以后看不到本件。请把编号告诉信访人。")
        return Status(202, {"number": case.number, "detail": beyond})
    if mine is None or mine.subject != payload.subject.replace("\x00", "").strip():
        raise ProblemError(409, "submission-used", _("这个提交编号已经用于另一次提交，请换一个新的。"))
    return Status(201, shapes.case_whole(mine, actor=actor, at=at))


def _official(payload: AppealIn) -> int | None:
    typed = payload.accused_official.replace("\x00", "").strip()
    found, fault = find_official(typed) if typed else (None, "")
    if fault:
        raise ProblemError(422, "invalid", str(fault), errors={"accused_official": str(fault)})
    return found


def _accused(typed: str) -> dict[str, Any]:
    if not typed:
        return {}
    found, fault = find_unit(typed, timezone.localdate())
    if found is None:
        raise ProblemError(422, "invalid", str(fault), errors={"accused_unit": str(fault)})
    return {"accused_unit": found, "complained_unit": found}  # a track asks for one of the two


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
        read_back=payload.read_back, more=_accused(text["accused_unit"].strip()),
        topic=text["topic"].strip(), jurisdiction_id=jurisdiction_id, source=text["source"].strip(),
        source_number=text["source_number"].strip(),
    )  # fmt: skip
