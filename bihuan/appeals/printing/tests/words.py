"""Word files for tests: the built-in template of a kind, with changes as an office would make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from docx import Document

from bihuan.appeals.documents import LETTERS
from bihuan.appeals.documents.composing import blank_of
from bihuan.common.papers import render_docx


def blank(kind: str = "decision", unit: str = "") -> bytes:
    return render_docx(blank_of(LETTERS[kind], unit=unit))


def changed(content: bytes, change: Mapping[str, str]) -> bytes:
    """With texts of runs replaced, as somebody types over them."""
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            for old, new in change.items():
                if old in run.text:
                    run.text = run.text.replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rewritten(content: bytes, member: str, change: Callable[[bytes], bytes], **added: bytes) -> bytes:
    """With one member of the package changed and others added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == member else data)
        for name, data in added.items():
            target.writestr(name, data)
    return out.getvalue()


def text_of(content: bytes) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
