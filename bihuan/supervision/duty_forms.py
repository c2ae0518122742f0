"""Forms of responsibility. They draw controls and check shape; the services say what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.casework.forms import find_unit
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.models import Account, Unit
from bihuan.supervision.forms import leaders
from bihuan.supervision.models import Hearing, Sector

DAY = {"type": "date"}
HOUR = {"type": "time"}


class DatedForm(forms.Form):
    """Units are named as in every step's form; leaders are chosen from those in office at `at`."""

    def __init__(self, *args: Any, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = at.astimezone(CHINA).date()
        if "leader" in self.fields:
            self.fields["leader"].choices = [("", "—"), *leaders(self.today)]  # type: ignore[attr-defined]
        for name, one in self.fields.items():
            if name in ("unit", "to_unit"):
                one.widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})

    def clean(self) -> dict[str, Any]:
        """Turn names into rows."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("unit", "to_unit"):
            if given.get(name):
                key, fault = find_unit(given[name], self.today)
                if key is None:
                    self.add_error(name, str(fault))
                else:
                    given[name] = Unit.objects.get(pk=key)
        if given.get("leader"):
            given["leader"] = Account.objects.get(pk=given["leader"])
        return given


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY), **kwargs)


def _text(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **kwargs
    )


class HearingForm(DatedForm):
    """A day on the roster."""

    kind = forms.ChoiceField(label=_("种类"), choices=Hearing.Kind.choices, widget=forms.RadioSelect)
    leader = forms.ChoiceField(label=_("领导"))
    remit = forms.CharField(label=_("分管工作"), max_length=120, required=False)
    on = _day(_("日期"))
    starts = forms.TimeField(label=_("从几点"), required=False, widget=forms.TimeInput(attrs=HOUR))
    ends = forms.TimeField(label=_("到几点"), required=False, widget=forms.TimeInput(attrs=HOUR))
    place = forms.CharField(label=_("地点"), max_length=120)


class HeardForm(DatedForm):
    """One matter heard."""

    matter = _text(
        _("听到的事项"),
        help_text=_("只写事项，不写是谁说的；要登记信访事项的，由登记员登记，身份另外加密保存"),
    )
    answered = _text(_("当场怎么答复"), 2, required=False)
    number = forms.CharField(label=_("有关案件编号"), max_length=32, required=False)
    promised = _text(
        _("答应了什么"), 2, required=False, help_text=_("填写后成为有期限的承诺，到期没有兑现会显示出来")
    )
    due_by = _day(_("答应哪一天办好"), required=False)
    to_unit = forms.CharField(label=_("由哪个单位办"), required=False)

    def clean(self) -> dict[str, Any]:
        """A promise has a day."""
        given = super().clean()
        if given.get("promised") and not given.get("due_by"):
            self.add_error("due_by", _("承诺要有日期。"))
        return given


class LetterForm(DatedForm):
    """A responsibility letter."""

    unit = forms.CharField(label=_("单位"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    signed_on = _day(_("签订日期"), help_text=_("签字人是这一天的单位主要负责人"))
    duties = _text(_("责任内容"), 5)


class SectorForm(DatedForm):
    """Who answers for a sector."""

    name = forms.CharField(label=_("行业、领域"), max_length=120)
    kind = forms.ChoiceField(label=_("哪一种责任"), choices=Sector.Kind.choices)
    unit = forms.CharField(label=_("责任单位"))
    leader = forms.ChoiceField(label=_("分管领导"), required=False)
    starts_on = _day(_("从哪一天起"))


class CampaignForm(DatedForm):
    """A campaign."""

    title = forms.CharField(label=_("名称"), max_length=160)
    goal = _text(_("目标"), required=False)
    starts_on = _day(_("开始"))
    ends_on = _day(_("结束"))


class AddCasesForm(DatedForm):
    """Cases for a campaign."""

    numbers = _text(
        _("案件编号"),
        required=False,
        help_text=_("每行一个；或者不填编号，按下面的日期把仍未办结的旧案都收进来"),
    )
    registered_before = _day(_("收到日期早于"), required=False)


class MeetingForm(DatedForm):
    """A joint meeting."""

    title = forms.CharField(label=_("名称"), max_length=160)
    on = _day(_("日期"))
    place = forms.CharField(label=_("地点"), max_length=120)
    convenor = forms.CharField(label=_("召集人"), max_length=120, help_text=_("写岗位和姓名"))
    agenda = _text(_("议题"), 5, help_text=_("每行一个"))


class DecideForm(DatedForm):
    """What a point came to."""

    decided = _text(_("议定什么"))
    to_unit = forms.CharField(label=_("由哪个单位落实"), required=False)
    due_by = _day(_("完成日期"), required=False)

    def clean(self) -> dict[str, Any]:
        """Who carries it out has a day."""
        given = super().clean()
        if given.get("to_unit") and not given.get("due_by"):
            self.add_error("due_by", _("交给单位落实的，要有完成日期。"))
        return given


class MinutesForm(DatedForm):
    """The final minutes."""

    minutes = _text(_("会议纪要"), 8)


class ReasonForm(DatedForm):
    """Why a day is called off."""

    reason = forms.CharField(label=_("取消的原因"), max_length=200)
