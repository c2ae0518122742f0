"""What one was told: to read, and to mark as read."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.casework.listing.notices import lines
from bihuan.casework.models import Notice
from bihuan.casework.wall import policy
from bihuan.organizations.access import SignedInRequest, safe_next, signed_in

SIZE = 50


@signed_in
def notices(request: SignedInRequest) -> HttpResponse:
    """My notices, the newest first; `all=1` also those read."""
    everything = request.GET.get("all") == "1"
    mine = Notice.objects.filter(
        policy.passes(request.actor, "message__case"), account=request.actor.account_id
    )
    rows = mine.select_related("message", "message__case")
    if not everything:
        rows = rows.filter(read_at__isnull=True)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(message__lt=int(before))
    found = list(rows.order_by("-message_id")[: SIZE + 1])
    shown = found[:SIZE]
    address = reverse("casework:notices")
    context = {
        "lines": lines(shown),
        "everything": everything,
        "older": shown[-1].message_id if len(found) > SIZE else None,
        "tabs": [
            {"label": _("未读"), "url": address, "current": not everything, "count": None},
            {"label": _("全部"), "url": f"{address}?all=1", "current": everything, "count": None},
        ],
    }
    return render(request, "casework/notices.html", context)


@signed_in
@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """Mark one notice as read (`notice`), or all of them, and go back to where it was said."""
    rows = Notice.objects.filter(account=request.actor.account_id, read_at__isnull=True)
    one = request.POST.get("notice", "")
    if one:
        rows = rows.filter(pk=int(one) if one.isdecimal() and len(one) < 19 else 0)
    rows.update(read_at=timezone.now())
    return HttpResponseRedirect(
        safe_next(request, request.POST.get("next") or reverse("casework:notices")), status=303
    )
