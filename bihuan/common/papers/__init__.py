"""Official documents (公文) in the form of GB/T 9704-2012, as data and as files. Pure functions."""

from bihuan.common.papers.errors import ChineseFontMissingError, PangoMissingError, PapersError
from bihuan.common.papers.paper import Block, Heading, Paper, Paragraph, paragraphs
from bihuan.common.papers.pdf import render_pdf
from bihuan.common.papers.plain import PlainCopy, plain_html, render_plain


def render_docx(paper: Paper) -> bytes:
    """The .docx of a paper. The same paper gives the same bytes."""
    from bihuan.common.papers import docx  # 17 MB in each web process, for a file that is rarely asked for

    return docx.render_docx(paper)


__all__ = [
    "Block",
    "ChineseFontMissingError",
    "Heading",
    "PangoMissingError",
    "Paper",
    "PapersError",
    "Paragraph",
    "PlainCopy",
    "paragraphs",
    "plain_html",
    "render_docx",
    "render_pdf",
    "render_plain",
]
