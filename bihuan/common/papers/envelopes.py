"""Envelopes and address labels, one for each letter, in order. GB/T 1416: DL 220 x 110 mm, C5 229 x 162 mm.

Nothing outside tells what is inside: neither the kind of document nor the number of the case, only the place in the batch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bihuan.common.papers import measures
from bihuan.common.papers.pdf import font, prepare, write

CSS = Path(__file__).with_name("envelopes.css")
SIZES = {"dl": (220.0, 110.0), "c5": (229.0, 162.0)}
LABELS = (3, 7)  # across and down an A4 sheet
POSTCODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a letter goes and from whom. `mark` says which letter of the batch belongs inside."""

    name: str
    address: str
    sender: str
    mark: str
    sender_address: str = ""

    @property
    def postcode(self) -> str:
        """The six digits that stand in the address, if they do."""
        found = POSTCODE.search(self.address)
        return found[0] if found else ""

    @property
    def street(self) -> str:
        """The address without its postcode."""
        return POSTCODE.sub("", self.address).strip(" ，,。")


def render_envelopes(addresses: Sequence[Address], form: str) -> bytes:
    """A PDF with one page per envelope (`dl`, `c5`) or sheets of 21 `labels`. KeyError for another form.

    Raises PangoMissingError, ChineseFontMissingError.
    """
    if form == "labels":
        css, body = _label_css(), "".join(_label(address) for address in addresses)
    else:
        css, body = _envelope_css(*SIZES[form]), "".join(_envelope(address) for address in addresses)
    head = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"></head>'
    style = prepare(CSS.read_text() + f"html{{{font(measures.KAITI)}}}" + css)
    return write(f"{head}<body>{body}</body></html>", style)


def _envelope(address: Address) -> str:
    boxes = "".join(f"<i>{digit}</i>" for digit in address.postcode.ljust(6, "\u2003"))
    return (
        f'<div class="envelope"><p class="code">{boxes}</p><p class="street">{escape(address.street)}</p>'
        f'<p class="name">{escape(address.name)}<span>（收）</span></p>'
        f'<p class="sender">{_sender(address, "<br>")}</p><p class="mark">{escape(address.mark)}</p></div>'
    )


def _envelope_css(width: float, height: float) -> str:
    return (
        f"@page{{size:{width}mm {height}mm;margin:0}}.envelope{{width:{width}mm;height:{height}mm}}"
        f".street{{left:{width * 0.2:g}mm;top:{height * 0.33:g}mm}}"
        f".envelope .name{{left:{width * 0.3:g}mm;top:{height * 0.58:g}mm}}"
    )


def _label(address: Address) -> str:
    lines = (
        ("", address.postcode),
        ("", address.street),
        ("name", f"{address.name}（收）"),
    )
    inside = "".join(f'<p class="{kind}">{escape(text)}</p>' for kind, text in lines)
    return f'<div class="label">{inside}<p class="small">{_sender(address, "　")}　{escape(address.mark)}</p></div>'


def _sender(address: Address, between: str) -> str:
    """Who sends it and from where, so that what cannot be delivered comes back."""
    return between.join(escape(text) for text in (address.sender_address, address.sender) if text)


def _label_css() -> str:
    across, down = LABELS
    return f"@page{{size:210mm 297mm;margin:0}}.label{{width:{209.9 / across:g}mm;height:{296.9 / down:g}mm}}"
