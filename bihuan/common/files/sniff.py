"""What a file is, by its content. The name is only compared with it."""

from __future__ import annotations

import codecs
import re
import zipfile
from enum import StrEnum
from typing import BinaryIO

import filetype
from django.utils.translation import gettext_lazy

from bihuan.common.files import kinds
from bihuan.common.files.containers import inspect_ole, inspect_zip
from bihuan.common.files.errors import (
    ActiveContentRefusedError,
    ArchiveRefusedError,
    ExecutableRefusedError,
    FileBrokenError,
    KindRefusedError,
    NameMismatchError,
    PolyglotRefusedError,
)
from bihuan.common.files.kinds import Kind, claimed
from bihuan.common.files.names import extension_of

HEAD = 8192
CHUNK = 1 << 20


class Flag(StrEnum):
    """What a reader should know before opening. Labels are gettext msgids."""

    MACROS = "含有宏"
    PDF_ACTION = "含有自动执行的内容"


PROGRAM_HEADS = (
    b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"#!/", b"#! ", b"dex\n", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
ARCHIVE_HEADS = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|svg|script|iframe|img|object|embed|form|meta|link|style|\?xml|\?php|%|!--|!\[CDATA\[)",
    re.IGNORECASE,
)
HIDDEN = re.compile(rb"<(?:script|html|svg|\?php)[\s>]", re.IGNORECASE)
PDF_ACTIONS = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(file: BinaryIO, name: str) -> tuple[Kind, tuple[Flag, ...]]:
    """The kind of a seekable file, and what to warn of. `name` must be clean.

    Raises ExecutableRefusedError, ActiveContentRefusedError, KindRefusedError, ArchiveRefusedError, FileBrokenError,
    FileEncryptedError, ZipBombError, PolyglotRefusedError, NameMismatchError.
    """
    extension = extension_of(name)
    file.seek(0)
    head = file.read(HEAD)
    if _is_program(head) or extension in kinds.PROGRAMS:
        raise ExecutableRefusedError(claimed=gettext_lazy(claimed(extension)))
    if extension in kinds.ACTIVE or MARKUP.match(head.lstrip(b"\xef\xbb\xbf \t\r\n\0")):
        raise ActiveContentRefusedError
    if extension in kinds.ARCHIVES or head.startswith(ARCHIVE_HEADS):
        raise ArchiveRefusedError
    kind, macros = _by_content(file, head, extension)
    if extension and extension not in kind.extensions:
        raise NameMismatchError(extension=extension, actual=gettext_lazy(kind.label))
    _refuse_polyglot(file, head, kind)
    flags = [Flag.MACROS] if macros else []
    if kind is kinds.PDF and _has_pdf_action(file):
        flags.append(Flag.PDF_ACTION)
    return kind, tuple(flags)


def _by_content(file: BinaryIO, head: bytes, extension: str) -> tuple[Kind, bool]:
    if head.startswith(ZIP):
        return inspect_zip(file, claimed=gettext_lazy(claimed(extension)))
    if head.startswith(OLE):
        return inspect_ole(file)
    if head.startswith(b"%PDF-"):
        return kinds.PDF, False
    guess = filetype.guess(head)
    if guess is not None and guess.mime in kinds.SNIFFED:
        kind = kinds.SNIFFED[guess.mime]
        # Telephones record sound in the containers of video and name the file for what it is.
        other = kinds.BY_EXTENSION.get(extension)
        sound = {kinds.M4A} if kind is kinds.MP4 else {kinds.AMR} if kind is kinds.GP3 else set()
        return (other, False) if other in sound and other is not None else (kind, False)
    # `filetype` takes every MZ for a program; those have been refused by now.
    if (guess is None or head.startswith(b"MZ")) and _is_text(file):
        return (kinds.CSV if extension == "csv" else kinds.TXT), False
    if extension in kinds.BY_EXTENSION and guess is None:
        raise FileBrokenError(claimed=gettext_lazy(claimed(extension)))
    raise KindRefusedError


def _is_program(head: bytes) -> bool:
    # A letter may begin with MZ; a program for Windows has zeros soon after it.
    return head.startswith(PROGRAM_HEADS) or (head.startswith(b"MZ") and b"\0" in head[:128])


def _is_text(file: BinaryIO) -> bool:
    """All of it decodes as UTF-8, UTF-16 with its mark, or GB 18030, and holds no control characters."""
    file.seek(0)
    start = file.read(4)
    codes = ("utf-16",) if start.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "gb18030")
    return any(_decodes(file, code) for code in codes)


def _decodes(file: BinaryIO, code: str) -> bool:
    decoder = codecs.getincrementaldecoder(code)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            if any(c < " " and c not in "\t\n\r\f\v\x1a" for c in set(decoder.decode(chunk))):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_polyglot(file: BinaryIO, head: bytes, kind: Kind) -> None:
    """Images, sound, video and PDF that are a readable ZIP too, or open with markup: two readers see two files."""
    if kind in (kinds.DOCX, kinds.XLSX, kinds.PPTX, kinds.OFD) or kind.family is kinds.Family.TEXT:
        return
    hidden = HIDDEN.search(head) is not None and kind is not kinds.PDF
    if not hidden:
        try:
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                hidden = bool(archive.infolist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            hidden = False
    if hidden:
        raise PolyglotRefusedError(claimed=gettext_lazy(kind.label))


def _has_pdf_action(file: BinaryIO) -> bool:
    file.seek(0)
    tail = b""
    while chunk := file.read(CHUNK):
        if PDF_ACTIONS.search(tail + chunk):
            return True
        tail = chunk[-16:]
    return False
