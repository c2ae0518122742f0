"""A figure: a table, what it counts, and how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bihuan.common import habits
from bihuan.common.columns import Column
from bihuan.insight.small import Hidden

NUMERIC = ' class="num"'
Value = str | int | float | Hidden | None


@dataclass(frozen=True, slots=True)
class Figure:
    """`heads` name the columns, the first is what a row is about. `shares` are the columns that hold shares (0 to 1).

    `drawn`: which columns the picture has, none for a table alone. `links`: addresses of the rows' first cells.
    """

    key: str
    title: str
    how: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    article: str = ""
    chart: str = ""
    drawn: Sequence[int] = ()
    tones: Sequence[str] = ()
    unit: str = ""
    shares: frozenset[int] = frozenset()
    links: Sequence[str] = ()
    columns: Sequence[Column] = ()
    note: str = ""
    wide: bool = False
    summed: bool = False  # the last row is of all the others and is not drawn
    texts: frozenset[int] = field(default=frozenset())  # columns of words, besides the first

    @property
    def caption(self) -> str:
        """What the picture draws, in words; its panel has the title."""
        return " · ".join(self.heads[index] for index in self.drawn)

    @property
    def chart_heads(self) -> list[str]:
        """The heads of the picture's table."""
        return [self.heads[0], *(self.heads[index] for index in self.drawn)]

    @property
    def chart_rows(self) -> list[list[Value]]:
        """The rows of the picture's table; hidden numbers are left out, not drawn as nothing."""
        return [
            [row[0], *(row[index] for index in self.drawn)]
            for row in (self.rows[:-1] if self.summed else self.rows)
            if not any(isinstance(row[index], Hidden) for index in self.drawn)
        ]

    @property
    def chart_is_share(self) -> bool:
        """The picture shows shares."""
        return bool(self.drawn) and set(self.drawn) <= self.shares

    @property
    def whole(self) -> bool:
        """The picture's own table is enough on the page; paper and workbook have all columns."""
        return bool(self.chart) and not self.links

    @property
    def body(self) -> SafeString:
        """The rows as markup. Written here and not in a template: a Board has some thousand cells."""
        links = self.links or [""] * len(self.rows)
        return SafeString("".join(map(self._row, self.rows, links)))

    def _row(self, row: Sequence[Value], url: str) -> str:
        first, *others = (
            escape(written(value, share=index in self.shares)) for index, value in enumerate(row)
        )
        head = f'<a href="{escape(url)}">{first}</a>' if url else first
        cells = "".join(
            f'<td{NUMERIC if self._number(index) else ""} data-label="{escape(self.heads[index])}">{text}</td>'
            for index, text in enumerate(others, start=1)
        )
        return f'<tr><th scope="row" class="card-title">{head}</th>{cells}</tr>\n'

    def _number(self, index: int) -> bool:
        return index > 0 and index not in self.texts

    @property
    def table_columns(self) -> list[Column]:
        """Heads of the table, with sort addresses where there are."""
        return list(self.columns) or [
            Column(head, numeric=self._number(index)) for index, head in enumerate(self.heads)
        ]


def written(value: Value, *, share: bool = False) -> str:
    """A value as a reader sees it."""
    if isinstance(value, Hidden):
        return _("少于5") if value is Hidden.SMALL else _("不显示")
    if share and not isinstance(value, str):
        return habits.percent(value)
    return "—" if value is None else habits.number(value)


def for_sheet(figure: Figure) -> tuple[list[str], list[list[str | int | float | None]]]:
    """Heads and rows for a workbook: numbers stay numbers, a share becomes a percentage, a hidden one its words."""
    heads = [f"{head}（%）" if index in figure.shares else head for index, head in enumerate(figure.heads)]
    rows: list[list[str | int | float | None]] = []
    for row in figure.rows:
        cells: list[str | int | float | None] = []
        for index, value in enumerate(row):
            if isinstance(value, Hidden):
                cells.append(written(value))
            elif index in figure.shares and isinstance(value, float):
                cells.append(round(value * 100, 1))
            else:
                cells.append(value)
        rows.append(cells)
    return heads, rows
