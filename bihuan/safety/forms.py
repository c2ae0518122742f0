"""Forms of the slice's pages. They draw and keep what was typed; the services judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.casework.forms import KeptForm
from bihuan.safety.inspections.process import KINDS

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FoundForm(KeptForm):
    """A hazard that was found."""

    enterprise = forms.CharField(label=_("企业"), help_text=_("企业名称或者统一社会信用代码"))
    found_by = forms.ChoiceField(label=_("发现途径"), widget=forms.RadioSelect)
    found_on = forms.DateField(label=_("发现日期"), widget=DATE)
    subject = forms.CharField(
        label=_("发现了什么隐患"), max_length=200, widget=forms.TextInput(attrs={"maxlength": 200})
    )
    body = forms.CharField(label=_("详细情况"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    spot = forms.CharField(label=_("部位"), required=False, max_length=120)
    clause = forms.CharField(label=_("对照的标准条款"), required=False, max_length=200)
    risk_point = forms.ChoiceField(label=_("所在风险点"), required=False)
    reporter_name = forms.CharField(label=_("举报人姓名"), required=False)
    reporter_phone = forms.CharField(label=_("举报人电话"), required=False)

    def __init__(
        self, *args: Any, ways: list[tuple[str, Any]], points: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found_by"].choices = ways  # type: ignore[attr-defined]
        self.fields["risk_point"].choices = [("", "—"), *points]  # type: ignore[attr-defined]


class DrawForm(KeptForm):
    """A double-random draw."""

    seed = forms.CharField(
        label=_("种子"), help_text=_("事先公布、谁也不能选定的数字，例如指定某一期的开奖号码")
    )
    count = forms.IntegerField(label=_("抽取企业数"), min_value=1)
    sector = forms.CharField(label=_("监管行业"), required=False, help_text=_("留空为全部"))
    recused = forms.CharField(
        label=_("回避"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一条：执法证号 空格 企业信用代码"),
    )  # fmt: skip
    inspect_by = forms.DateField(label=_("最迟检查日期"), widget=DATE)
    checklist = forms.ChoiceField(label=_("检查表"), required=False)

    def __init__(self, *args: Any, sheets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].choices = [("", "—"), *sheets]  # type: ignore[attr-defined]


class PlanForm(KeptForm):
    """An inspection put on the list."""

    enterprise = forms.CharField(label=_("企业"), help_text=_("企业名称或者统一社会信用代码"))
    kind = forms.ChoiceField(
        label=_("检查类型"), choices=[(key, _(label)) for key, label in KINDS if key != "drawn"]
    )
    inspect_by = forms.DateField(label=_("最迟检查日期"), widget=DATE)
    checklist = forms.ChoiceField(label=_("检查表"), required=False)

    def __init__(self, *args: Any, sheets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].choices = [("", "—"), *sheets]  # type: ignore[attr-defined]
