"""The text of a file: .docx, .doc, .pdf with text, .txt. What cannot be read says why and what to do."""

from bihuan.directives.sources.faults import Unreadable
from bihuan.directives.sources.reading_files import Source, read_bytes, read_file

__all__ = ["Source", "Unreadable", "read_bytes", "read_file"]
