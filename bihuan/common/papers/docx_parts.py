"""What python-docx has no name for: East Asian typefaces, rules, fields and the character grid."""

from __future__ import annotations

import math
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from bihuan.common.papers import measures
from bihuan.common.papers.measures import Face


def put(properties: Any, face: Face) -> None:
    """Set the typeface of a run or style for every kind of character, and drop the template's theme fonts."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), face.office)
    fonts.set(qn("w:hint"), "eastAsia")


def border(paragraph: Any, **sides: tuple[int, str, int]) -> None:
    """Rules around a paragraph: side=(thickness in eighths of a point, colour, distance in points)."""
    rules = OxmlElement("w:pBdr")
    for side, (thickness, color, space) in sides.items():
        rules.append(_rule(side, thickness, color, space))
    paragraph._p.get_or_add_pPr().insert_element_before(
        rules, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def off_grid(paragraph: Any) -> None:
    """Lines of this paragraph keep their own height, which the line grid would round up."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:rPr")


def field(run: Any, instruction: str) -> None:
    """A field that Word computes, such as PAGE."""
    for kind in ("begin", None, "separate", "", "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {instruction} "
        elif kind == "":
            part = OxmlElement("w:t")
            part.text = "1"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def grid(section: Any) -> None:
    """22 lines to a page, by Word's line grid.

    The grid's own 28 characters to a line are not used: LibreOffice spreads them far apart. `tighten` does it.
    """
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    element = OxmlElement("w:docGrid")
    element.set(qn("w:type"), "lines")
    element.set(qn("w:linePitch"), str(round(measures.LINE_PITCH * 20)))
    section._sectPr.append(element)


def tighten(properties: Any) -> None:
    """28 characters to a line: take the surplus from each character, in twentieths of a point, rounded up."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(-math.ceil(measures.TIGHTER * 20)))
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def name_substitutes(document: Any) -> None:
    """Tell Word which face of Windows stands in where an office has not the one named (fontTable.xml)."""
    part = next(p for p in document.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    table = parse_xml(part.blob)
    for face in (measures.XIAOBIAOSONG, measures.FANGSONG, measures.KAITI):
        font = OxmlElement("w:font")
        font.set(qn("w:name"), face.office)
        for tag, value in (("altName", face.substitute), ("charset", "86"), ("family", "auto")):
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            font.append(child)
        table.append(font)
    part._blob = serialize_part_xml(table)


def _rule(side: str, thickness: int, color: str, space: int) -> Any:
    element = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", thickness), ("space", space), ("color", color)):
        element.set(qn(f"w:{name}"), str(value))
    return element
