"""Forms of the register. They draw and keep what was typed; the services judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from bihuan.casework.forms import KeptForm
from bihuan.safety.enterprises.parts import Asked, PartKind

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
# The check digit is judged while the code is typed, by the same function that judges it when it is sent.
AS_TYPED = {
    "hx-get": reverse_lazy("safety:code_said"), "hx-trigger": "input changed delay:300ms, blur", "hx-target": "#code-said",
    "autocomplete": "off", "spellcheck": "false", "aria-describedby": "code-said", "maxlength": 24,
}  # fmt: skip


class EnterpriseForm(KeptForm):
    """The registered facts of an enterprise. `own`: its own people, who do not change what the office keeps."""

    credit_code = forms.CharField(
        label=_("统一社会信用代码"), widget=forms.TextInput(attrs=AS_TYPED), help_text=_("18位，照营业执照填写；末位是校验码")
    )  # fmt: skip
    name = forms.CharField(label=_("企业名称"), max_length=96)
    place = forms.ChoiceField(label=_("所属街道（乡镇）"))
    regulator = forms.ChoiceField(
        label=_("监管部门"), help_text=_("管行业必须管安全、管业务必须管安全、管生产经营必须管安全（第三条）")
    )
    sector = forms.CharField(
        label=_("监管行业"), required=False, max_length=40, help_text=_("用哪一行业的判定标准和检查表"),
        widget=forms.TextInput(attrs={"list": "sectors"}),
    )  # fmt: skip
    industry = forms.CharField(
        label=_("行业代码"), required=False, max_length=5, help_text=_("GB/T 4754 的门类和数字，例如 C2614")
    )
    address = forms.CharField(label=_("地址"), required=False, max_length=200)
    staff = forms.IntegerField(
        label=_("从业人数"), required=False, min_value=0,
        help_text=_("超过100人的，应当设置安全生产管理机构或者专职人员（第二十四条）")
    )  # fmt: skip
    key = forms.BooleanField(label=_("重点企业：列入年度计划，先行检查"), required=False)
    longitude = forms.CharField(
        label=_("经度"), required=False, help_text=_("十进制，例如 112.938814"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )  # fmt: skip
    latitude = forms.CharField(
        label=_("纬度"), required=False, help_text=_("十进制，例如 28.228209"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )  # fmt: skip

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], offices: list[tuple[str, str]], new: bool, own: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "—"), *places]  # type: ignore[attr-defined]
        self.fields["regulator"].choices = [("", "—"), *offices]  # type: ignore[attr-defined]
        if not new:
            del self.fields["credit_code"]
        if own:
            for name in ("place", "regulator", "sector", "key"):
                del self.fields[name]


class PartForm(KeptForm):
    """One line of a list in the file, by the fields of its kind."""

    def __init__(self, *args: Any, kind: PartKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in kind.asked:
            self.fields[asked.name] = _field(asked)


def _field(asked: Asked) -> forms.Field:
    common: dict[str, Any] = {"label": asked.label, "help_text": asked.help, "required": asked.required}
    if asked.choices:
        return forms.ChoiceField(choices=[("", "—"), *asked.choices], **common)
    if asked.day:
        return forms.DateField(widget=DATE, **common)
    return forms.CharField(max_length=asked.longest or None, **common)
