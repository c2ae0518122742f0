"""The registration form. It draws controls and keeps what was typed; the service alone says what is wrong."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.appeals import telling
from bihuan.appeals.processes.words import CHANNELS, CHANNELS_OF, OF_CHANNEL
from bihuan.appeals.rules import hints
from bihuan.appeals.services import Letter
from bihuan.casework.errors import Text
from bihuan.casework.forms import KeptForm, SeveralFiles, find_unit, units_on
from bihuan.casework.spec import Field as Asked
from bihuan.casework.spec import Kind
from bihuan.casework.wall.forms import find_official
from bihuan.organizations.models import Jurisdiction
from bihuan.vault.fields import FIELD_LABELS, LONGEST
from bihuan.vault.fields import Field as PersonField

ASKED_OF_PERSON = (
    PersonField.NAME, PersonField.PHONE, PersonField.ADDRESS, PersonField.IDENTITY_NUMBER, PersonField.EMAIL,
)  # fmt: skip
LONGEST_BODY = 20_000


class RegisterForm(KeptForm):
    """One letter, visit or call. Who appeals is typed here and goes nowhere but into the vault."""

    def __init__(self, *, today: date, data: Any = None) -> None:
        super().__init__(
            data, initial={"channel": "letter", "received_on": today.isoformat()}, auto_id="id_%s"
        )
        self.today = today
        self.official: int | None = None  # the account that `letter` found under that name
        self.fields["channel"] = forms.ChoiceField(
            label=_("渠道"), choices=[(key, _(label)) for key, label in CHANNELS], widget=forms.RadioSelect
        )
        self.fields["received_on"] = forms.CharField(
            label=_("收到日期"), help_text=_("期限从这一天的次日起算"),
            widget=forms.DateInput(attrs={"type": "date", "max": today.isoformat()}),
        )  # fmt: skip
        self.fields["track"] = forms.ChoiceField(
            label=_("类别"), choices=list(TRACK_LABELS.items()), widget=forms.RadioSelect, initial="petition",
            help_text=_("检举控告从登记起就不让被检举的单位经手"),
        )  # fmt: skip
        self.fields["accused_unit"] = forms.CharField(
            label=_("被检举控告、被投诉的单位或者企业"), required=False,
            help_text=_("检举控告的填被检举的单位；投诉的就是这个单位、不应当由它办理的也填。它从此看不到、办不了本件（第三十条第三款）"),
            widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields["accused_official"] = forms.CharField(
            label=_("被检举控告、被投诉的工作人员"), required=False,
            help_text=_("写姓名或者用户名。只有这个人收不到本件，他所在的单位可以办理"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 150}),
        )  # fmt: skip
        for asked in OF_CHANNEL:
            self.fields[asked.name] = _control(asked, today)
        self.fields["representatives"].help_text = hints.of_representatives(place=None, on=today)
        self.fields["subject"] = forms.CharField(
            label=_("反映的问题"),
            help_text=_("一句话，不写姓名和电话"),
            widget=forms.TextInput(attrs={"maxlength": 200}),
        )
        self.fields["body"] = forms.CharField(
            label=_("请求、事实和理由"), help_text=_("口头提出的，如实记录（第十九条）"),
            widget=forms.Textarea(attrs={"maxlength": LONGEST_BODY}),
        )  # fmt: skip
        self.fields["reply"] = forms.CharField(
            label=_("当场答复的内容"), required=False, help_text=_("只有热线工单：当场答复了的写在这里，不再派单"),
            widget=forms.Textarea(attrs={"maxlength": LONGEST_BODY}),
        )  # fmt: skip
        self.fields["place"] = forms.CharField(
            label=_("地点"), required=False, help_text=_("输入村、社区或者乡镇、街道的名称"),
            widget=forms.TextInput(attrs={"list": "places"}),
        )  # fmt: skip
        self.fields["topic"] = forms.CharField(
            label=_("内容分类"), required=False, widget=forms.TextInput(attrs={"list": "topics"})
        )
        for name in ASKED_OF_PERSON:
            self.fields[name.value] = forms.CharField(
                label=_(FIELD_LABELS[name]), required=False,
                widget=forms.TextInput(attrs={"maxlength": min(LONGEST, 200), "autocomplete": "off"}),
            )  # fmt: skip
        self.fields["confidential"] = forms.BooleanField(
            label=_("要求保密"), required=False, help_text=_("信访人要求不向被反映的单位透露身份")
        )
        self.fields["wish"] = forms.ChoiceField(
            label=_("有了进展，怎样告诉信访人"), required=False, widget=forms.RadioSelect, initial=telling.AUTO,
            choices=[(way, telling.LABELS[way]) for way in telling.offered()],
            help_text=_("按本人的意愿选；没有说的，有电话发短信，没有电话有住址寄信"),
        )  # fmt: skip
        self.fields["scans"] = forms.FileField(
            label=_("信封、信纸、材料的扫描件或者照片"), required=False, widget=SeveralFiles(attrs={"multiple": True}),
            help_text=_("登记以后就在案件的附件里；也可以以后再上传"),
        )  # fmt: skip
        self.fields["source_number"] = forms.CharField(
            label=_("来文编号"), required=False, help_text=_("上级转来或者其他系统的编号，没有就不填"),
            widget=forms.TextInput(attrs={"maxlength": 80}),
        )  # fmt: skip

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """What the list under the place offers; read only when the form is drawn."""
        return places_on(self.today)

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """What the list under the accused unit offers; read only when the form is drawn."""
        return units_on(self.today)

    @property
    def of_channel(self) -> list[Any]:
        """The bound fields of what a channel brings with it."""
        return [self[asked.name] for asked in OF_CHANNEL]

    @property
    def by_channel(self) -> list[tuple[str, list[Any]]]:
        """The same with the channels that each belongs to, as the page writes them on the element."""
        return [(" ".join(CHANNELS_OF[bound.name]), bound) for bound in self.of_channel]

    def letter(self) -> tuple[Letter | None, dict[str, Text]]:
        """What is to be registered, or what the form alone can see is wrong."""
        faults: dict[str, Text] = {}
        received_on = self._date(faults)
        channel = self._text("channel")
        more: dict[str, Any] = {
            asked.name: self[asked.name].data for asked in OF_CHANNEL if channel in CHANNELS_OF[asked.name]
        }
        read_back = bool(more.pop("read_back", False))
        more["reply"] = self._text("reply")
        if accused := self._text("accused_unit"):
            more["accused_unit"], fault = find_unit(accused, self.today)
            if more["accused_unit"] is None:
                faults["accused_unit"] = fault
            more["complained_unit"] = more["accused_unit"]  # the step of the track asks for one of the two
        if official := self._text("accused_official"):
            self.official, fault = find_official(official)
            if self.official is None:
                faults["accused_official"] = fault
        jurisdiction_id = self._place(faults)
        if faults or received_on is None:
            return None, faults
        return Letter(
            subject=self._text("subject"), body=self._text("body"), channel=self._text("channel"),
            received_on=received_on, topic=self._text("topic"), jurisdiction_id=jurisdiction_id,
            confidential=bool(self["confidential"].data),
            person={name.value: self._text(name.value) for name in ASKED_OF_PERSON},
            track=self._text("track") or "petition", read_back=read_back, more=more,
            source=_SOURCE if self._text("source_number") else "", source_number=self._text("source_number"),
        ), {}  # fmt: skip

    def way_told(self) -> str:
        """How whoever appeals wishes to be told. Raises Incomplete for a way without its contact."""
        return telling.channel_for(
            self._text("wish"), {name.value: self._text(name.value) for name in ASKED_OF_PERSON}
        )

    def typed(self, name: str) -> str:
        """What stands in a field, as text; "" when nothing does."""
        return self._text(name)

    def place_id(self) -> int | None:
        """The place that is typed, None while it is not clear which: nothing is said about it here."""
        return self._place({})

    def _text(self, name: str) -> str:
        return str(self[name].data or "").strip()

    def _date(self, faults: dict[str, Text]) -> date | None:
        try:
            return date.fromisoformat(self._text("received_on"))
        except ValueError:
            faults["received_on"] = _("日期请写成 2026-03-05 的样子，并且是日历上有的一天。")
            return None

    def _place(self, faults: dict[str, Text]) -> int | None:
        typed = self._text("place")
        if not typed:
            return None
        named = Jurisdiction.objects.filter(valid_to__isnull=True)
        found = list(named.filter(name=typed.split(" · ")[-1]).values_list("pk", flat=True)[:2]) or list(
            named.filter(code=typed).values_list("pk", flat=True)[:2]
        )
        if len(found) == 1:
            return found[0]
        faults["place"] = (
            _("没有找到这个地点，请从列表里选，或者留空。")
            if not found
            else _("有同名的地点，请写区划代码。")
        )
        return None


_SOURCE = "intake"
TRACK_LABELS = {
    "petition": _("申诉求决"), "suggestion": _("建议意见"), "report": _("检举控告"), "hotline": _("热线工单"),
}  # fmt: skip


def _control(asked: Asked, today: date) -> forms.Field:
    """The control of something a channel brings with it; never required here."""
    common: dict[str, Any] = {
        "label": _(asked.label),
        "help_text": _(asked.help) if asked.help else "",
        "required": False,
    }
    match asked.kind:
        case Kind.DATE:
            latest = {"max": today.isoformat()} if asked.not_future else {}
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date", **latest}), **common)
        case Kind.NUMBER:
            return forms.IntegerField(widget=forms.NumberInput(attrs={"min": 1}), **common)
        case Kind.YES:
            return forms.BooleanField(**common)
        case _:
            return forms.CharField(widget=forms.TextInput(attrs={"maxlength": 200}), **common)


def places_on(day: date) -> list[tuple[str, str]]:
    """(what to type, what it lies in) for every place that exists on the day."""
    rows = Jurisdiction.objects.filter(valid_from__lte=day, valid_to__isnull=True).select_related("parent")
    return [(row.name, row.parent.name if row.parent else "") for row in rows.order_by("code")]
