"""Why a cell, a row or a file was not taken: kept as a Chinese msgid with values, worded when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `text` is a msgid with %(name)s places; `about` is the label of the column it concerns.

    Stored as data and not as a sentence, so that a run in the background can be read in either language and
    rows can be counted by kind of reason.
    """

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    about: str = ""

    def __str__(self) -> str:
        said = gettext(self.text) % {
            name: gettext(value) if value else "" for name, value in self.values.items()
        }
        if not self.about:
            return said
        return gettext("%(column)s：%(what)s") % {"column": gettext(self.about), "what": said}

    @property
    def kind(self) -> tuple[str, str]:
        """What rows are counted by: the column and the sentence, without the values of one row."""
        return (self.about, self.text)

    def for_column(self, label: str) -> Reason:
        """The same reason, said of a column."""
        return Reason(self.text, self.values, label)

    def as_json(self) -> dict[str, Any]:
        """A plain dict for a jsonb column."""
        return {"text": self.text, "values": dict(self.values), "about": self.about}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reason:
        """The reason that `as_json` wrote."""
        return cls(stored["text"], stored.get("values") or {}, stored.get("about", ""))


class TableError(Exception):
    """Base of everything that can be wrong with a file. `str()` is a sentence in the reader's language."""

    def __init__(self, text: str, **values: object) -> None:
        self.reason = Reason(text, {name: str(value) for name, value in values.items()})
        super().__init__(text)

    def __str__(self) -> str:
        return str(self.reason)
