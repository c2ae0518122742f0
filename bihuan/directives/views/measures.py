"""One measure: what was read in its words, and what people decide about it."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.casework.errors import Refused
from bihuan.directives import services
from bihuan.directives.forms import MeasureForm
from bihuan.directives.models import Measure
from bihuan.directives.permissions import GIVERS
from bihuan.directives.reading.control import ARTICLES
from bihuan.organizations.access import SignedInRequest, needs_role


@needs_role(*GIVERS)
@require_http_methods(["GET", "POST"])
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """See it in its words; mend, accept, dismiss or split it."""
    one = get_object_or_404(Measure.objects.select_related("directive", "section", "case", "lead"), pk=pk)
    form = MeasureForm(request.POST or None, measure=one)
    problem = ""
    if request.method == "POST":
        try:
            if (answer := _done(request, one, form)) is not None:
                return answer
        except Refused as fault:
            problem = str(fault)
    status = 422 if request.method == "POST" else 200
    one.refresh_from_db()
    return render(
        request, "directives/measure.html", {"form": form, "problem": problem, **_shown(one)}, status=status
    )


def _done(request: SignedInRequest, one: Measure, form: MeasureForm) -> HttpResponse | None:
    """Do what the button says. None when the form is not filled in rightly."""
    done, back = request.POST.get("do", ""), redirect("directives:document", one.directive_id)
    if done == "dismiss":
        services.dismiss(measure=one, actor=request.actor)
        return back
    if done == "split":
        place = request.POST.get("place", "")
        services.split(measure=one, at=int(place) if place.isdigit() else -1, actor=request.actor)
        return back
    if not form.is_valid():
        return None
    services.edit(measure=one, mended=form.mended(), actor=request.actor)
    if done == "accept":
        case = services.accept(measure=one, actor=request.actor, at=timezone.now())
        return redirect("casework:case", case.number)
    return back


def _shown(one: Measure) -> dict[str, Any]:
    text = one.directive.text
    words = text[one.start : one.end]
    places = [
        (one.start + m.end(), words[max(0, m.end() - 14) : m.end()])
        for m in re.finditer(r"[，；。、]", words[:-1])
    ]
    found = one.found
    said = [
        (_("谁"), "、".join(u["words"] for u in found.get("units", ()))),
        (
            _("完成期限"),
            "、".join(
                d["words"] + (f"（{d['due']}）" if d["due"] else "") for d in found.get("deadlines", ())
            ),
        ),
        (_("数量"), "、".join(n["words"] for n in found.get("numbers", ()))),
        (_("约束力"), "、".join(b["words"] for b in found.get("binding_words", ()))),
        (_("做什么"), "；".join(o["words"] for o in found.get("orders", ()))),
    ]
    flags = {
        "no_such_day": _("日历上没有这一天，请按原文核实后填写"),
        "before_document": _("早于文件日期，请核实是否写错"),
        "year_unknown": _("不知道是哪一年，请填写文件日期"),
    }
    doubts = [
        f"{d['words']}：{flags[d['flag']]}" for d in found.get("deadlines", ()) if d.get("flag") in flags
    ]
    return {
        "measure": one, "directive": one.directive, "words": words, "places": places, "said": said, "doubts": doubts,
        "articles": ARTICLES if one.controls_persons else (), "waiting": one.standing == Measure.Standing.READ,
    }  # fmt: skip
