"""Forms of the risk pages. They draw and keep what was typed; the services judge."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bihuan.casework.forms import KeptForm
from bihuan.safety.risk.formulas import CONSEQUENCE, EXPOSURE, LIKELIHOOD, MATRIX_L, MATRIX_S
from bihuan.safety.risk.models import RiskPoint


class PointForm(KeptForm):
    """A risk point."""

    name = forms.CharField(label=_("风险点名称"), max_length=120)
    place = forms.CharField(label=_("部位"), required=False, max_length=120)
    factors = forms.CharField(label=_("危险因素"), widget=forms.Textarea(attrs={"rows": 3}))
    accident = forms.CharField(label=_("可能发生的事故类型"), required=False, max_length=80)
    control_level = forms.ChoiceField(label=_("管控层级"), choices=RiskPoint.Level.choices)
    answerable = forms.CharField(label=_("责任岗位"), required=False, max_length=40)
    reference = forms.CharField(label=_("依据"), required=False, max_length=300)
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
    longitude = forms.CharField(label=_("经度"), required=False, help_text=_("留空为企业的位置"))
    latitude = forms.CharField(label=_("纬度"), required=False)


STAGES = [("inherent", _("固有风险（没有采取措施时）")), ("residual", _("剩余风险（采取现有措施以后）"))]


class MatrixForm(KeptForm):
    """An assessment by the matrix, R = L x S."""

    stage = forms.ChoiceField(label=_("阶段"), choices=STAGES, widget=forms.RadioSelect)
    likelihood = forms.ChoiceField(
        label=_("可能性 L"), choices=[("", "—"), *((n, format_lazy("{}  {}", n, _(w))) for n, w in MATRIX_L)]
    )
    consequence = forms.ChoiceField(
        label=_("严重程度 S"),
        choices=[("", "—"), *((n, format_lazy("{}  {}", n, _(w))) for n, w in MATRIX_S)],
    )


class LecForm(KeptForm):
    """An assessment by LEC, D = L x E x C."""

    stage = forms.ChoiceField(label=_("阶段"), choices=STAGES, widget=forms.RadioSelect)
    likelihood = forms.ChoiceField(
        label=_("可能性 L"),
        choices=[("", "—"), *((n, format_lazy("{}  {}", n, _(w))) for n, w in LIKELIHOOD)],
    )
    exposure = forms.ChoiceField(
        label=_("暴露频率 E"),
        choices=[("", "—"), *((n, format_lazy("{}  {}", n, _(w))) for n, w in EXPOSURE)],
    )
    consequence = forms.ChoiceField(
        label=_("后果 C"), choices=[("", "—"), *((n, format_lazy("{}  {}", n, _(w))) for n, w in CONSEQUENCE)]
    )
