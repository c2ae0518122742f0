"""Forms of a round and of a dispute found in it. They draw controls; the services say what is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.appeals.intake.forms import places_on
from bihuan.appeals.processes.dispute import MATTERS, RISKS
from bihuan.casework.errors import Incomplete
from bihuan.casework.forms import KeptForm
from bihuan.organizations.models import Jurisdiction

NOT_A_DAY = _("日期请写成 2026-03-05 的样子，并且是日历上有的一天。")


class Placed(KeptForm):
    """A form with a place typed by its name, and days."""

    today: date

    @property
    def places(self) -> list[tuple[str, str]]:
        """What the list under the place offers."""
        return places_on(self.today)

    def text(self, name: str) -> str:
        """What stands in a field."""
        return str(self[name].data or "").strip()

    def day(self, name: str) -> date:
        """A day. Raises Incomplete."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise Incomplete({name: NOT_A_DAY}) from None

    def place(self) -> int | None:
        """The place that was typed; None when nothing was. Raises Incomplete when it cannot be told."""
        if not (typed := self.text("place")):
            return None
        named = Jurisdiction.objects.filter(valid_to__isnull=True)
        found = list(named.filter(name=typed).values_list("pk", flat=True)[:2])
        found = found or list(named.filter(code=typed).values_list("pk", flat=True)[:2])
        if len(found) == 1:
            return found[0]
        raise Incomplete(
            {
                "place": _("有同名的地点，请写区划代码。")
                if found
                else _("没有找到这个地点，请从列表里选，或者留空。")
            }
        )


class RoundForm(Placed):
    """A round: where, from when to when."""

    def __init__(self, *, today: date, place: str = "", data: Any = None) -> None:
        super().__init__(data, initial={"starts_on": today.isoformat(), "place": place}, auto_id="round-%s")
        self.today = today
        self.fields["title"] = forms.CharField(
            label=_("名称"), help_text=_("例如“2026年春季矛盾纠纷排查”"), widget=forms.TextInput(attrs={"maxlength": 80})
        )  # fmt: skip
        self.fields["place"] = forms.CharField(
            label=_("在哪里"), help_text=_("本单位所在的区划，或者其中的乡镇、街道、村、社区"),
            widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields["starts_on"] = forms.CharField(
            label=_("从"), widget=forms.DateInput(attrs={"type": "date"})
        )
        self.fields["ends_on"] = forms.CharField(
            label=_("到"), widget=forms.DateInput(attrs={"type": "date"})
        )


class FoundForm(Placed):
    """A dispute found in the round. The place is the round's unless a nearer one is typed."""

    def __init__(self, *, today: date, found_on: date, data: Any = None) -> None:
        super().__init__(data, initial={"found_on": found_on.isoformat()}, auto_id="found-%s")
        self.today = today
        self.fields["subject"] = forms.CharField(
            label=_("纠纷是什么"), help_text=_("一句话，不写姓名和电话"), widget=forms.TextInput(attrs={"maxlength": 200})
        )  # fmt: skip
        self.fields["body"] = forms.CharField(
            label=_("起因、各方的要求和现在的情况"), widget=forms.Textarea(attrs={"rows": 6})
        )
        self.fields["found_on"] = forms.CharField(
            label=_("排查日期"), widget=forms.DateInput(attrs={"type": "date", "max": today.isoformat()})
        )
        self.fields["matter"] = forms.ChoiceField(
            label=_("纠纷类型"), choices=[("", "—"), *((key, _(label)) for key, label in MATTERS)]
        )
        self.fields["risk"] = forms.ChoiceField(
            label=_("风险"), choices=[(key, _(label)) for key, label in RISKS], widget=forms.RadioSelect
        )
        self.fields["place"] = forms.CharField(
            label=_("地点"), required=False, help_text=_("不填就是这一轮排查的地方"),
            widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
        )  # fmt: skip
