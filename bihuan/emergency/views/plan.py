"""One plan with its versions, drills and reasons to revise; revising and filing it; changing what stands ready."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.forms import KeptForm
from bihuan.emergency.readiness import selectors, services
from bihuan.emergency.readiness.forms import ADD
from bihuan.emergency.readiness.models import Drill, Plan, PlanTrigger, Shelter, Shift, Supply, Team
from bihuan.emergency.views.shared import readers, submission_of, writers
from bihuan.organizations.access import SignedInRequest

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
STOCK: dict[str, Any] = {"team": Team, "supply": Supply, "shelter": Shelter, "shift": Shift}


class RevisionForm(KeptForm):
    """A new version."""

    issued_on = forms.DateField(label=gettext_lazy("新版发布日期"), widget=DATE)
    changes = forms.CharField(
        label=gettext_lazy("改了什么、为什么改"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("上一版原样保留；登记的修订情形和演练发现的问题由新版答复"),
    )  # fmt: skip


class FilingForm(KeptForm):
    """A version was filed."""

    filed_on = forms.DateField(label=gettext_lazy("备案日期"), widget=DATE)
    filing_number = forms.CharField(label=gettext_lazy("备案编号"))


@readers
def plan(request: SignedInRequest, key: int) -> HttpResponse:
    """GET: every version, what was changed, drills and what they showed. POST: a new version, or its filing."""
    row = selectors.visible_plans(request.actor).filter(pk=key).first()
    if row is None:
        raise Http404
    today, doing = timezone.localdate(), request.POST.get("do", "")
    versions = list(Plan.objects.filter(unit_id=row.unit_id, title=row.title).order_by("-version"))
    triggers = list(
        PlanTrigger.objects.filter(plan__in=versions).select_related("revised_by").order_by("-noted_on")
    )
    waiting = [one for one in triggers if one.revised_by_id is None]
    revision = RevisionForm(
        request.POST if doing == "revise" else None,
        initial={"issued_on": today, "changes": "\n".join(f"{one.get_reason_display()}：{one.note}" for one in waiting)},
    )  # fmt: skip
    filing = FilingForm(request.POST if doing == "file" else None, initial={"filed_on": today})
    if request.method == "POST":
        form: KeptForm = revision if doing == "revise" else filing
        try:
            if doing == "revise":
                row = services.revise_plan(
                    plan=row, issued_on=_day(request.POST.get("issued_on", "")), changes=request.POST.get("changes", ""),
                    actor=request.actor, at=timezone.now(),
                )  # fmt: skip
            else:
                services.file_plan(
                    plan=row, filed_on=_day(request.POST.get("filed_on", "")), number=request.POST.get("filing_number", ""),
                    actor=request.actor,
                )  # fmt: skip
        except Refused as refused:
            form.show(refused.fields if isinstance(refused, Incomplete) else {"": str(refused)})
        else:
            messages.success(request, _("已经保存。"))
            return redirect("emergency:plan", key=row.pk)
    context = {
        "row": row, "versions": versions, "triggers": triggers, "waiting": waiting, "revision": revision, "filing": filing,
        "latest": versions[0].pk == row.pk, "drills": list(Drill.objects.filter(plan__in=versions).order_by("-held_on")[:40]),
        "may_write": request.actor.has(*services.WRITERS) and services.keeps(request.actor, row),
    }  # fmt: skip
    return render(request, "emergency/plan.html", context, status=422 if request.method == "POST" else 200)


@writers
def change_stock(request: SignedInRequest, kind: str, key: int) -> HttpResponse:
    """GET: a form with what is known. POST: what a team, a store, a shelter is now; who has a shift that has not begun."""
    if kind not in STOCK:
        raise Http404
    mine = {} if kind == "shelter" else {"unit_id": request.actor.unit_id or 0}  # a shelter is the district's
    row: Any = get_object_or_404(STOCK[kind], pk=key, **mine)
    form_class, _title, back = ADD[kind]
    now = timezone.now()
    begun = kind == "shift" and row.starts_at <= now
    form = form_class(request.POST or None, instance=row, unit_id=request.actor.unit_id)
    if request.method == "POST" and begun:
        messages.error(request, str(services.ShiftBegun()))
        return redirect(back)
    if request.method == "POST" and kind == "shift" and request.POST.get("do") == "cancel":
        services.cancel_shift(shift=row, actor=request.actor, at=now)
        messages.success(request, _("已经取消这一班，请看有没有空档。"))
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("已经保存。"))
        return redirect(back)
    title = _("改排班") if kind == "shift" else _("更新现状")
    context = {
        "form": form, "submission": submission_of(request), "title": title, "back": back,
        "text": "" if kind == "shift" else str(row),
        "removable": kind == "shift" and not begun,
    }  # fmt: skip
    return render(request, "emergency/form.html", context, status=422 if request.method == "POST" else 200)


@writers
@require_POST
def open_shelter(request: SignedInRequest, key: int) -> HttpResponse:
    """Open a shelter to people, or close it."""
    row = get_object_or_404(Shelter, pk=key)
    try:
        services.open_shelter(
            shelter=row, opened=request.POST.get("do") == "open", actor=request.actor, at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已经保存。"))
    return redirect("emergency:stock")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
