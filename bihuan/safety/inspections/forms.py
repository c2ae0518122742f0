"""Forms of plans. They draw and keep what was typed; the services judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.casework.forms import KeptForm
from bihuan.safety.enterprises.forms import DATE


class YearForm(KeptForm):
    """The size of a year's plan."""

    year = forms.IntegerField(label=_("年度"))
    officers = forms.IntegerField(
        label=_("检查人员"), min_value=2, help_text=_("持有效执法证的人数；每次检查两人")
    )
    days_per_officer = forms.IntegerField(
        label=_("每人可用于检查的工作日"),
        min_value=1,
        help_text=_("全年工作日减去休假、培训、值班和其他工作"),
    )
    days_per_inspection = forms.DecimalField(
        label=_("每次检查的天数"), help_text=_("包括路程和文书，例如 1.5")
    )


class LineForm(KeptForm):
    """An enterprise put into a month."""

    enterprise = forms.CharField(label=_("企业"), help_text=_("企业名称或者统一社会信用代码"))
    month = forms.ChoiceField(label=_("月份"), choices=[(str(n), str(n)) for n in range(1, 13)])
    why = forms.ChoiceField(label=_("检查类型"))

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = kinds  # type: ignore[attr-defined]


class CertificateForm(KeptForm):
    """An officer's enforcement certificate."""

    account = forms.ChoiceField(label=_("人员"))
    number = forms.CharField(label=_("执法证号"), max_length=40)
    issued_on = forms.DateField(label=_("发证日期"), widget=DATE)
    expires_on = forms.DateField(label=_("有效期至"), widget=DATE)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
