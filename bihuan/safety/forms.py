"""Forms of the slice's pages. They draw and keep what was typed; the services judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.casework.forms import KeptForm
from bihuan.safety.inspections.process import KINDS
from bihuan.safety.risk.formulas import CONSEQUENCE, EXPOSURE, LIKELIHOOD
from bihuan.safety.risk.models import RiskPoint

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


class PointForm(KeptForm):
    """A risk point."""

    name = forms.CharField(label=_("风险点名称"), max_length=120)
    place = forms.CharField(label=_("部位"), required=False, max_length=120)
    factors = forms.CharField(label=_("危险因素"), widget=forms.Textarea(attrs={"rows": 3}))
    accident = forms.CharField(label=_("可能发生的事故类型"), required=False, max_length=80)
    control_level = forms.ChoiceField(label=_("管控层级"), choices=RiskPoint.Level.choices)
    answerable = forms.CharField(label=_("责任岗位"), required=False, max_length=40)
    engineering = forms.CharField(
        label=_("工程技术措施"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    management = forms.CharField(
        label=_("管理措施"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    training = forms.CharField(
        label=_("培训教育措施"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    protection = forms.CharField(
        label=_("个体防护措施"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    response = forms.CharField(
        label=_("应急处置措施"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AssessForm(KeptForm):
    """An assessment by LEC."""

    stage = forms.ChoiceField(
        label=_("阶段"),
        choices=[("inherent", _("固有风险")), ("residual", _("剩余风险"))],
        widget=forms.RadioSelect,
    )
    likelihood = forms.ChoiceField(
        label=_("可能性 L"), choices=[("", "—"), *((n, f"{n}  {w}") for n, w in LIKELIHOOD)]
    )
    exposure = forms.ChoiceField(
        label=_("暴露频率 E"), choices=[("", "—"), *((n, f"{n}  {w}") for n, w in EXPOSURE)]
    )
    consequence = forms.ChoiceField(
        label=_("后果 C"), choices=[("", "—"), *((n, f"{n}  {w}") for n, w in CONSEQUENCE)]
    )
