"""Forms of templates, texts and printing. What is right or wrong is said by the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.appeals.documents import LETTERS, correctable_of
from bihuan.appeals.printing.models import PrintRun


class ChooseForm(forms.Form):
    """Which documents to look at."""

    kind = forms.ChoiceField(label=_("文书"), required=False)
    case = forms.CharField(label=_("登记编号"), required=False, max_length=32)
    since = forms.DateField(
        label=_("出具不早于"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("出具不晚于"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    printed = forms.ChoiceField(label=_("打印情况"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(letter.kind, gettext(letter.label)) for letter in LETTERS.values()]
        self._fill("kind", [("", gettext("全部")), *kinds])
        self._fill("printed", [("", gettext("还没有打印的")), ("all", gettext("全部"))])

    def _fill(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class RunForm(forms.Form):
    """How to print what was chosen."""

    named = forms.BooleanField(
        label=_("写上信访人姓名"), required=False, help_text=_("逐人打开身份信息并留下记录，信访人可以看到")
    )
    envelope = forms.ChoiceField(label=_("信封"), required=False, choices=PrintRun.Envelope.choices)
    each = forms.BooleanField(
        label=_("联名事项每人一份"), required=False, initial=True,
        help_text=_("给信访人的文书，没有退出的每个人各一份，各用自己的姓名和信封；不勾选，只给最初提出的人"),
    )  # fmt: skip
    plain = forms.BooleanField(label=_("每份后面附大字版"), required=False)
    duplex = forms.BooleanField(label=_("双面打印"), required=False, help_text=_("每份从新的一张纸开始"))


class TemplateForm(forms.Form):
    """An edited template."""

    file = forms.FileField(label=_("改好的模板（.docx）"))


class TextForm(forms.Form):
    """A text to reply with."""

    where = forms.ChoiceField(label=_("用在哪里"))
    topic = forms.CharField(
        label=_("事项分类"), required=False, max_length=120, help_text=_("只在这一类案件里出现；不填，都出现")
    )
    title = forms.CharField(label=_("名称"), max_length=80)
    text = forms.CharField(label=_("内容"), widget=forms.Textarea)

    def __init__(self, *args: Any, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = [
            (f"{letter.kind}:{key}", f"{gettext(letter.label)} · {gettext(labels[key])}")
            for letter in LETTERS.values()
            for key in correctable_of(letter)
            if key in labels
        ]
        field = self.fields["where"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = where

    def full_clean(self) -> None:
        """Take everything as typed: the service judges."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
