"""A filled template as PDF: paragraphs, runs, tables, pictures, headers and footers of the .docx as HTML for WeasyPrint.

What a letter of an office is made of, and not all that Word can draw: text boxes and shapes have been refused with the
template (`unsupported`). The page, its typefaces and rules are the template's own.
"""

from __future__ import annotations

import base64
import io
import posixpath
import zipfile
from collections.abc import Iterator
from html import escape
from typing import Any

from bihuan.common.papers.pdf import prepare, write
from bihuan.common.papers.word.opening import W, parse
from bihuan.common.papers.word.styles import Styles, border_css, paragraph_css, points, run_css

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
DRAWN = ("{urn:schemas-microsoft-com:vml}shape", f"{W}pict", f"{W}txbxContent")
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
EMU = 12700  # to a point
BASE = (
    "body{margin:0;orphans:2;widows:2}p{margin:0;overflow-wrap:anywhere}table{border-collapse:collapse}"
    "td{padding:0 5.4pt;vertical-align:top}.spread{display:flex;justify-content:space-between}.spread span{white-space:nowrap}"
    ".number::after{content:counter(page)}.pages::after{content:counter(pages)}"
    ".imprint{float:footnote;footnote-policy:block;margin:0}.imprint::footnote-call,.imprint::footnote-marker{content:none}"
    "@page{@footnote{margin:0;padding:0;border:0}}"
)


