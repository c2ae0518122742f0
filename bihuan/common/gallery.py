"""The gallery of components at `/_components/`: each with its contract and examples. For the demo and debug only."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe

from bihuan.common.columns import Column
from bihuan.common.contracts import Contract, contract, names
from bihuan.common.habits import PLACE
from bihuan.common.pages.components import component

NOW = dt.datetime(2026, 2, 14, 10, 30, tzinfo=PLACE)


class DayNote(NamedTuple):
    """The shape of a counted day, as the legal calendar gives it."""

    date: dt.date
    counted: bool
    why: str


class ExampleForm(forms.Form):
    """One of each control."""

    subject = forms.CharField(label="事项", max_length=200, help_text="一句话说清楚，不写姓名、电话。")
    channel = forms.ChoiceField(label="来源", choices=[("", "请选择"), ("letter", "来信"), ("visit", "来访")])
    received_on = forms.DateField(label="收到日期", widget=forms.DateInput(attrs={"type": "date"}))
    body = forms.CharField(label="诉求", widget=forms.Textarea, required=False)
    ways = forms.MultipleChoiceField(
        label="答复方式",
        required=False,
        choices=[("letter", "书面"), ("phone", "电话"), ("web", "网上")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="已核对本人身份")
    papers = forms.FileField(label="附件", required=False)


def _form(*, bad: bool) -> ExampleForm:
    form = ExampleForm({"subject": ""} if bad else None, auto_id=f"id_{'bad' if bad else 'good'}_%s")
    form.is_valid()
    return form


def samples() -> dict[str, Any]:
    """What `$name` stands for in an example."""
    day = dt.timedelta(days=1)
    start = dt.date(2026, 2, 9)
    return {
        "form": _form(bad=False),
        "bad_form": _form(bad=True),
        "moments": {
            "now": NOW,
            "past": NOW - 20 * day,
            "overdue": dt.datetime(2026, 2, 13, tzinfo=PLACE),
            "soon": dt.datetime(2026, 2, 18, tzinfo=PLACE),
            "far": dt.datetime(2027, 4, 2, tzinfo=PLACE),
        },
        "days": [
            DayNote(start + index * day, index not in (5, 6), "周末" if index in (5, 6) else "")
            for index in range(12)
        ],
        "columns": [
            Column("编号", "number", sortable=True, url="#", sort="ascending", tight=True),
            Column("事项"),
            Column("承办单位", "unit", sortable=True, url="#"),
            Column("期限", "due", sortable=True, url="#"),
            Column("满意度", numeric=True),
        ],
        "entries": [
            {
                "number": 3,
                "title": "延长办理期限",
                "at": NOW,
                "who": "李强",
                "unit": "城市管理局",
                "text": "情况复杂，需委托检测。",
                "late": True,
            },
            {
                "number": 2,
                "title": "受理",
                "at": NOW - 3 * day,
                "who": "周敏",
                "unit": "城市管理局",
                "detail": "受理告知书已送达。",
            },
            {"number": 1, "title": "登记", "at": NOW - 5 * day, "system": True, "unit": "系统"},
        ],
    }


def resolve(value: Any, known: dict[str, Any]) -> Any:
    """An example's value; "$form.subject" is looked up among the samples."""
    if not (isinstance(value, str) and value.startswith("$")):
        return value
    found: Any = known
    for part in value[1:].split("."):
        found = found[part]
    return found


def example_markup(found: Contract, example: dict[str, Any]) -> str:
    """One example of a component, rendered as on any page."""
    known = samples()
    values = {key: resolve(value, known) for key, value in example.get("args", {}).items()}
    slot = mark_safe(example.get("content", ""))  # noqa: S308 - written in our own contract file
    return component(found.name, caller=(lambda: slot) if found.block else None, **values)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its parameters and examples."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    found = [contract(name) for name in names()]
    shown = [(one, [example_markup(one, example) for example in one.examples]) for one in found]
    return render(request, "common/gallery.html", {"components": shown})


urlpatterns = [path("", gallery, name="components")]
