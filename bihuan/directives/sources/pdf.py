"""PDF with a text layer. Pages that are pictures have none, and nothing is guessed from them."""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from bihuan.directives.sources.faults import Unreadable

MOST_PAGES = 300
LEAST_CHARACTERS = 10  # a page on average: below, it is a scan with stray marks


def text(content: bytes) -> tuple[str, int]:
    """The text of all pages, each line as it is set, and how many pages. Raises Unreadable."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("password")
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            raise Unreadable("too_many_pages")
        lines = "\n".join(page.extract_text() or "" for page in reader.pages)
    except Unreadable:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        NotImplementedError,
        OSError,
    ) as fault:
        raise Unreadable("damaged") from fault
    if len(lines.strip()) < LEAST_CHARACTERS * pages:
        raise Unreadable("scanned")
    return lines, pages
