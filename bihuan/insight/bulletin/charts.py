"""A chart in a .docx as Word keeps it: drawn anew from its own small workbook, so that numbers can be mended in Word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COLOURS = ("1F6F8B", "C0392B", "7F8C8D")


def add_bars(
    document: Document, *, number: int, title: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]
) -> None:  # fmt: skip
    """Lying bars under what the document has so far; `number` is the chart's own in the file."""
    package = document.part.package
    assert package is not None
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), BOOK, _book(names, series), package)
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART, b"", package)
    key = chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    chart._blob = _chart(title, names, series, key).encode()
    drawn = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    height = 40 + 9 * len(names)
    document.add_paragraph().add_run()._r.append(_inline(drawn, number, title, Mm(156), Mm(min(height, 150))))


def _book(names: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> bytes:
    from bihuan.common.tables.writing import write_rows

    rows: list[list[str | int]] = [
        [name, *(values[place] for _label, values in series)] for place, name in enumerate(names)
    ]
    return write_rows(["", *(label for label, _values in series)], rows, sheet="Sheet1")


def _chart(title: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], book: str) -> str:
    last = len(names) + 1
    labels = "".join(
        f'<c:pt idx="{place}"><c:v>{escape(name)}</c:v></c:pt>' for place, name in enumerate(names)
    )
    drawn = ""
    for place, (label, values) in enumerate(series):
        column = chr(ord("B") + place)
        points = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))
        drawn += (
            f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>'
            f'<c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(label)}'
            "</c:v></c:pt></c:strCache></c:strRef></c:tx>"
            f'<c:spPr><a:solidFill><a:srgbClr val="{COLOURS[place % len(COLOURS)]}"/></a:solidFill></c:spPr>'
            '<c:invertIfNegative val="0"/>'
            f'<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{len(names)}"/>{labels}'
            "</c:strCache></c:strRef></c:cat>"
            f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(names)}"/>{points}</c:numCache></c:numRef></c:val></c:ser>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:roundedCorners val="0"/><c:chart>'
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang=\"zh-CN\" sz=\"1200\"/><a:t>{escape(title)}</a:t></a:r></a:p>"
        '</c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{drawn}<c:gapWidth val="60"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:majorGridlines/><c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111"/><c:crosses val="max"/></c:valAx>'
        '</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/></c:chart>'
        f'<c:externalData r:id="{book}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )  # fmt: skip


def _inline(key: str, number: int, title: str, width: int, height: int) -> Any:
    return parse_xml(
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="{A}" xmlns:r="{R}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{100 + number}" name="chart{number}" descr={_quoted(title)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{C}"><c:chart xmlns:c="{C}" r:id="{key}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _quoted(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(text)
