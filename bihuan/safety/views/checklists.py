"""The library of checklists, and XLSForms in and out."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Refused
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import Role
from bihuan.safety.enterprises.selectors import sectors_in_use
from bihuan.safety.inspections import xlsform
from bihuan.safety.inspections.checklists import ChecklistRefused, publish
from bihuan.safety.inspections.models import Checklist
from bihuan.safety.views.files import EXCEL, sent
from bihuan.safety.views.shared import inspectors, offices


@offices
def checklists(request: SignedInRequest) -> HttpResponse:
    """The library of checklists, and the items of one."""
    key = request.GET.get("sheet", "")
    chosen = Checklist.objects.filter(pk=key).first() if key.isdecimal() else None
    context = {
        "rows": Checklist.objects.order_by("title", "-version"), "chosen": chosen,
        "items": list(chosen.items.order_by("number")) if chosen else [], "sectors": sectors_in_use(request.actor),
        "may": request.actor.has(Role.INSPECTOR, Role.UNIT_HEAD),
    }  # fmt: skip
    return render(request, "safety/checklists.html", context)


@offices
def xlsform_of(request: SignedInRequest, key: int) -> HttpResponse:
    """A version as an XLSForm, for ODK, Kobo and their kin."""
    del request
    sheet = get_object_or_404(Checklist, pk=key)
    return sent(io.BytesIO(xlsform.write(sheet)), f"{sheet.title}-v{sheet.version}.xlsx", EXCEL)


@inspectors
def upload(request: SignedInRequest) -> HttpResponse:
    """POST: an XLSForm becomes the next version of the checklist of that name, or a new one."""
    file = request.FILES.get("file")
    if request.method != "POST" or file is None:
        if request.method == "POST":
            messages.error(request, _("请选择一个 XLSForm 文件。"))
        return redirect("safety:checklists")
    try:
        if (file.size or 0) > xlsform.LARGEST:
            raise ChecklistRefused(_("文件超过5 MB。"))
        title, items = xlsform.read(file.read())
        named = request.POST.get("title", "").strip() or title.rpartition(" v")[0] or title
        there = Checklist.objects.filter(title=named[:120]).order_by("-version").first()
        made, new = publish(
            code=there.code if there else named[:60], title=named[:120], items=items, at=timezone.now(),
            sector=request.POST.get("sector", "").strip()[:40] or (there.sector if there else ""),
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("safety:checklists")
    text = (
        _("已发布：%(title)s 第%(version)s版，%(n)s项。")
        if new
        else _("内容与现行的 %(title)s 第%(version)s版相同，没有改动。")
    )
    messages.success(request, text % {"title": made.title, "version": made.version, "n": len(items)})
    return redirect(f"{request.path.rpartition('upload/')[0]}?sheet={made.pk}")
