"""A template filled at its places. Only text goes in: nothing in a text or a template is ever run.

A paragraph that is nothing but one place becomes as many as its text has lines. A paragraph with an empty place is left
out, and a numbered heading with nothing under it; the headings after it move up.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from bihuan.common.papers import measures
from bihuan.common.papers.numbering import chinese, signature_places
from bihuan.common.papers.word.opening import PLACE, Template, W, sound, tag_of, texts_of

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
HEADING = re.compile(r"^([一二三四五六七八九十]{1,3})、(?=\S{1,24}$)")
CORE = "docProps/core.xml"


def fill(
    content: bytes | Template, texts: Mapping[str, str], *, title: str, author: str, dated: date
) -> bytes:
    """The .docx with `texts` (by the names of places) in it. The same template and texts give the same bytes.

    Raises TemplateError.
    """
    template = sound(content) if isinstance(content, bytes) else content
    trees = {name: copy.deepcopy(tree) for name, tree in template.trees.items()}
    for tree in trees.values():
        _open_controls(tree, texts)
        _fill_tree(tree, texts)
    members = dict(template.members)
    for name, tree in trees.items():
        members[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    if CORE in members:
        members[CORE] = _core(title, author, dated)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return out.getvalue()


def _open_controls(tree: Any, texts: Mapping[str, str]) -> None:
    """A content control named after a place gets that place as its text; the control itself goes."""
    for control in list(tree.iter(f"{W}sdt")):
        inside = control.find(f"{W}sdtContent")
        parent = control.getparent()
        if inside is None or parent is None:
            continue
        name = tag_of(control)
        held = list(inside.iter(f"{W}t"))
        if name in texts and held and not PLACE.search("".join(t.text or "" for t in held)):
            held[0].text = f"{{{{{name}}}}}"
            for rest in held[1:]:
                rest.text = ""
        place = parent.index(control)
        for child in list(inside):
            parent.insert(place, child)
            place += 1
        parent.remove(control)


def _fill_tree(tree: Any, texts: Mapping[str, str]) -> None:
    left_out: list[Any] = []
    for paragraph in list(tree.iter(f"{W}p")):
        text = "".join(t.text or "" for t in texts_of(paragraph))
        names = PLACE.findall(text)
        if not names:
            continue
        alone = PLACE.fullmatch(text.strip())
        if alone:
            lines = [line.strip() for line in texts.get(alone[1], "").splitlines() if line.strip()]
            _fit(paragraph, alone[1], texts)
            if not lines:
                left_out.append(paragraph)
                continue
            for line in lines[:-1]:
                twin = copy.deepcopy(paragraph)
                _put(twin, {alone[1]: line})
                paragraph.addprevious(twin)
            _put(paragraph, {alone[1]: lines[-1]})
        elif any(not texts.get(name, "").strip() for name in names):
            left_out.append(paragraph)
        else:
            _put(paragraph, {name: " ".join(texts[name].split()) for name in names})
    for paragraph in left_out:
        _leave_out(paragraph)
    if left_out and (body := tree.find(f"{W}body")) is not None:
        _close_up(body)
    for mark in list(tree.iter(f"{W}gone")):
        mark.getparent().remove(mark)


def _put(paragraph: Any, texts: Mapping[str, str]) -> None:
    """Replace each place by its text, in the look of the run where it begins; a place may run over several."""
    parts = texts_of(paragraph)
    whole = "".join(t.text or "" for t in parts)
    for found in reversed(list(PLACE.finditer(whole))):
        begin, position = None, 0
        for t in parts:
            text = t.text or ""
            start, end = max(found.start() - position, 0), min(found.end() - position, len(text))
            position += len(text)
            if start >= end:
                continue
            new = texts.get(found[1], "") if begin is None else ""
            begin = begin if begin is not None else t
            t.text = _holding(text[:start] + new + text[end:])
            t.set(XML_SPACE, "preserve")


def _holding(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(
        c
        for c in text
        if c == "\t" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) & 0xFFFE != 0xFFFE)
    )


def _leave_out(paragraph: Any) -> None:
    parent = paragraph.getparent()
    properties = paragraph.find(f"{W}pPr")
    needed = parent.tag == f"{W}tc" and len(parent.findall(f"{W}p")) == 1
    if needed or (properties is not None and properties.find(f"{W}sectPr") is not None):
        for child in list(paragraph):
            if child is not properties:
                paragraph.remove(child)
        return
    # Of a section that is left empty, its heading is found by `_close_up`.
    paragraph.addprevious(paragraph.makeelement(f"{W}gone", {}))
    parent.remove(paragraph)


def _close_up(body: Any) -> None:
    """Headings with nothing left under them go, and those after them are numbered anew."""
    headings = [p for p in body.findall(f"{W}p") if HEADING.match(_text(p))]
    in_order = [HEADING.match(_text(p))[1] for p in headings] == [  # type: ignore[index]
        chinese(n) for n in range(1, len(headings) + 1)
    ]
    kept = []
    for heading in headings:
        below, gone = heading.getnext(), False
        while below is not None and below.tag == f"{W}gone":
            gone, below = True, below.getnext()
        empty = below is None or below.tag == f"{W}sectPr" or below in headings or not _text(below).strip()
        if gone and empty:
            body.remove(heading)
        else:
            kept.append(heading)
    if in_order and len(kept) < len(headings):
        for number, heading in enumerate(kept, 1):
            old = HEADING.match(_text(heading))
            first = next(t for t in texts_of(heading) if t.text)
            if old is not None and (first.text or "").startswith(old[1]):
                first.text = chinese(number) + (first.text or "")[len(old[1]) :]


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def _fit(paragraph: Any, name: str, texts: Mapping[str, str]) -> None:
    """The head as large as the line holds; signature and date where the standard puts them, by their length."""
    if name == "发文机关" and _has_size(paragraph):
        largest = measures.head_size(texts.get(name, "")) * 2
        for size in paragraph.iter(f"{W}sz", f"{W}szCs"):
            if int(size.get(f"{W}val")) >= 48:
                size.set(f"{W}val", str(round(min(int(size.get(f"{W}val")), largest))))
    if name in ("发文机关", "成文日期"):
        align, indent = paragraph.find(f"{W}pPr/{W}jc"), paragraph.find(f"{W}pPr/{W}ind")
        if align is not None and align.get(f"{W}val") in ("right", "end") and indent is not None:
            places = signature_places(texts.get("发文机关", ""), texts.get("成文日期", ""), sealed=True)
            right = places[0] if name == "发文机关" else places[1]
            for side in ("right", "end"):
                if indent.get(f"{W}{side}") is not None:
                    indent.set(f"{W}{side}", str(round(right * measures.SIZE_3 * 20)))


def _has_size(paragraph: Any) -> bool:
    return next(paragraph.iter(f"{W}sz"), None) is not None


def _core(title: str, author: str, dated: date) -> bytes:
    moment = f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{dated.isoformat()}T00:00:00Z</dcterms:{{0}}>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"{moment.format('created')}{moment.format('modified')}</cp:coreProperties>"
    ).encode()
