"""The sheet by which an enterprise tells its workers of hazards (安全生产法 art. 41), to print, and that it was done."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.hazards import notices
from bihuan.safety.views.home import labels
from bihuan.safety.views.shared import enterprise_or_404, readers


@readers
def notice(request: SignedInRequest, code: str) -> HttpResponse:
    """The month's hazards without anybody's name. POST (the enterprise): how its workers were told."""
    actor, enterprise = request.actor, enterprise_or_404(request.actor, code)
    own = actor.has(*OUTSIDE) and actor.unit_id == enterprise.unit_id
    today = timezone.localdate()
    month = notices.Month.of(request.GET.get("month", "")) or notices.Month.before(today)
    problem = ""
    if request.method == "POST":
        if not own:
            raise Http404
        try:
            notices.tell(
                enterprise=enterprise,
                month=month,
                how=request.POST.get("how", ""),
                actor=actor,
                at=timezone.now(),
            )
        except Incomplete as incomplete:
            problem = str(incomplete.fields["how"])
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("已记下：%(month)s 的情况已经通报从业人员。") % {"month": month})
            return redirect(f"{request.path}?month={month}")
    rows = notices.of_month(enterprise, actor, month)
    context = {
        "enterprise": enterprise, "month": month, "rows": rows, "own": own, "problem": problem, "labels": labels(),
        "told": notices.told(enterprise), "closed": sum(not one.open for one in rows), "today": today,
        "before": str(notices.Month.before(month.first)),
    }  # fmt: skip
    return render(request, "safety/notice.html", context, status=422 if problem else 200)
