"""What a file is, by its first bytes and never by its name; and what it may cost to open it."""

from __future__ import annotations

import codecs
import zipfile
from enum import StrEnum
from typing import BinaryIO

from django.utils.translation import gettext_noop as _

from bihuan.common.tables.reasons import TableError

MAX_FILE = 100 * 1024**2  # bytes: about 120,000 letters with their replies
MAX_UNPACKED = 1024**3  # bytes a workbook may grow to; a real one of 100 MB holds 500 MB
_READ = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Shape(StrEnum):
    """What the reader has to do with the file."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


class NotATableError(TableError):
    """The file is nothing that holds rows: a picture, a letter, a web page, text under a workbook's name."""


class LockedWorkbookError(TableError):
    """The workbook has a password."""


class DamagedWorkbookError(TableError):
    """The workbook is broken, or pretends to be smaller than it is."""


class TooLargeError(TableError):
    """The file would take more memory than one office's ledger may."""


class EmptyTableError(TableError):
    """There is no row in it."""


def sniff(source: BinaryIO, name: str = "") -> Shape:
    """The shape of the file; `name` only serves to say what is wrong. Raises TableErrors."""
    size = source.seek(0, 2)
    source.seek(0)
    if size == 0:
        raise EmptyTableError(_("文件是空的，请选择有内容的表格"))
    if size > MAX_FILE:
        raise TooLargeError(_("文件超过 %(most)s MB，请分成几个文件导入"), most=MAX_FILE // 1024**2)
    first = source.read(8192)
    if first.startswith(b"PK\x03\x04"):
        return _in_zip(source)
    if first.startswith(_OLE):
        return _in_ole(source)
    named = name.lower().rsplit(".", 1)[-1]
    start = first.lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml", b"<head", b"<style")):
        raise NotATableError(
            _("这是网页，不是表格（有的系统导出的“.xls”其实是网页）；请用 WPS 或 Excel 打开后另存为 .xlsx")
        )
    if not _is_text(first):
        raise NotATableError(_("这不是表格文件；可以导入 .xlsx、.xls、.ods 和 .csv"))
    if named in {"xlsx", "xls", "xlsm", "ods", "et"}:
        raise NotATableError(
            _("这个文件名写着是工作簿，内容却是文本；请用 WPS 或 Excel 另存为 .xlsx，或把扩展名改成 .csv")
        )
    return Shape.CSV


def encoding_of(source: BinaryIO) -> str:
    """utf-8, utf-16 or gb18030, by trying the whole file. Raises NotATableError when it is none of them."""
    source.seek(0)
    mark = source.read(2)
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        source.seek(0)
        try:
            while block := source.read(_READ):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise NotATableError(_("文字编码无法识别；请用 WPS 或 Excel 打开后另存为 .xlsx"))


def read_to_end(archive: zipfile.ZipFile, name: str) -> None:
    """Unpack one part into nothing. The archive's own check sum shows a part that lies about its size."""
    with opened_part(archive, name) as part:
        while part.read(_READ):
            pass


def opened_part(archive: zipfile.ZipFile, name: str) -> zipfile.ZipExtFile:
    """One part for reading. Raises DamagedWorkbookError where it is missing or under a password."""
    try:
        return archive.open(name)  # type: ignore[return-value]  # typeshed says IO[bytes]
    except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise DamagedWorkbookError(DAMAGED) from error


DAMAGED = _("工作簿已损坏，请用 WPS 或 Excel 打开、修复并另存后再导入")


def _in_zip(source: BinaryIO) -> Shape:
    source.seek(0)
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise DamagedWorkbookError(DAMAGED) from error
    names = archive.NameToInfo
    if sum(part.file_size for part in archive.filelist) > MAX_UNPACKED:
        raise TooLargeError(
            _("工作簿展开后超过 %(most)s MB，请分成几个文件导入"), most=MAX_UNPACKED // 1024**2
        )
    if "xl/workbook.xml" in names:
        return Shape.XLSX
    if "xl/workbook.bin" in names:
        raise NotATableError(_("暂不支持 .xlsb；请另存为 .xlsx"))
    if "content.xml" in names and "mimetype" in names:
        if (
            not opened_part(archive, "mimetype")
            .read(80)
            .startswith(b"application/vnd.oasis.opendocument.spreadsheet")
        ):
            raise NotATableError(_("这是 OpenDocument 文件，但不是表格"))
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in opened_part(archive, manifest).read(_READ):
            raise LockedWorkbookError(LOCKED)
        return Shape.ODS
    if "word/document.xml" in names:
        raise NotATableError(_("这是 Word 文档，不是表格；请把表格复制到 Excel 后再导入"))
    raise NotATableError(_("这是压缩包，不是表格；请解压后导入其中的工作簿"))


LOCKED = _("工作簿设了密码；请在 WPS 或 Excel 中打开，取消“用密码加密”，保存后再导入")


def _in_ole(source: BinaryIO) -> Shape:
    source.seek(0)
    whole = source.read()
    if "EncryptedPackage".encode("utf-16le") in whole:
        raise LockedWorkbookError(LOCKED)
    if "WordDocument".encode("utf-16le") in whole:
        raise NotATableError(_("这是 Word 文档，不是表格；请把表格复制到 Excel 后再导入"))
    return Shape.XLS


def _is_text(first: bytes) -> bool:
    if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return True
    return not any(byte < 9 or 13 < byte < 27 for byte in first)
