"""What the offices do for residents: give out codes, ask, print letters, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.views.case import case_or_404, case_url
from bihuan.organizations import directory
from bihuan.organizations.access import SignedInRequest, needs_role, signed_in
from bihuan.organizations.roles import Role
from bihuan.portal import selectors, services
from bihuan.portal.models import Message, Wish
from bihuan.portal.services.publishing import PARTS, may_publish
from bihuan.portal.telling import printing
from bihuan.portal.telling.wording import words_of
from bihuan.portal.views.filing import slip_of


@signed_in
@require_POST
def code(request: SignedInRequest, number: str) -> HttpResponse:
    """Give out number and code: the slip, shown once, to print or to read aloud."""
    case = case_or_404(request, number)
    at = timezone.now()
    seat = int(typed) if (typed := request.POST.get("seat", "0")).isdecimal() else 0
    try:
        issued = services.issue_code(
            case=case, actor=request.actor, at=at, seat=seat, checked=request.POST.get("checked", "")
        )
        if channel := request.POST.get("wish", ""):
            services.set_wish(case=case, seat=seat, channel=channel, at=at)
    except Incomplete as incomplete:
        messages.error(request, " ".join(map(str, incomplete.fields.values())))
        return redirect(case_url(number))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(case_url(number))
    slip = slip_of(request, issued.number, issued.code, None, at)
    office = directory.unit(case.registry_unit_id)
    slip["office"] = office.name if office is not None else ""
    response = render(
        request, "portal/slip.html", {**slip, "again": issued.again, "back": case_url(number), "case": case}
    )
    add_never_cache_headers(response)
    return response


@signed_in
@require_POST
def ask(request: SignedInRequest, number: str) -> HttpResponse:
    """Ask whoever filed; they are told as they wished."""
    case = case_or_404(request, number)
    try:
        services.ask(
            case_id=case.pk, text=request.POST.get("text", ""), actor=request.actor, at=timezone.now()
        )
    except Incomplete as incomplete:
        messages.error(request, " ".join(map(str, incomplete.fields.values())))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已经问了信访人，回答会出现在这里并通知本单位。"))
    return redirect(f"{case_url(number)}#residents")


@needs_role(Role.INTAKE, Role.DISPATCHER)
@require_http_methods(["GET", "POST"])
def letters(request: SignedInRequest) -> HttpResponse:
    """The letters to print. POST: those ticked are printed and go out."""
    actor = request.actor
    if request.method == "POST":
        keys = [int(key) for key in request.POST.getlist("message") if key.isdecimal()]
        done = printing.mark_printed(keys=keys, actor=actor, at=timezone.now())
        text = ngettext("已登记寄出%(count)s封。", "已登记寄出%(count)s封。", done) % {"count": done}
        messages.success(request, text)
        return redirect("portal:letters")
    rows = list(printing.to_print(actor)[: printing.MOST])
    context = {"letters": [_letter(row) for row in rows], "tabs": _tabs(request, "portal:letters")}
    return render(request, "portal/letters.html", context)


@needs_role(Role.UNIT_HEAD, Role.INTAKE, Role.DISPATCHER)
@require_http_methods(["GET", "POST"])
def office(request: SignedInRequest) -> HttpResponse:
    """What one's own office publishes of itself (art. 18¶1)."""
    actor = request.actor
    unit_id = actor.unit_id or 0
    if request.method == "POST":
        parts = {name: request.POST.get(name, "") for name in PARTS}
        services.publish(unit_id=unit_id, parts=parts, actor=actor, at=timezone.now())
        messages.success(request, _("已经公布，群众现在就能看到。"))
        return redirect("portal:office")
    published = selectors.publication_of(unit_id)
    return render(
        request, "portal/office.html",
        {
            "published": published, "may": may_publish(unit_id, actor), "unit": directory.unit(unit_id),
            "parts": [(name, label, help_text, getattr(published, name, "") or "") for name, label, help_text in _parts()],
            "public": reverse("portal:offices"), "tabs": _tabs(request, "portal:office"),
        },
    )  # fmt: skip


def _tabs(request: SignedInRequest, current: str) -> list[dict[str, object]]:
    """The two pages of the portal's for staff; the letters are the desk's."""
    pages = [("portal:office", _("对外公布"))]
    if printing.may_print(request.actor):
        pages.append(("portal:letters", _("待寄通知")))
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in pages]


def _letter(row: Message) -> dict[str, Any]:
    wish = Wish.objects.filter(case=row.case, seat=row.seat).first()
    return {"row": row, "words": words_of(row, wish), "failed": row.gave_up_at is not None}


def _parts() -> list[tuple[str, str, str]]:
    return [
        ("channels", _("提出的渠道"), _("网址、信箱、热线，一行写一个")),
        ("address", _("通信地址"), ""),
        ("telephone", _("咨询投诉电话"), ""),
        ("reception", _("接待时间和地点"), ""),
        ("how_to_query", _("怎样查询进展和结果"), ""),
        ("procedure", _("处理程序"), ""),
    ]
