"""One's own rights over what is kept about oneself: correct it, have it forgotten, see a copy (个人信息保护法 45-47)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.organizations.actor import RESIDENT
from bihuan.portal import throttle
from bihuan.portal.following.seats import person_of
from bihuan.portal.models import AccessCode
from bihuan.portal.throttle import WORDS, TooMany
from bihuan.portal.views.answers import page, wait, where_from
from bihuan.portal.views.follow import with_code
from bihuan.vault import services as vault
from bihuan.vault.errors import VaultError
from bihuan.vault.fields import Field

# What somebody with number and code may put right alone. A name or an identity number is compared at a desk first.
OWN = (Field.PHONE, Field.ADDRESS, Field.EMAIL)
SHORT = 300


@require_http_methods(["GET", "POST"])
@with_code
def rights(request: HttpRequest, code: AccessCode) -> HttpResponse:
    """Nothing that is kept is shown: number and code may have been seen by others. What is put right takes effect at once."""
    person = person_of(code.case, code.seat) if hasattr(code.case, "appeal") else None
    done = problem = ""
    if request.method == "POST" and person is not None:
        try:
            throttle.take([(WORDS, (where_from(request),))], at=timezone.now())
            done, problem = _do(request, code, person)
        except TooMany as limited:
            return wait(request, limited)
        except VaultError as refused:
            problem = str(refused)
    context = {"case": code.case, "named": person is not None, "done": done, "problem": problem}
    return page(request, "rights", context, status=422 if problem else 200)


def _do(request: HttpRequest, code: AccessCode, person: UUID) -> tuple[str, str]:
    """(what was done, why not)."""
    at = timezone.now()
    if request.POST.get("what") == "forget":
        if not request.POST.get("sure"):
            return "", _("请先勾选“我明白”。")
        vault.forget(
            person_id=person, actor=RESIDENT, case_number=code.case.number, at=at, on=timezone.localdate(at)
        )
        return _("您的身份信息已经删除，不能恢复。事项继续办理，凭编号和查询码仍然可以查。"), ""
    given = {
        field.value: request.POST.get(field.value, "").replace("\x00", "").strip()[:SHORT] for field in OWN
    }
    given = {name: text for name, text in given.items() if text}
    if not given:
        return "", _("请至少填写一项要改的。")
    vault.correct(person_id=person, fields=given, actor=RESIDENT, case_number=code.case.number, at=at)
    return _("已经改好，以后照新的联系您。"), ""
