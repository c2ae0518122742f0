"""Forms of a matter raised together. They draw controls; the services say what is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.appeals.processes.words import SERVED_BY
from bihuan.appeals.rules.figures import Figure
from bihuan.casework.forms import KeptForm
from bihuan.vault.fields import FIELD_LABELS, LONGEST, Field

ASKED = (Field.NAME, Field.PHONE, Field.ADDRESS, Field.IDENTITY_NUMBER)


class JoinForm(KeptForm):
    """One more person. What is typed goes into the vault alone. `most`: representatives, as far as a visit goes."""

    def __init__(self, data: Any = None, *, most: Figure) -> None:
        super().__init__(data, auto_id="join-%s")
        for name in ASKED:
            self.fields[name.value] = forms.CharField(
                label=_(FIELD_LABELS[name]), required=name is Field.NAME,
                widget=forms.TextInput(attrs={"maxlength": min(LONGEST, 200), "autocomplete": "off"}),
            )  # fmt: skip
        self.fields["representative"] = forms.BooleanField(
            label=_("推选为代表"),
            required=False,
            help_text=_("走访的代表不得超过%(most)s人，最初提出的人算一人（%(source)s）")
            % {"most": most.value, "source": most.source},
        )

    @property
    def person(self) -> dict[str, str]:
        """The fields of the vault."""
        return {name.value: str(self[name.value].data or "").strip() for name in ASKED}

    @property
    def private(self) -> list[forms.BoundField]:
        """The bound fields that hold personal data."""
        return [self[name.value] for name in ASKED]


class ServeForm(KeptForm):
    """The letter reached this one."""

    def __init__(self, *, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"served_on": today.isoformat()}, auto_id="serve-%s")
        self.fields["served_on"] = forms.CharField(
            label=_("收到日期"), help_text=_("这位信访人请求复查、复核的期限从这一天的次日起算"),
            widget=forms.DateInput(attrs={"type": "date", "max": today.isoformat()}),
        )  # fmt: skip
        self.fields["served_by"] = forms.ChoiceField(
            label=_("送达方式"),
            choices=[(key, _(label)) for key, label in SERVED_BY],
            widget=forms.RadioSelect,
        )
        self.fields["receipt"] = forms.CharField(
            label=_("签收人、邮件编号或者送达记录编号"), widget=forms.TextInput(attrs={"maxlength": 200})
        )


class ReviewForm(KeptForm):
    """What this one asks of the higher unit, on paper or in words."""

    def __init__(self, *, today: date, organ: str = "", data: Any = None) -> None:
        super().__init__(data, initial={"asked_on": today.isoformat(), "to_unit": organ}, auto_id="review-%s")
        self.fields["to_unit"] = forms.CharField(
            label=_("向哪个机关提出"), help_text=_("原办理机关、单位的上一级机关、单位"),
            widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields["asked_on"] = forms.CharField(
            label=_("提出日期"), help_text=_("当面提交的日期，或者寄出的邮戳日期"),
            widget=forms.DateInput(attrs={"type": "date", "max": today.isoformat()}),
        )  # fmt: skip
        self.fields["grounds"] = forms.CharField(
            label=_("请求和理由"), widget=forms.Textarea(attrs={"rows": 5})
        )
