"""Public alerts: writing, the second person, the file."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.casework.errors import Incomplete, Refused
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.readiness import alerts as services
from bihuan.emergency.readiness import cap
from bihuan.emergency.readiness.forms import AlertForm
from bihuan.emergency.readiness.models import Alert
from bihuan.emergency.views.accidents import moment_of
from bihuan.emergency.views.shared import readers, submission_of, writers
from bihuan.organizations.access import SignedInRequest


@readers
def alerts(request: SignedInRequest) -> HttpResponse:
    """What waits for a second person, then what was sent."""
    rows = (
        Alert.objects.filter(unit_id=request.actor.unit_id or 0)
        .select_related("author", "sender")
        .annotate(replacement=Exists(Alert.objects.filter(replaces=OuterRef("pk"), refused_because="")))
        .order_by("-written_at")
    )
    context = {
        "waiting": list(rows.filter(sent_at__isnull=True, refused_because="")[:30]),
        "done": list(rows.exclude(sent_at__isnull=True, refused_because="")[:60]),
        "may_write": request.actor.has(*services.WRITERS),
    }  # fmt: skip
    return render(request, "emergency/alerts.html", context)


@writers
def write(request: SignedInRequest) -> HttpResponse:
    """GET: a form. POST: write an alert."""
    form = AlertForm(
        request.POST or None,
        initial={"status": "Actual", "urgency": "Immediate", "severity": "Severe", "certainty": "Likely"},
    )
    if request.method == "POST":
        texts = {name: request.POST.get(name, "") for name in form.fields}
        try:
            services.write(
                texts=texts,
                expires_at=moment_of(request.POST.get("expires_at", "")),
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.show(getattr(refused, "fields", {"": str(refused)}))
        else:
            messages.success(request, _("已经起草，等待另一人复核发布。"))
            return redirect("emergency:alerts")
    context = {
        "form": form, "submission": submission_of(request), "title": _("起草预警"), "back": "emergency:alerts",
        "text": _("起草后由另一人复核发布。写清楚发生了什么、请公众怎么做。"),
    }  # fmt: skip
    return render(request, "emergency/form.html", context, status=422 if request.method == "POST" else 200)


@writers
def follow(request: SignedInRequest, key: int, kind: str) -> HttpResponse:
    """GET: the form of an update or a cancellation of an alert that was sent, filled with it. POST: write it."""
    if kind not in ("update", "cancel"):
        raise Http404
    before = get_object_or_404(Alert, pk=key, unit_id=request.actor.unit_id or 0, sent_at__isnull=False)
    names = (
        "status",
        "event",
        "urgency",
        "severity",
        "certainty",
        "headline",
        "description",
        "instruction",
        "area",
    )
    initial = {name: getattr(before, name) for name in names} | {
        "expires_at": timezone.localtime(before.expires_at, CHINA).strftime("%Y-%m-%dT%H:%M")
    }
    if kind == "cancel":
        initial |= {
            "headline": _("解除：%(headline)s") % {"headline": before.headline}, "description": "",
            "urgency": "Past", "severity": "Minor", "instruction": _("危险已经过去，请恢复正常。"),
        }  # fmt: skip
    form = AlertForm(request.POST or None, initial=initial)
    if request.method == "POST":
        try:
            services.write(
                texts={name: request.POST.get(name, "") for name in form.fields},
                expires_at=moment_of(request.POST.get("expires_at", "")), actor=request.actor, at=timezone.now(),
                replaces=before, message_type=kind.capitalize(), response=before.response,
            )  # fmt: skip
        except Refused as refused:
            form.show(refused.fields if isinstance(refused, Incomplete) else {"": str(refused)})
        else:
            messages.success(request, _("已经起草，等待另一人复核发布。"))
            return redirect("emergency:alerts")
    context = {
        "form": form, "submission": submission_of(request), "back": "emergency:alerts",
        "title": _("更新预警") if kind == "update" else _("解除预警"),
        "text": _("原来的预警：%(headline)s（%(number)s）。") % {"headline": before.headline, "number": before.identifier},
    }  # fmt: skip
    return render(request, "emergency/form.html", context, status=422 if request.method == "POST" else 200)


@writers
@require_POST
def decide(request: SignedInRequest, key: int) -> HttpResponse:
    """Send it, or send it back."""
    alert = get_object_or_404(Alert, pk=key, unit_id=request.actor.unit_id or 0)
    try:
        if request.POST.get("do") == "send":
            services.send(alert=alert, actor=request.actor, at=timezone.now())
            messages.success(request, _("已经发布。"))
        else:
            services.refuse(alert=alert, reason=request.POST.get("reason", ""), actor=request.actor)
            messages.success(request, _("已经退回。"))
    except Refused as refused:
        fields = getattr(refused, "fields", None)
        messages.error(request, " ".join(map(str, fields.values())) if fields else str(refused))
    return redirect("emergency:alerts")


@readers
def file(request: SignedInRequest, key: int) -> HttpResponse:
    """The alert as CAP 1.2."""
    alert = (
        Alert.objects.filter(pk=key, unit_id=request.actor.unit_id or 0)
        .select_related("unit", "replaces__unit")
        .first()
    )
    if alert is None:
        raise Http404
    document = services.document(alert)
    assert cap.faults(document) == []
    answer = HttpResponse(document, content_type="application/cap+xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{alert.identifier}.xml"'
    return answer
