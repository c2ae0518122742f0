"""The clock board of accidents, and the first report of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused, Text
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.accidents import services
from bihuan.emergency.accidents.evidence import signs
from bihuan.emergency.accidents.grades import LABELS, Casualties
from bihuan.emergency.accidents.panels import shown_levels
from bihuan.emergency.accidents.process import ACCIDENT, KINDS
from bihuan.emergency.accidents.selectors import told, visible_accidents
from bihuan.emergency.accidents.types import EDITIONS
from bihuan.emergency.forms import CONTENTS, FIGURES, AccidentForm
from bihuan.emergency.views.shared import readers, submission_of, writers
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.models import Unit


@readers
def board(request: SignedInRequest) -> HttpResponse:
    """Each open accident with its running hours and days; then those that ended."""
    rows = list(
        visible_accidents(request.actor)
        .exclude(case__phase="ended")
        .order_by("case__next_due_at", "case_id")[:60]
    )
    known, now = told(rows), timezone.now()
    shown = [
        {
            "row": row,
            "clocks": [
                (ACCIDENT.clock(one.name), one) for one in known[row.pk].clocks if one.stopped_at is None
            ],
            "levels": shown_levels(known[row.pk], now),
            "signs": signs(known[row.pk], now),
        }
        for row in rows
    ]
    context = {
        "shown": shown, "labels": {state.name: state.label for state in ACCIDENT.states}, "grades": LABELS,
        "ended": list(visible_accidents(request.actor).filter(case__phase="ended").order_by("-occurred_at")[:30]),
        "may_report": request.actor.has(*ACCIDENT.openings[0].roles),
    }  # fmt: skip
    return render(request, "emergency/accidents.html", context)


@writers
def report(request: SignedInRequest) -> HttpResponse:
    """GET: the form of a first report. POST: register it."""
    now = timezone.now()
    types = tuple(dict.fromkeys(one for edition in EDITIONS for one in edition.types))
    local = timezone.localtime(now, CHINA).replace(second=0, microsecond=0, tzinfo=None)
    initial = {"received_at": local, "kind": "industrial", **dict.fromkeys(FIGURES, 0)}
    form = AccidentForm(request.POST or None, initial=initial, types=types)
    submission = submission_of(request)
    if request.method == "POST":
        faults: dict[str, Text] = {}
        given = _read(request.POST, faults)
        if not faults:
            try:
                case = services.report(
                    first=services.First(**given), actor=request.actor, at=now, submission=submission
                )
            except Incomplete as incomplete:
                faults = dict(incomplete.fields)
            except Refused as refused:
                faults = {"": str(refused)}
            else:
                return redirect("casework:case", number=case.number)
        form.show(faults)
    status = 422 if request.method == "POST" else 200
    return render(request, "emergency/form.html", {
        "form": form, "submission": submission, "title": _("事故接报"),
        "text": _("六项内容（国务院令第493号第十二条）。等级、调查机关和上报期限自动得出。"),
        "back": "emergency:accidents",
    }, status=status)  # fmt: skip


def _read(typed: Any, faults: dict[str, Text]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name in ("subject", "unit_name", "place", "type"):
        given[name] = typed.get(name, "").strip()
    given["kind"] = typed.get("kind", "")
    if given["kind"] not in dict(KINDS):
        faults["kind"] = _("请从列出的选项中选一个。")
    for name in ("occurred_at", "learned_at", "received_at"):
        given[name] = moment_of(typed.get(name, ""))
        if given[name] is None:
            faults[name] = _("请填写日期和时间。")
    figures: dict[str, int] = {}
    for name in FIGURES:
        text = typed.get(name, "").strip()
        if text.isdecimal():
            figures[name] = int(text)
        else:
            faults[name] = _("请填写整数，没有的填 0。")
    contents = {name: typed.get(name, "").strip() for name in CONTENTS}
    for name in CONTENTS[:4]:
        if not contents[name]:
            faults[name] = _("请填写这一栏。")
    given["unit"] = Unit.objects.filter(name=given["unit_name"], kind=Unit.Kind.ENTERPRISE).first()
    return given | {
        "lost": Casualties(**figures) if len(figures) == len(FIGURES) else Casualties(),
        "contents": contents,
    }


def moment_of(text: str) -> datetime | None:
    """A moment as a form sends it, in China; None when it is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=CHINA) if moment is not None and moment.tzinfo is None else moment
