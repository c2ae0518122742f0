"""Forms of the slice's pages. They draw and keep what was typed; the services judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.casework.forms import KeptForm
from bihuan.emergency.accidents.process import KINDS
from bihuan.emergency.accidents.types import EDITIONS, named

MOMENT = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
FIGURES = ("deaths", "serious", "missing", "loss")
CONTENTS = ("unit_profile", "scene", "course", "measures", "others")


def _type_label(name: str) -> str:
    """A type's name in the reader's language, with the year where only one edition has it."""
    years = named(name)
    label = gettext(name)
    return (
        label
        if len(years) == len(EDITIONS)
        else _("%(name)s（%(year)s版）") % {"name": label, "year": years[0]}
    )


class AccidentForm(KeptForm):
    """The first report of an accident, with the six contents of order 493 art. 12."""

    subject = forms.CharField(label=_("事故简称"), help_text=_("例如 青岚化工三车间“11·20”中毒事故"))
    unit_name = forms.CharField(label=_("事故发生单位"))
    place = forms.CharField(label=_("事故地点"))
    kind = forms.ChoiceField(
        label=_("事故种类"), choices=[("", "—"), *((key, _(label)) for key, label in KINDS)]
    )
    type = forms.ChoiceField(
        label=_("事故类型"),
        help_text=_(
            "按事故当天有效的 GB 6441：2026年6月30日以前用1986版，以后用2025版。名称取自二手资料，尚未与标准原文核对"
        ),
    )
    occurred_at = forms.DateTimeField(label=_("发生时间"), widget=MOMENT)
    learned_at = forms.DateTimeField(
        label=_("单位负责人接到报告的时间"), widget=MOMENT, help_text=_("一小时的期限从这里起算")
    )
    received_at = forms.DateTimeField(
        label=_("本机关接到报告的时间"), widget=MOMENT, help_text=_("上报的两小时从这里起算")
    )
    deaths = forms.IntegerField(label=_("死亡人数"), min_value=0)
    serious = forms.IntegerField(label=_("重伤人数（含急性工业中毒）"), min_value=0)
    missing = forms.IntegerField(label=_("下落不明人数"), min_value=0)
    loss = forms.IntegerField(label=_("直接经济损失（元）"), min_value=0)
    unit_profile = forms.CharField(label=_("事故发生单位概况"), widget=forms.Textarea(attrs={"rows": 2}))
    scene = forms.CharField(label=_("发生的时间、地点和现场情况"), widget=forms.Textarea(attrs={"rows": 2}))
    course = forms.CharField(label=_("简要经过"), widget=forms.Textarea(attrs={"rows": 3}))
    measures = forms.CharField(label=_("已经采取的措施"), widget=forms.Textarea(attrs={"rows": 2}))
    others = forms.CharField(
        label=_("其他应当报告的情况"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, types: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", "—"), *((one, _type_label(one)) for one in types)]  # type: ignore[attr-defined]
