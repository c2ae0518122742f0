"""The form of a value. It draws controls and keeps what was typed; the service says what is wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.appeals.rounds.forms import Placed
from bihuan.appeals.rules.catalog import Bound
from bihuan.appeals.rules.selectors import Standing
from bihuan.appeals.rules.services import Value
from bihuan.appeals.rules.words import BOUNDS, ROLLS, STARTS, UNITS
from bihuan.common.calendar.rules import Roll


class ValueForm(Placed):
    """What is set, where, from when, on which ground and why."""

    def __init__(self, *, now: Standing, today: date, data: Any = None) -> None:
        begin = {
            "amount": now.amount, "unit": now.unit, "roll": now.roll, "counts_from": now.start,
            "in_force_from": (today + timedelta(days=1)).isoformat(),
        }  # fmt: skip
        super().__init__(data, initial=begin, auto_id="value-%s")
        self.now, self.today = now, today
        self.fields["amount"] = forms.IntegerField(
            label=_("多少"), help_text=BOUNDS[now.setting.bound], widget=forms.NumberInput(attrs={"min": 1})
        )
        if now.setting.is_limit:
            self.fields["unit"] = forms.ChoiceField(
                label=_("单位"), choices=[(unit.value, text) for unit, text in UNITS.items()], widget=forms.RadioSelect
            )  # fmt: skip
            rolls = [Roll.GENEROUS] if now.setting.bound is Bound.LONGER else list(Roll)
            self.fields["roll"] = forms.ChoiceField(
                label=_("末日逢休息日"), choices=[(roll.value, ROLLS[roll]) for roll in rolls], widget=forms.RadioSelect,
                help_text=_("条例没有规定；民法典第二百零三条第一款规定顺延。默认机关的义务不顺延，群众的权利顺延"),
            )  # fmt: skip
        if now.starts:
            self.fields["counts_from"] = forms.ChoiceField(
                label=_("从哪一天起算"), choices=[(name, STARTS[name]) for name in now.starts], widget=forms.RadioSelect,
                help_text=_("案件页和居民的页面都会写明从哪一天起算、依据什么"),
            )  # fmt: skip
        self.fields["place"] = forms.CharField(
            label=_("在哪里"), required=False, help_text=_("不填就是全区；也可以只给一个乡镇、街道"),
            widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields["in_force_from"] = forms.CharField(
            label=_("从哪一天起生效"), help_text=_("最早是明天；这一天以前开始的期限不变"),
            widget=forms.DateInput(attrs={"type": "date", "min": (today + timedelta(days=1)).isoformat()}),
        )  # fmt: skip
        self.fields["source"] = forms.CharField(
            label=_("依据"), help_text=_("本地文件的名称、文号和条款，会写在案件页上"),
            widget=forms.TextInput(attrs={"maxlength": 120}),
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label=_("为什么改"),
            help_text=_("写进记录，不能修改或者删除"),
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def value(self) -> Value:
        """What was typed. An amount that is no number is none."""
        typed = self.text("amount")
        amount = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None
        start = self.text("counts_from") if self.now.starts else ""
        if not self.now.setting.is_limit:
            return Value(amount)
        return Value(amount, self.text("unit"), self.text("roll"), start)
