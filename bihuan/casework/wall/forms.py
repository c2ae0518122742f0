"""Naming somebody for the wall. What is wrong is said by the service alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.casework.errors import Text
from bihuan.casework.forms import UNITS_LIST, KeptForm, find_unit
from bihuan.casework.wall.models import Wall
from bihuan.organizations.models import Account


class WallForm(KeptForm):
    """A unit, or an official by user name or name."""

    unit = forms.CharField(
        label=_("单位或者企业"), required=False, help_text=_("整个单位，包括它的负责人，以后都看不到本件"),
        widget=forms.TextInput(attrs={"list": UNITS_LIST, "autocomplete": "off"}),
    )  # fmt: skip
    person = forms.CharField(
        label=_("工作人员"), required=False, help_text=_("只隔开一个人：写姓名或者用户名；他所在的单位可以继续办理"),
        widget=forms.TextInput(attrs={"maxlength": 150, "autocomplete": "off"}),
    )  # fmt: skip
    why = forms.ChoiceField(label=_("原因"), choices=Wall.Why.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), widget=forms.TextInput(attrs={"maxlength": 200}))

    def whom(self, today: date) -> tuple[dict[str, int], dict[str, Text]]:
        """The one who was meant, and what cannot be told."""
        unit, person = (str(self[name].data or "").strip() for name in ("unit", "person"))
        if unit and person:
            return {}, {"person": _("一次只写一个：单位，或者工作人员。")}
        if unit:
            found, fault = find_unit(unit, today)
            return ({"unit_id": found}, {}) if found is not None else ({}, {"unit": fault})
        account, fault = find_official(person)
        return ({"account_id": account}, {}) if account is not None else ({}, {"person": fault})


def find_official(typed: str) -> tuple[int | None, Text]:
    """The account that was meant by a user name or a name; else why it cannot be told."""
    if not typed:
        return None, _("请选一个单位或者一名工作人员。")
    for asked in ({"username": typed}, {"name": typed}):
        found = list(Account.objects.filter(**asked).values_list("pk", flat=True)[:2])
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, _("有不止一个人叫“%(name)s”，请写用户名。") % {"name": typed}
    return None, _("没有叫“%(name)s”的工作人员，请核对姓名或者用户名。") % {"name": typed}


class LiftForm(KeptForm):
    """Why a wall is taken down."""

    reason = forms.CharField(label=_("解除的理由"), widget=forms.TextInput(attrs={"maxlength": 200}))

    def __init__(self, wall_id: int, data: Any = None) -> None:
        super().__init__(data, auto_id=f"lift-{wall_id}-%s")
