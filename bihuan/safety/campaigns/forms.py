"""Forms of campaigns. They draw and keep what was typed; the services judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.casework.forms import KeptForm
from bihuan.safety.campaigns.models import Goal

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CampaignForm(KeptForm):
    """A campaign."""

    kind = forms.ChoiceField(label=_("种类"))
    subject = forms.CharField(label=_("整治名称"))
    starts_on = forms.DateField(label=_("开始日期"), widget=DATE)
    ends_on = forms.DateField(label=_("结束日期"), widget=DATE)
    plan = forms.CharField(label=_("方案和步骤"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]
        for measure, label in Goal.Measure.choices:
            self.fields[f"goal_{measure}"] = forms.IntegerField(
                label=label, required=False, min_value=1, max_value=100
            )


class KindForm(KeptForm):
    """A kind of campaign of one's own."""

    label = forms.CharField(label=_("整治名称"))
    sectors = forms.CharField(
        label=_("监管行业含有的词"), required=False, help_text=_("用空格隔开；留空为全部企业")
    )
    items = forms.CharField(
        label=_("检查重点"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("每行一条")
    )
