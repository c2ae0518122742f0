"""Marking a hazard as a repeat, and the reward of who reported one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import Role
from bihuan.safety.hazards import rewards as services
from bihuan.safety.hazards.models import Hazard, Reward
from bihuan.safety.hazards.selectors import likely_repeats, visible_hazards
from bihuan.safety.hazards.services import mark_repeat
from bihuan.safety.views.shared import rewarding, writers
from bihuan.vault.fields import FIELD_LABELS


def _hazard(request: SignedInRequest, number: str) -> Hazard:
    rows = visible_hazards(request.actor).select_related("case", "enterprise", "recurrence_of__case")
    found = rows.filter(case__number=number).first()
    if found is None:
        raise Http404
    return found


@writers
def repeat(request: SignedInRequest, number: str) -> HttpResponse:
    """Likely repeats with how alike they are. POST: a person says which it repeats; nothing is linked by itself."""
    hazard = _hazard(request, number)
    typed = request.POST.get("other", "").strip()
    fault = ""
    if request.method == "POST":
        try:
            other = visible_case(request.actor, typed)
            mark_repeat(case=hazard.case, of=other, actor=request.actor, at=timezone.now())
        except (Case.DoesNotExist, Hazard.DoesNotExist):
            fault = _("没有编号为“%(number)s”的隐患。") % {"number": typed}
        except Refused as refused:
            fault = str(refused)
        else:
            messages.success(request, _("已记为 %(number)s 的重复。") % {"number": typed})
            return redirect("casework:case", number=hazard.case.number)
    likely = likely_repeats(hazard, least=0.2)
    context = {"hazard": hazard, "likely": likely, "fault": fault, "other": typed}
    return render(request, "safety/repeat.html", context, status=422 if fault else 200)


@rewarding
def rewards(request: SignedInRequest) -> HttpResponse:
    """The rewards of the unit and the reports that may get one: cases and sums, no names."""
    rows = services.visible_rewards(request.actor)
    context = {
        "rows": list(rows[:100]), "waiting": list(services.to_propose(request.actor)[:50]),
        "paid": sum(one.amount for one in rows if one.state == Reward.State.PAID),
    }  # fmt: skip
    return render(request, "safety/rewards.html", context)


@rewarding
def reward(request: SignedInRequest, number: str) -> HttpResponse:
    """One reward from proposal to payment. POST `do`: propose, grant, refuse, open (the name, shown once), pay."""
    rows = Hazard.objects.filter(case__registry_unit_id=request.actor.unit_id, found_by="report")
    hazard = rows.select_related("case", "enterprise").filter(case__number=number).first()
    if hazard is None:
        raise Http404
    row = Reward.objects.filter(hazard=hazard).select_related("hazard__case").first()
    opened: list[tuple[str, str]] = []
    faults: dict[str, Any] = {}
    if request.method == "POST":
        try:
            if request.POST.get("do") == "open" and row is not None:
                found = services.reveal(reward=row, actor=request.actor, at=timezone.now())
                opened = [(_(FIELD_LABELS[name]), value) for name, value in found.items()]
            else:
                _act(request, hazard, row)
                return redirect("safety:reward", number)
        except Incomplete as incomplete:
            faults = dict(incomplete.fields)
        except Refused as refused:
            faults = {"": str(refused)}
    context = {
        "hazard": hazard, "row": row, "opened": opened, "faults": [str(text) for text in faults.values()], "given": request.POST,
        "head": request.actor.has(Role.UNIT_HEAD), "pays": request.actor.has(*services.PAYS), "today": timezone.localdate(),
    }  # fmt: skip
    answer = render(request, "safety/reward.html", context, status=422 if faults else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _act(request: SignedInRequest, hazard: Hazard, row: Reward | None) -> None:
    data, told = request.POST, dict[str, Any](actor=request.actor, at=timezone.now())
    do = data.get("do", "")
    if do == "propose":
        typed = data.get("amount", "").strip()
        amount = int(typed) if typed.isdecimal() else 0
        services.propose(hazard=hazard, amount=amount, basis=data.get("basis", ""), **told)
        messages.success(request, _("已提出奖励，由负责人批准。"))
    elif row is None:
        raise Http404
    elif do in ("grant", "refuse"):
        services.decide(reward=row, grant=do == "grant", reason=data.get("reason", ""), **told)
        messages.success(request, _("已批准奖励。") if do == "grant" else _("已决定不予奖励。"))
    elif do == "pay":
        try:
            day = date.fromisoformat(data.get("paid_on", ""))
        except ValueError:
            raise Incomplete({"paid_on": _("日期请写成 2026-03-05 的样子。")}) from None
        services.pay(reward=row, paid_on=day, voucher=data.get("voucher", ""), **told)
        messages.success(request, _("已登记发放。"))
    else:
        raise Http404
