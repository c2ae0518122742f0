"""A template is opened only when it is a plain .docx: no macros, nothing from elsewhere, nothing embedded."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bihuan.common.files import kinds
from bihuan.common.files.containers import inspect_zip
from bihuan.common.files.errors import FileEncryptedError, FileError
from bihuan.common.papers.word.errors import (
    EmbeddedError,
    ExternalError,
    MacrosError,
    NotWordError,
    RevisionsError,
    TooLargeError,
)

LARGEST = 2 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
PLACE = re.compile(r"\{\{\s*([^{}\s]{1,40})\s*\}\}")
# Fields that fetch: everything else (PAGE, NUMPAGES, DATE …) shows what is in the document itself.
FETCHING = re.compile(
    r"\b(?:INCLUDETEXT|INCLUDEPICTURE|DDE|DDEAUTO|LINK|IMPORT|DATABASE|HYPERLINK|MACROBUTTON|RD)\b", re.I
)
RUNS_CODE = re.compile(r"vbaproject|vbadata|activex|/ctrlprops|macrosheet|customui", re.I)
INSIDE = re.compile(r"word/embeddings/|\.(?:bin|ole|exe|dll|js|vbs)$|word/(?:afchunk|altchunk)", re.I)


@dataclass(frozen=True, slots=True)
class Template:
    """The members of a sound template, and those with text as trees."""

    members: dict[str, bytes]
    trees: dict[str, Any]


def sound(content: bytes) -> Template:
    """The template, if it is one. Raises a TemplateError that says what to do."""
    if len(content) > LARGEST:
        raise TooLargeError
    try:
        kind, macros = inspect_zip(io.BytesIO(content), claimed=kinds.DOCX)
    except FileEncryptedError as error:
        raise NotWordError from error
    except FileError as error:
        raise NotWordError from error
    if kind is not kinds.DOCX:
        raise NotWordError
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    if macros or any(RUNS_CODE.search(name) for name in members):
        raise MacrosError
    if b"macroEnabled" in members.get("[Content_Types].xml", b""):
        raise MacrosError
    if any(INSIDE.search(name) for name in members):
        raise EmbeddedError
    trees = {name: _tree(data) for name, data in members.items() if TEXTS.fullmatch(name)}
    if "word/document.xml" not in trees:
        raise NotWordError
    for name, data in members.items():
        if name.endswith(".rels"):
            _refuse_links(_tree(data))
    for tree in trees.values():
        _refuse_contents(tree)
    return Template(members, trees)


def places_in(template: Template) -> list[str]:
    """The names of the places in the order they stand, each once; a content control's tag counts as its place."""
    found: dict[str, None] = {}
    for tree in template.trees.values():
        for control in tree.iter(f"{W}sdt"):
            if name := tag_of(control):
                found[name] = None
        for paragraph in tree.iter(f"{W}p"):
            found |= dict.fromkeys(PLACE.findall("".join(t.text or "" for t in texts_of(paragraph))))
    return list(found)


def texts_of(paragraph: Any) -> list[Any]:
    """The w:t of a paragraph in order, without those of paragraphs inside it (text boxes)."""
    return [t for t in paragraph.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is paragraph]


def tag_of(control: Any) -> str:
    """The place that a content control stands for: its tag or title in Chinese, without braces."""
    for kind in ("tag", "alias"):
        mark = control.find(f"{W}sdtPr/{W}{kind}")
        name = (mark.get(f"{W}val") or "").strip("{} ") if mark is not None else ""
        if re.search(r"[\u4e00-\u9fff]", name):
            return name
    return ""


def parse(data: bytes) -> Any:
    """XML without entities, DTD or network. Raises NotWordError."""
    return _tree(data)


def _tree(data: bytes) -> Any:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise NotWordError
    try:
        return etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        )
    except etree.XMLSyntaxError as error:
        raise NotWordError from error


def _refuse_links(relations: Any) -> None:
    for relation in relations:
        kind = str(relation.get("Type", ""))
        if relation.get("TargetMode") == "External" or kind.endswith(
            ("/attachedTemplate", "/subDocument", "/frame")
        ):
            raise ExternalError
        if kind.endswith(("/oleObject", "/package", "/aFChunk", "/control")):
            raise EmbeddedError


def _refuse_contents(tree: Any) -> None:
    if next(tree.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
        raise RevisionsError
    if next(tree.iter(f"{W}altChunk", f"{W}object", f"{W}control"), None) is not None:
        raise EmbeddedError
    for field in _fields(tree):
        if FETCHING.search(field):
            raise ExternalError


def _fields(tree: Any) -> Iterator[str]:
    yield "".join(part.text or "" for part in tree.iter(f"{W}instrText"))
    for simple in tree.iter(f"{W}fldSimple"):
        yield simple.get(f"{W}instr") or ""
