"""Forms for units, posts, appointments and accounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.organizations import selectors
from bihuan.organizations.models import Account, Appointment, Jurisdiction, Post, Unit
from bihuan.organizations.roles import ROLE_TEXTS

if TYPE_CHECKING:
    _AccountField = forms.ModelChoiceField[Account]
    _PostField = forms.ModelChoiceField[Post]
else:  # Django 5.2 knows the type argument only in its stubs
    _AccountField = _PostField = forms.ModelChoiceField


def _role_choices() -> list[tuple[str, str]]:
    return [
        (str(role), f"{gettext(text.label)} · {gettext(text.purpose)}") for role, text in ROLE_TEXTS.items()
    ]


class Day(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AccountChoice(_AccountField):
    """Name first: user names repeat nothing a reader knows."""

    def label_from_instance(self, obj: Any) -> str:
        """周晓禾（dengji）"""
        return f"{obj.name}（{obj.username}）"


class PostChoice(_PostField):
    """Unit and title."""

    def label_from_instance(self, obj: Any) -> str:
        """信访局 · 办信科分流员"""
        return f"{obj.unit.short_name} · {obj.title}"


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(label=_("全称"), max_length=96)
    short_name = forms.CharField(label=_("简称"), max_length=32)
    code = forms.CharField(
        label=_("代码"), max_length=32, help_text=_("统一社会信用代码，或本区自定的代码。")
    )
    kind = forms.ChoiceField(label=_("类别"), choices=Unit.Kind.choices)
    jurisdiction = forms.ModelChoiceField(label=_("所在区划"), queryset=Jurisdiction.objects.none())
    superior = forms.ModelChoiceField(
        label=_("上一级机关"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("复查由上一级机关办理（信访工作条例第三十五条）。"),
    )
    valid_from = Day(label=_("成立日期"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = selectors.jurisdictions(on).exclude(level=Jurisdiction.Level.VILLAGE)
        self.fields["jurisdiction"].queryset = places  # type: ignore[attr-defined]
        self.fields["superior"].queryset = selectors.units_open(on)  # type: ignore[attr-defined]


class RenameForm(forms.Form):
    """Another name for a unit."""

    name = forms.CharField(label=_("全称"), max_length=96)
    short_name = forms.CharField(label=_("简称"), max_length=32)


class SuperiorForm(forms.Form):
    """Another superior for a unit."""

    superior = forms.ModelChoiceField(label=_("上一级机关"), queryset=Unit.objects.none(), required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["superior"].queryset = selectors.units_open(on)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """The last day of a unit."""

    on = Day(label=_("最后一天"), help_text=_("当天仍然存在；在任人员的任期同日结束。"))


class PostForm(forms.Form):
    """A post and its roles."""

    title = forms.CharField(label=_("岗位名称"), max_length=64)
    roles = forms.MultipleChoiceField(
        label=_("角色"), choices=_role_choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_head = forms.BooleanField(label=_("单位负责人岗位"), required=False)
    seats = forms.IntegerField(label=_("名额"), min_value=1, max_value=999, initial=1)


class AppointForm(forms.Form):
    """Who takes the post, from when."""

    account = AccountChoice(label=_("人员"), queryset=Account.objects.filter(is_active=True).order_by("name"))
    acting = forms.BooleanField(
        label=_("代理"), required=False, help_text=_("代理人有岗位的全部角色，但不占名额。")
    )
    starts_on = Day(label=_("开始日期"))
    ends_on = Day(label=_("结束日期"), required=False, help_text=_("含当天；不填表示另行通知为止。"))
    instrument = forms.CharField(label=_("任命文号"), max_length=96, required=False)


class EndForm(forms.Form):
    """The last day in a post and why."""

    ends_on = Day(label=_("最后一天"), help_text=_("含当天，次日起不再有这个岗位的角色。"))
    reason = forms.ChoiceField(label=_("原因"), choices=Appointment.Ended.choices)


class TransferForm(forms.Form):
    """Where the holder goes next."""

    to_post = PostChoice(label=_("调往岗位"), queryset=Post.objects.none())
    starts_on = Day(label=_("到任日期"), help_text=_("原任职在前一天结束。"))
    instrument = forms.CharField(label=_("任命文号"), max_length=96, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.filter(unit__in=selectors.units_open(on)).select_related("unit")
        self.fields["to_post"].queryset = posts.order_by("unit__code", "sort")  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """A new account; its first password is made and shown once."""

    name = forms.CharField(label=_("姓名"), max_length=64)
    username = forms.CharField(
        label=_("用户名"), max_length=64, help_text=_("2 到 64 个小写字母、数字或 . _ -，以后不能改。")
    )
