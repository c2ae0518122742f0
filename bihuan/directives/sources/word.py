"""Word (.docx): paragraphs and tables in their order, with the numbers that Word sets by itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from bihuan.directives.sources.faults import Unreadable
from bihuan.directives.sources.word_numbers import Numbers

LARGEST_UNPACKED = 200 * 1024 * 1024


def text(content: bytes) -> str:
    """The text, a line for each paragraph and for each row of a table. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "word/document.xml" not in names:
                raise Unreadable("password" if "EncryptedPackage" in names else "not_word")
            if sum(info.file_size for info in archive.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("too_large")
        document = Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError) as fault:
        raise Unreadable("damaged") from fault
    return "\n".join(_lines(document))


def _lines(document: Any) -> Iterator[str]:
    numbers = Numbers(document)
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            yield numbers.of(element) + _words(element)
        elif element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                yield "\t".join(
                    "".join(_words(p) for p in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))
                )


def _words(paragraph: Any) -> str:
    blanks = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    runs = paragraph.iter(qn("w:t"), *blanks)
    return "".join(blanks.get(run.tag) or run.text or "" for run in runs)
