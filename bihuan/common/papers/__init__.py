"""Official documents (公文) in the form of GB/T 9704-2012, as data and as files. Pure functions."""

from bihuan.common.papers.docx import render_docx
from bihuan.common.papers.errors import ChineseFontMissingError, PangoMissingError, PapersError
from bihuan.common.papers.paper import Block, Heading, Paper, Paragraph, paragraphs
from bihuan.common.papers.pdf import render_pdf
from bihuan.common.papers.plain import PlainCopy, plain_html, render_plain

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