def render_template_pdf(docx: bytes) -> bytes:
    """The PDF of a .docx that `fill` made. Raises PangoMissingError, ChineseFontMissingError."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        document = _Document({name: archive.read(name) for name in archive.namelist()})
    css, body = document.html()
    return write(
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"></head><body>{body}</body></html>',
        prepare(css),
    )


def unsupported(tree: Any) -> bool:
    """Whether there is something drawn that the PDF could not show."""
    return next(tree.iter(*DRAWN), None) is not None


class _Document:
    def __init__(self, members: dict[str, bytes]) -> None:
        self._members = members
        styles = members.get("word/styles.xml")
        self._styles = Styles(parse(styles) if styles else None)
        self._body = parse(members["word/document.xml"]).find(f"{W}body")
        self._relations: dict[str, str] = {}

    def html(self) -> tuple[str, str]:
        """The style of the pages, and the body."""
        section = self._body.find(f"{W}sectPr")
        css, running = self._pages(section)
        self._relations = self._relations_of("word/document.xml")
        return BASE + css, running + "".join(self._blocks(self._body))

    def _pages(self, section: Any) -> tuple[str, str]:
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")

        def get(element: Any, name: str) -> float:
            return points(element.get(f"{W}{name}"))

        css = (
            f"@page{{size:{get(size, 'w'):g}pt {get(size, 'h'):g}pt;margin:{get(margin, 'top'):g}pt {get(margin, 'right'):g}pt "
            f"{get(margin, 'bottom'):g}pt {get(margin, 'left'):g}pt}}"
        )
        first = section.find(f"{W}titlePg") is not None
        settings = self._members.get("word/settings.xml", b"")
        both = b"evenAndOddHeaders" in settings
        running = ""
        for kind, box in (("header", "top"), ("footer", "bottom")):
            for reference in section.findall(f"{W}{kind}Reference"):
                which = reference.get(f"{W}type")
                if (which == "first" and not first) or (which == "even" and not both):
                    continue
                name = f"{kind}-{which}"
                page = {"first": "@page:first", "even": "@page:left"}.get(
                    which, "@page:right" if both else "@page"
                )
                apart = f"{get(margin, kind):g}pt"
                edge = "padding-top" if kind == "header" else "padding-bottom"
                align = "top" if kind == "header" else "bottom"
                css += f"{page}{{@{box}-center{{content:element({name});width:100%;vertical-align:{align};{edge}:{apart}}}}}"
                css += f".{name}{{position:running({name})}}"
                target = self._relations_of("word/document.xml").get(reference.get(f"{R}id"), "")
                self._relations = self._relations_of(target)
                inside = (
                    "".join(self._blocks(parse(self._members[target]))) if target in self._members else ""
                )
                running += f'<div class="{name}">{inside}</div>'
        # More exact selectors come later, so that the first page's own wins.
        return css, running

    def _relations_of(self, part: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        data = self._members.get(f"{folder}/_rels/{name}.rels")
        if data is None:
            return {}
        return {
            row.get("Id"): posixpath.normpath(posixpath.join(folder, row.get("Target"))).lstrip("/")
            for row in parse(data)
        }

    def _blocks(self, parent: Any) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{W}p":
                yield self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield self._table(child)
            elif child.tag == f"{W}sdt":
                yield from self._blocks(child.find(f"{W}sdtContent"))

    def _paragraph(self, paragraph: Any) -> str:
        look = self._styles.paragraph(paragraph)
        mark = paragraph.find(f"{W}pPr")
        inside = "".join(self._runs(paragraph, paragraph))
        base = run_css(self._styles.run(paragraph, mark))
        spread = look.get("tabs") is not None and "\t" in inside and not look.get("ind", {}).get("hanging")
        if spread:
            inside = "".join(f"<span>{part}</span>" for part in inside.split("\t"))
        framed = ' class="imprint"' if "framePr" in look else ' class="spread"' if spread else ""
        return f'<p{framed} style="{base};{paragraph_css(look)}">{inside or "&#8203;"}</p>'

    def _runs(self, parent: Any, paragraph: Any) -> Iterator[str]:
        field = ""
        for child in parent:
            if child.tag == f"{W}r":
                kind = child.find(f"{W}fldChar")
                if kind is not None:
                    field = {"begin": "code", "separate": field, "end": ""}.get(
                        kind.get(f"{W}fldCharType"), field
                    )
                yield from self._run(child, paragraph)
            elif child.tag in (f"{W}hyperlink", f"{W}smartTag"):
                yield from self._runs(child, paragraph)
            elif child.tag == f"{W}fldSimple":
                yield _counter(child.get(f"{W}instr") or "")
            elif child.tag == f"{W}sdt":
                yield from self._runs(child.find(f"{W}sdtContent"), paragraph)

    def _run(self, run: Any, paragraph: Any) -> Iterator[str]:
        css = run_css(self._styles.run(paragraph, run))
        # A field written in one run (as ours are) carries its result there; a counter takes its place.
        instruction = "".join(part.text or "" for part in run.iter(f"{W}instrText"))
        if instruction:
            yield f'<span style="{css}">{_counter(instruction)}</span>'
            return
        inside = ""
        for child in run:
            if child.tag == f"{W}t":
                inside += escape(child.text or "")
            elif child.tag == f"{W}tab":
                inside += "\t"
            elif child.tag in (f"{W}br", f"{W}cr"):
                inside += "<br>" if child.get(f"{W}type") != "page" else '<br style="break-after:page">'
            elif child.tag == f"{W}drawing":
                inside += self._picture(child)
        if inside == "\t":
            yield inside
        elif inside:
            yield (
                f'<span style="{css}">'
                + f'</span>\t<span style="{css}">'.join(inside.split("\t"))
                + "</span>"
            )

    def _picture(self, drawing: Any) -> str:
        blip, extent = next(drawing.iter(BLIP), None), next(drawing.iter(EXTENT), None)
        if blip is None or extent is None:
            return ""
        target = self._relations.get(blip.get(f"{R}embed"), "")
        kind = PICTURES.get(target.rsplit(".", 1)[-1].lower())
        if kind is None or target not in self._members:
            return ""
        width, height = int(extent.get("cx")) / EMU, int(extent.get("cy")) / EMU
        data = base64.b64encode(self._members[target]).decode()
        return f'<img alt="" style="width:{width:g}pt;height:{height:g}pt" src="data:{kind};base64,{data}">'

    def _table(self, table: Any) -> str:
        widths = [points(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        borders = table.find(f"{W}tblPr/{W}tblBorders")
        style = table.find(f"{W}tblPr/{W}tblStyle")
        ruled = borders is not None or (style is not None and "Grid" in str(style.get(f"{W}val")))
        cell_css = "border:0.5pt solid #000" if ruled and borders is None else ""
        if borders is not None:
            inner = borders.find(f"{W}insideH")
            cell_css = (
                ";".join(border_css(side, inner) for side in ("top", "bottom", "left", "right"))
                if inner is not None
                else ""
            )
        columns = "".join(f'<col style="width:{width:g}pt">' for width in widths)
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td style="{cell_css}" colspan="{_span(cell)}">{"".join(self._blocks(cell))}</td>'
                for cell in row.findall(f"{W}tc")
            )
            + "</tr>"
            for row in table.findall(f"{W}tr")
        )
        return f'<table style="width:{sum(widths):g}pt"><colgroup>{columns}</colgroup>{rows}</table>'


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val") if span is not None else "1"
    return int(value) if str(value).isdigit() else 1


def _counter(instruction: str) -> str:
    words = instruction.split()
    if words and words[0].upper() == "PAGE":
        return '<span class="number"></span>'
    return '<span class="pages"></span>' if words and words[0].upper() in ("NUMPAGES", "SECTIONPAGES") else ""
