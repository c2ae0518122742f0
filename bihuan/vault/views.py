"""The desk over the vault. It shows officials, cases and days; no person can be seen, named or counted here."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role
from bihuan.vault import services
from bihuan.vault.alarms import Rule, open_to
from bihuan.vault.errors import VaultError
from bihuan.vault.fields import FIELD_LABELS, Field
from bihuan.vault.models import Alarm, BulkRequest
from bihuan.vault.purposes import BASES, Purpose
from bihuan.vault.services.bulk import HOLDS, MAY_APPROVE
from bihuan.vault.tabs import tabs

LOOKS = frozenset({Role.SUPERVISOR, Role.AUDITOR, *MAY_APPROVE})
MOST = 200


@needs_role(*sorted(LOOKS))
@require_safe
def alarms(request: SignedInRequest) -> HttpResponse:
    """Unusual openings, newest first: for who supervises or audits, of cases they may see, never about themselves."""
    if not request.actor.has(Role.SUPERVISOR, Role.AUDITOR):
        return redirect("vault:requests")
    rows = list(
        Alarm.objects.exclude(opening__account_id=request.actor.account_id)
        .select_related("opening").order_by("-at", "-pk")[:MOST]
    )  # fmt: skip
    seen = open_to(request.actor, {row.opening.case_number for row in rows})
    shown = [(row, _rule(row.rule), row.opening) for row in rows if row.opening.case_number in seen]
    return _page(request, "alarms", {"alarms": shown})


@needs_role(*sorted(MAY_APPROVE))
@require_safe
def requests(request: SignedInRequest) -> HttpResponse:
    """What waits for a second person: asked for in the last day, by somebody else, of cases the reader may see."""
    since = timezone.now() - HOLDS
    rows = list(
        BulkRequest.objects.filter(approval__isnull=True, at__gt=since)
        .exclude(account_id=request.actor.account_id).order_by("at")[:MOST]
    )  # fmt: skip
    seen = open_to(request.actor, {number for row in rows for number in row.numbers})
    shown = [_request(row) for row in rows if seen.issuperset(row.numbers)]
    return _page(request, "requests", {"requests": shown})


@needs_role(*sorted(MAY_APPROVE))
@require_POST
def approve(request: SignedInRequest, request_id: str) -> HttpResponse:
    """The second person agrees: for a day, and once."""
    found = _found(request_id)
    try:
        if found is None or not open_to(request.actor, found.numbers).issuperset(found.numbers):
            messages.error(request, _("没有找到这份申请。"))
        elif hasattr(found, "approval"):
            messages.warning(request, _("这份申请已经批准过了。"))
        else:
            services.approve_bulk(request_id=found.pk, actor=request.actor, at=timezone.now())
            messages.success(
                request, _("已经批准，一天之内由申请人打开一次。每位本人都能看到是谁申请、谁批准。")
            )
    except VaultError as refused:
        messages.error(request, str(refused))
    return redirect("vault:requests")


@needs_role(Role.SUPERVISOR, Role.AUDITOR)
@require_safe
def keeping(request: SignedInRequest) -> HttpResponse:
    """Whose keeping would end by a day, as case, track and date: the dry run of what the worker does every night."""
    today = timezone.localdate()
    typed, problem = request.GET.get("on", ""), ""
    try:
        on = date.fromisoformat(typed) if typed else today
    except ValueError:
        on, problem = today, _("日期请写成 2036-04-01 这样。")
    rows = list(itertools.islice(services.due(on=on), MOST + 1))
    seen = open_to(request.actor, {row.case_number for row in rows})
    shown = [row for row in rows[:MOST] if row.case_number in seen]
    return _page(request, "keeping", {"rows": shown, "on": on, "more": len(rows) > MOST, "problem": problem})


def _page(request: SignedInRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"vault/{name}.html", {**context, "tabs": tabs(request.actor, name)})


def _found(key: str) -> BulkRequest | None:
    try:
        return BulkRequest.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return None


def _request(row: BulkRequest) -> dict[str, Any]:
    return {
        "row": row, "purpose": _(BASES[Purpose(row.purpose)].label),
        "fields": _("、").join(_(FIELD_LABELS[Field(name)]) for name in row.fields),
    }  # fmt: skip


def _rule(rule: str) -> str:
    words = {
        Rule.MANY: _("一小时内打开很多人"),
        Rule.OUTSIDE: _("不是本单位承办的事项"),
        Rule.ENDED: _("事项已经办结"),
        Rule.EMERGENCY: _("紧急打开"),
    }
    return str(words.get(Rule(rule), rule)) if rule in set(Rule) else rule
