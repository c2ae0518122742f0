"""The form that corrects a document: the texts that were written for it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.casework import documents, registry
from bihuan.casework.models import Case, IssuedDocument


class CorrectionForm(forms.Form):
    """What may be corrected of this document, as it stands in it, under the labels of the step that asked for it."""

    def __init__(self, issued: IssuedDocument, case: Case, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        process = registry.get(case.process)
        asked_for = {
            asked.name: asked
            for step in process.steps
            if step.document == issued.kind
            for asked in step.gives
        }
        self._keys = [
            key
            for key in documents.kind_of(case.process, issued.kind).correctable
            if key in asked_for and isinstance(issued.data.get(key), str)
        ]
        for key in self._keys:
            asked = asked_for[key]
            self.fields[key] = forms.CharField(
                label=gettext(asked.label),
                widget=forms.Textarea,
                initial=issued.data[key],
                required=asked.required,
            )
        self.fields["why"] = forms.CharField(label=_("作废或者更换的原因"), max_length=500)

    def changes(self, data: Mapping[str, Any]) -> dict[str, str]:
        """The texts as typed, with the line ends of the database."""
        return {key: str(data.get(key, "")).replace("\r\n", "\n") for key in self._keys}
