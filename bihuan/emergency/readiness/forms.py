"""Forms of readiness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from bihuan.casework.forms import KeptForm
from bihuan.casework.posts import officers_in
from bihuan.common import habits
from bihuan.emergency.readiness import cap
from bihuan.emergency.readiness.models import (
    EVENTS,
    Drill,
    Plan,
    PlanTrigger,
    Response,
    Shelter,
    Shift,
    Supply,
    Team,
)
from bihuan.organizations.models import Unit

DATE = {"type": "date"}
MOMENT = {"type": "datetime-local"}


if TYPE_CHECKING:
    Base = forms.ModelForm[Any]
else:
    Base = forms.ModelForm


class OfUnit(Base):
    """A row of one's own unit."""

    def __init__(self, *args: Any, unit_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_id = unit_id
        if "plan" in self.fields:
            mine = Q(unit_id=unit_id or 0) | Q(kept_by_id=unit_id or 0)
            chosen: Any = self.fields["plan"]
            chosen.queryset = Plan.objects.filter(mine).select_related("unit").order_by("unit__name", "title")
            chosen.label_from_instance = lambda one: f"{one.unit.short_name}：{one}"
        if "account" in self.fields:
            people = officers_in(unit_id, timezone.localdate()) if unit_id else {}
            field = self.fields["account"]
            field.queryset = field.queryset.filter(pk__in=people)  # type: ignore[attr-defined]
            field.label_from_instance = lambda one: one.name  # type: ignore[attr-defined]


class PlanForm(OfUnit):
    """A plan: one's own, or one that an enterprise has filed with this office."""

    enterprise = forms.CharField(
        label=_("企业"), required=False, help_text=_("企业报来备案的预案写企业名称；本单位自己的预案不填")
    )

    class Meta:
        model = Plan
        fields = ("kind", "event", "title", "issued_on", "filed_on", "filing_number", "half_yearly")
        labels = {
            "half_yearly": _("企业属于应当每半年演练的（危险物品、矿山、金属冶炼、城市轨道、建筑施工、人员密集场所）"),
            "kind": _("预案类别"), "event": _("事件种类"), "title": _("名称"), "issued_on": _("发布日期"),
            "filed_on": _("备案日期"),
            "filing_number": _("备案编号"),
        }  # fmt: skip
        widgets = {"issued_on": forms.DateInput(attrs=DATE), "filed_on": forms.DateInput(attrs=DATE)}

    field_order = (
        "enterprise",
        "kind",
        "event",
        "title",
        "issued_on",
        "filed_on",
        "filing_number",
        "half_yearly",
    )

    def clean_enterprise(self) -> Unit | None:
        """The enterprise of that name."""
        name = str(self.cleaned_data.get("enterprise", "")).strip()
        if not name:
            return None
        found = Unit.objects.filter(Q(name=name) | Q(short_name=name), kind=Unit.Kind.ENTERPRISE).first()
        if found is None:
            raise forms.ValidationError(
                _("没有登记这个名称的企业，请查对名称，或者先在“安全生产”里登记企业。")
            )
        return found


class TriggerForm(OfUnit):
    """A reason to revise."""

    class Meta:
        model = PlanTrigger
        fields = ("plan", "reason", "noted_on", "note")
        labels = {"plan": _("预案"), "reason": _("修订的情形"), "noted_on": _("日期"), "note": _("说明")}
        widgets = {"noted_on": forms.DateInput(attrs=DATE)}


class TeamForm(OfUnit):
    """A team."""

    class Meta:
        model = Team
        fields = ("name", "event", "strength", "equipment", "ready")
        labels = {
            "name": _("名称"), "event": _("事件种类"), "strength": _("人数"), "equipment": _("装备"), "ready": _("可以出动"),
        }  # fmt: skip


class SupplyForm(OfUnit):
    """Supplies."""

    class Meta:
        model = Supply
        fields = ("name", "place", "quantity", "least", "measure", "expires_on")
        labels = {
            "name": _("名称"), "place": _("存放地点"), "quantity": _("数量"), "least": _("最低储备"), "measure": _("计量单位"),
            "expires_on": _("有效期至"),
        }  # fmt: skip
        widgets = {"expires_on": forms.DateInput(attrs=DATE)}


class ShelterForm(OfUnit):
    """A shelter."""

    class Meta:
        model = Shelter
        fields = ("name", "place", "address", "capacity", "usable")
        labels = {
            "name": _("名称"), "place": _("所在地"), "address": _("地址"), "capacity": _("可容纳人数"), "usable": _("可以使用"),
        }  # fmt: skip


class DrillForm(OfUnit):
    """A drill."""

    class Meta:
        model = Drill
        fields = ("plan", "held_on", "scenario", "taking_part")
        labels = {
            "plan": _("预案"),
            "held_on": _("演练日期"),
            "scenario": _("情景"),
            "taking_part": _("参加人数"),
        }
        widgets = {"held_on": forms.DateInput(attrs=DATE)}


class ShiftForm(OfUnit):
    """A shift."""

    class Meta:
        model = Shift
        fields = ("account", "duty", "starts_at", "ends_at")
        labels = {
            "account": _("值班人"),
            "duty": _("岗位"),
            "starts_at": _("开始时间"),
            "ends_at": _("结束时间"),
        }
        widgets = {
            "starts_at": forms.DateTimeInput(attrs=MOMENT),
            "ends_at": forms.DateTimeInput(attrs=MOMENT),
        }

    def clean(self) -> dict[str, Any]:
        """A shift ends after it begins."""
        given = super().clean() or {}
        if given.get("starts_at") and given.get("ends_at") and given["ends_at"] <= given["starts_at"]:
            self.add_error("ends_at", _("结束时间应当晚于开始时间。"))
        elif given.get("account") and given.get("starts_at") and given.get("ends_at"):
            twice = Shift.objects.filter(
                account=given["account"], starts_at__lt=given["ends_at"], ends_at__gt=given["starts_at"]
            ).exclude(pk=self.instance.pk)  # fmt: skip
            if (other := twice.first()) is not None:
                self.add_error("account", _("这个人在这段时间已经排了班（%(start)s起），请换人或者换时间。") % {
                    "start": habits.moment(other.starts_at)})  # fmt: skip
        return given


# What may be entered: its form, its title and the page it belongs to.
ADD: dict[str, tuple[type[OfUnit], str, str]] = {
    "plan": (PlanForm, gettext_noop("登记预案"), "emergency:plans"),
    "trigger": (TriggerForm, gettext_noop("记录应当修订的情形"), "emergency:plans"),
    "drill": (DrillForm, gettext_noop("登记演练"), "emergency:plans"),
    "team": (TeamForm, gettext_noop("登记队伍"), "emergency:stock"),
    "supply": (SupplyForm, gettext_noop("登记物资"), "emergency:stock"),
    "shelter": (ShelterForm, gettext_noop("登记避难场所"), "emergency:stock"),
    "shift": (ShiftForm, gettext_noop("排班"), "emergency:home"),
}


class ResponseForm(KeptForm):
    """A response."""

    event = forms.ChoiceField(label=_("事件种类"), choices=[("", "—"), *EVENTS])
    title = forms.CharField(label=_("名称"))
    level = forms.ChoiceField(label=_("响应级别"), choices=Response.Level.choices, widget=forms.RadioSelect)
    basis = forms.CharField(label=_("依据和情况"), widget=forms.Textarea(attrs={"rows": 3}))
    case = forms.CharField(label=_("有关事故的编号"), required=False)


class CallForm(KeptForm):
    """A call-out."""

    text = forms.CharField(label=_("到哪里、做什么"))
    wanted = forms.IntegerField(label=_("需要的人数"), min_value=1)


class EvaluationForm(KeptForm):
    """What a drill showed."""

    evaluation = forms.CharField(label=_("评估结论"), widget=forms.Textarea(attrs={"rows": 4}))
    to_improve = forms.CharField(
        label=_("需要改进的问题"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("重大问题列为预案修订的情形"),
    )  # fmt: skip


def _known(values: tuple[str, ...], words: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(one, words[one]) for one in values]


URGENCY = {
    "Immediate": _("立即"),
    "Expected": _("即将"),
    "Future": _("将来"),
    "Past": _("已经过去"),
    "Unknown": _("不明"),
}
SEVERITY = {
    "Extreme": _("特别严重"),
    "Severe": _("严重"),
    "Moderate": _("较重"),
    "Minor": _("一般"),
    "Unknown": _("不明"),
}
CERTAINTY = {
    "Observed": _("已经发生"),
    "Likely": _("很可能"),
    "Possible": _("可能"),
    "Unlikely": _("不大可能"),
    "Unknown": _("不明"),
}
STATUS = {"Actual": _("实际"), "Exercise": _("演练"), "Test": _("测试")}


class AlertForm(KeptForm):
    """A public alert."""

    status = forms.ChoiceField(label=_("性质"), choices=list(STATUS.items()), widget=forms.RadioSelect)
    event = forms.ChoiceField(label=_("事件种类"), choices=[("", "—"), *EVENTS])
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=_known(cap.URGENCIES, URGENCY))
    severity = forms.ChoiceField(label=_("严重程度"), choices=_known(cap.SEVERITIES, SEVERITY))
    certainty = forms.ChoiceField(label=_("确定程度"), choices=_known(cap.CERTAINTIES, CERTAINTY))
    headline = forms.CharField(label=_("标题"), max_length=160)
    description = forms.CharField(label=_("情况"), widget=forms.Textarea(attrs={"rows": 3}))
    instruction = forms.CharField(label=_("请公众怎么做"), widget=forms.Textarea(attrs={"rows": 3}))
    area = forms.CharField(label=_("范围"))
    expires_at = forms.DateTimeField(label=_("失效时间"), widget=forms.DateTimeInput(attrs=MOMENT))
