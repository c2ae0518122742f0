"""The supervisor's queue, the unit's own view, and the running cases of one kind."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.permissions import openings_for
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.supervision import escalation, selectors
from bihuan.supervision.permissions import READERS, WATCHERS
from bihuan.supervision.processes import ALL
from bihuan.supervision.views.tabs import tabs

readers = needs_role(*sorted(READERS))


@readers
@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """What came back, what is late and who was told, what is about to be late, what others owe us."""
    actor, at = request.actor, timezone.now()
    watches = actor.has(*WATCHERS)
    parts: list[dict[str, Any]] = [
        _part("back", _("等我们审看"), selectors.back_to_us(actor), actor, _("没有等着审看的答复。")),
        _part("late", _("已经超期"), selectors.late(actor, at), actor, _("没有超期的。")),
        _part("soon", _("七天内到期"), selectors.soon(actor, at), actor, _("七天内没有到期的。")),
        _part(
            "asked", _("别的单位欠我们的"), selectors.asked_by_us(actor), actor, _("没有发出去还没有答复的。")
        ),
    ]
    if not watches:
        parts = [part for part in parts if part["key"] != "asked" or part["rows"]]
    context = {
        "parts": parts, "tabs": tabs(actor, "home"), "kinds": kinds(actor), "at": at, "most": selectors.SHOWN, "watches": watches,
        "stages": {stage.name: stage.label for stage in escalation.STAGES},
    }  # fmt: skip
    return render(request, "supervision/home.html", context)


def _part(key: str, title: str, cases: Any, actor: Any, empty: str) -> dict[str, Any]:
    found = list(cases[: selectors.SHOWN + 1])
    rows = selectors.rows(actor, found[: selectors.SHOWN])
    for row in rows:
        label(row.case)
    return {"key": key, "title": title, "rows": rows, "more": len(found) > selectors.SHOWN, "empty": empty}


def label(case: Case) -> None:
    """Put the words of process and state on the case, for the table."""
    process = registry.get(case.process)
    case.kind_label, case.state_label = process.label, process.state(case.state).label  # type: ignore[attr-defined]


def kinds(actor: Any) -> list[tuple[str, str, str]]:
    """(short name, label, label of the opening step or "") of each kind."""
    return [
        (process.name.removeprefix("supervision."), process.label,
         process.openings[0].label if openings_for(process.name, actor) else "")
        for process in ALL
    ]  # fmt: skip


@readers
@require_GET
def owed(request: SignedInRequest) -> HttpResponse:
    """What do we owe, and to whom."""
    actor, at = request.actor, timezone.now()
    assert actor.unit_id is not None
    debts = selectors.debts(actor.unit_id, actor)
    for debt in debts:
        for case in debt.cases:
            label(case)
    context = {"debts": debts, "tabs": tabs(actor, "owed"), "at": at}
    return render(request, "supervision/owed.html", context)


@readers
@require_GET
def kind(request: SignedInRequest, kind: str) -> HttpResponse:
    """The running cases of one kind."""
    name = f"supervision.{kind}"
    if name not in selectors.NAMES:
        raise Http404
    actor, at = request.actor, timezone.now()
    process = registry.get(name)
    part = _part("kind", process.label, selectors.running(actor, name), actor, _("现在没有。"))
    context = {
        "part": part, "process": process, "kind": kind, "tabs": tabs(actor, "home"), "at": at,
        "may_open": bool(openings_for(name, actor)), "most": selectors.SHOWN,
        "stages": {stage.name: stage.label for stage in escalation.STAGES},
    }  # fmt: skip
    return render(request, "supervision/kind.html", context)
