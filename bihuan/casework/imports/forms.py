"""The forms of an import: the file, and which heading is which column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.casework.imports import services
from bihuan.casework.imports.models import Import
from bihuan.casework.imports.targets import ImportTarget
from bihuan.common.tables.columns import Column
from bihuan.common.tables.scan import column_letters
from bihuan.common.tables.sniff import MAX_FILE

ACCEPT = ".xlsx,.xls,.ods,.csv"


class UploadForm(forms.Form):
    """A file, and what it holds."""

    target = forms.ChoiceField(label=_("导入什么"))
    file = forms.FileField(
        label=_("台账文件"),
        help_text=_("可以是 .xlsx、.xls、.ods 或 .csv；列的次序和名称不限，下一步可以核对。"),
    )

    def __init__(self, *args: Any, open_to: Sequence[ImportTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(target.name, gettext(target.label)) for target in open_to]
        if len(open_to) == 1:
            field.widget = forms.HiddenInput()
            field.initial = open_to[0].name

    def clean_file(self) -> Any:
        """Refuse what would not be read anyway."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(
                _("文件超过 %(most)s MB，请分成几个文件导入"), params={"most": MAX_FILE // 1024**2}
            )
        return file


class SheetForm(forms.Form):
    """Which sheet, and where its heading is."""

    sheet = forms.ChoiceField(label=_("工作表"), required=False)
    head_row = forms.IntegerField(
        label=_("表头在第几行"), required=False, min_value=1, max_value=1000, help_text=_("不填则自动寻找。")
    )

    def __init__(self, *args: Any, job: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sheet"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in job.sheets]
        field.initial = job.sheet
        if len(job.sheets) < 2:
            field.widget = forms.HiddenInput()


class MappingForm(forms.Form):
    """One choice per column of the target, each offering every heading of the file."""

    def __init__(
        self, *args: Any, job: Import, columns: Sequence[Column], samples: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        doubtful = {match.column for match in services.proposal(job).matches if not match.sure}
        known = services.remembered(job)
        headings = [(str(index), f"{column_letters(index)} · {text}") for index, text in job.headings]
        for column in columns:
            index = job.mapping.get(column.name)
            help_text = gettext(column.help) if column.help else ""
            if index is not None and samples.get(index):
                help_text += " " + gettext("例：%(sample)s") % {"sample": samples[index]}
            if column.name in doubtful and column.name not in known:
                help_text += " " + gettext("名称不完全一致，请核对。")
            self.fields[column.name] = forms.ChoiceField(
                label=gettext(column.label),
                required=column.required,
                initial="" if index is None else str(index),
                choices=[("", gettext("（表中没有）")), *headings],
                help_text=help_text.strip(),
            )

    @property
    def mapping(self) -> dict[str, int]:
        """Column -> index, those left empty left out."""
        return {name: int(value) for name, value in self.cleaned_data.items() if value}
