"""A list of cases as an office file: the rows and columns of the list, nothing of who appealed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.casework.choices import Choices
from bihuan.casework.listing import address
from bihuan.casework.listing.columns import ListColumn, Value
from bihuan.casework.listing.finding import Wanted, everything
from bihuan.common.calendar.working import CHINA
from bihuan.common.tables.writing import write_csv, write_rows
from bihuan.organizations.actor import SYSTEM, Actor

MOST = 100_000


class FilterError(ValueError):
    """A filter that means nothing here; the message says which, in the reader's language."""


class Export:
    """The rows of a list, counted while they are written."""

    def __init__(
        self, *, actor: Actor, wanted: Wanted, choices: Choices, at: datetime, most: int = MOST
    ) -> None:
        self.columns: Sequence[ListColumn] = wanted.columns
        self.count = 0
        self._most = most
        self._cases = everything(actor=actor, wanted=wanted, choices=choices, at=at, limit=most + 1)

    @property
    def headings(self) -> list[str]:
        """The names of the columns."""
        return [str(column.label) for column in self.columns]

    def rows(self) -> Iterator[Sequence[Value]]:
        """One row for each case; when there are more than may be written, a last row says so."""
        with closing(self._cases) as cases:  # the database keeps its cursor open until the end is said
            for case in cases:
                if self.count == self._most:
                    text = _("只导出了前 %(most)s 件。请缩小筛选范围，分次导出。") % {
                        "most": f"{self._most:,}"
                    }
                    yield [text]
                    return
                self.count += 1
                yield [column.value(case) for column in self.columns]

    def excel(self, to: IO[bytes] | Path) -> None:
        """Write a workbook, row by row."""
        write_rows(
            self.headings,
            self.rows(),
            to=to,
            sheet=_("案件"),
            widths=[column.width for column in self.columns],
        )

    def csv(self, to: IO[bytes]) -> None:
        """Write a .csv that Excel reads as UTF-8."""
        for piece in write_csv(self.headings, self.rows()):
            to.write(piece)


def write_cases(path: Path, *, query: str = "", at: datetime) -> int:
    """Write the cases of a list's address ("state=handling&overdue=1") to an .xlsx. Returns how many.

    For the command line, which sees all. Raises FilterError for a filter that means nothing, not to write too much.
    """
    choices = Choices(on=at.astimezone(CHINA).date())
    asked = QueryDict(query.lstrip("?"))
    wanted, faults = address.read(asked, choices)
    unknown = [_("没有“%(name)s”这个条件。") % {"name": name} for name in asked if name not in address.NAMES]
    if faults or unknown:
        raise FilterError(" ".join([*faults, *unknown]))
    export = Export(actor=SYSTEM, wanted=wanted, choices=choices, at=at)
    export.excel(path)
    return export.count
