"""Forms draw controls and check shape; the services say what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.common.files import store
from bihuan.directives.models import Measure
from bihuan.directives.services import Document, Mended
from bihuan.directives.sources import Source, read_bytes
from bihuan.organizations.models import Unit

LONGEST_PASTE = 1_000_000


class BringInForm(forms.Form):
    """A document: what is known of it, and its text as a file or pasted."""

    title = forms.CharField(label=_("标题"), max_length=200)
    number = forms.CharField(label=_("文号"), max_length=80, required=False)
    issuer = forms.CharField(label=_("发文机关"), max_length=120, required=False)
    issued_on = forms.DateField(
        label=_("成文日期"), required=False, help_text=_("“6月底前”这样的期限从这一天算；文件里写着的可以不填"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("文件"), required=False, help_text=_(".docx、.doc、有文字的 .pdf、.txt，不超过 50 MB")
    )
    text = forms.CharField(
        label=_("或者粘贴正文"),
        required=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def document(self) -> Document:
        """What was given. Raises sources.Unreadable."""
        given = self.cleaned_data
        upload, pasted = given["file"], given["text"]
        source = read_bytes(upload.name, upload.read()) if upload else _pasted(pasted)
        return Document(given["title"], source, given["number"], given["issuer"], given["issued_on"])

    def keep_file(self) -> None:
        """Keep the upload under the hash that the directive has of it (`Directive.sha256`). Raises FileError."""
        upload = self.cleaned_data["file"]
        if upload:
            upload.seek(0)
            store.put(upload, name=upload.name, size=upload.size)


def _pasted(text: str) -> Source:
    return read_bytes("", text.encode()) if text.strip() else Source("", "txt", "", "")


class MeasureForm(forms.Form):
    """What people set on a measure."""

    wording = forms.CharField(label=_("任务"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    lead = forms.ModelChoiceField(label=_("牵头单位"), queryset=Unit.objects.none(), required=False)
    co_units = forms.ModelMultipleChoiceField(
        label=_("配合单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    due_on = forms.DateField(
        label=_("完成日期"),
        required=False,
        help_text=_("文件没有写明的可以不填"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    success = forms.CharField(
        label=_("完成的标志"),
        required=False,
        help_text=_("看到什么就算完成"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    budget_line = forms.CharField(label=_("预算科目"), max_length=120, required=False)

    def __init__(self, data: Any = None, *, measure: Measure) -> None:
        super().__init__(
            data,
            initial={
                "wording": measure.wording, "lead": measure.lead_id, "co_units": measure.co_units.all(),
                "due_on": measure.due_on.isoformat() if measure.due_on else "", "success": measure.success,
                "budget_line": measure.budget_line,
            },
        )  # fmt: skip
        units = Unit.objects.filter(valid_to__isnull=True).exclude(kind=Unit.Kind.ENTERPRISE).order_by("code")
        for name in ("lead", "co_units"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = units
            field.label_from_instance = _short  # type: ignore[method-assign, unused-ignore]

    def mended(self) -> Mended:
        """What was given."""
        given = self.cleaned_data
        return Mended(
            given["wording"], given["lead"], tuple(given["co_units"]), given["due_on"], given["success"],
            given["budget_line"],
        )  # fmt: skip


def _short(obj: Any) -> str:
    return str(obj.short_name)
