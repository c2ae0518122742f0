"""ZIP and OLE files: which office format is inside, with macros or not, and whether unpacking would harm."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from bihuan.common.files import kinds
from bihuan.common.files.errors import (
    ArchiveRefusedError,
    ExecutableRefusedError,
    FileBrokenError,
    FileEncryptedError,
    KindRefusedError,
    ZipBombError,
)
from bihuan.common.files.kinds import Kind

MOST_MEMBERS = 5_000
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 150  # office documents reach about 30
RATIO_MATTERS = 20 * 1024 * 1024
CHUNK = 1 << 20
OFFICE = (("word/", kinds.DOCX), ("xl/", kinds.XLSX), ("ppt/", kinds.PPTX))


def inspect_zip(file: BinaryIO, *, claimed: object) -> tuple[Kind, bool]:
    """The office format in a ZIP, and whether it has macros. Nothing is unpacked.

    Raises FileBrokenError, ZipBombError, FileEncryptedError, KindRefusedError, ArchiveRefusedError.
    """
    file.seek(0, 2)
    size = file.tell()
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileBrokenError(claimed=claimed) from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    # Members that share the same bytes are how small archives become petabytes.
    overlapping = packed > size
    dense = unpacked > RATIO_MATTERS and unpacked > MOST_RATIO * max(packed, 1)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or overlapping or dense:
        raise ZipBombError
    if any(member.flag_bits & 1 for member in members):
        raise FileEncryptedError
    names = {member.filename for member in members}
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if "OFD.xml" in names:
        return kinds.OFD, False
    if "[Content_Types].xml" in names:
        for folder, kind in OFFICE:
            if any(name.startswith(folder) for name in names):
                return kind, macros
    if "mimetype" in names:  # OpenDocument, EPUB and the like: a kind of its own, but not one that is taken
        raise KindRefusedError
    raise ArchiveRefusedError


def inspect_ole(file: BinaryIO) -> tuple[Kind, bool]:
    """The office format in an OLE file by the names of its streams, and whether it has macros.

    Raises FileEncryptedError, ExecutableRefusedError, KindRefusedError.
    """
    names = _stream_names(file)
    if "EncryptedPackage" in names:
        raise FileEncryptedError
    macros = any(name in names for name in ("_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR"))
    if "WordDocument" in names:
        return kinds.DOC, macros
    if "Workbook" in names or "Book" in names:
        return kinds.XLS, macros
    if "PowerPoint Document" in names:
        return kinds.PPT, macros
    if "!_StringData" in names or any("\u4840" in name for name in names):
        raise ExecutableRefusedError(claimed=kinds.claimed(""))
    raise KindRefusedError


def _stream_names(file: BinaryIO) -> set[str]:
    """The names in an OLE directory: entries of 128 bytes in a chain of sectors ([MS-CFB] 2.6)."""
    file.seek(0)
    header = file.read(512)
    if len(header) < 512:
        raise KindRefusedError
    shift = int.from_bytes(header[30:32], "little")
    if shift not in (9, 12):
        raise KindRefusedError
    sector_size = 1 << shift
    fat = _fat(file, header, sector_size)
    names: set[str] = set()
    sector, seen = int.from_bytes(header[48:52], "little"), 0
    while sector < 0xFFFFFFFA and seen < 4096:
        file.seek((sector + 1) * sector_size)
        block = file.read(sector_size)
        for start in range(0, len(block) - 127, 128):
            length = int.from_bytes(block[start + 64 : start + 66], "little")
            if 2 <= length <= 64:
                names.add(block[start : start + length - 2].decode("utf-16-le", "replace"))
        sector = fat.get(sector, 0xFFFFFFFE)
        seen += 1
    return names


def _fat(file: BinaryIO, header: bytes, sector_size: int) -> dict[int, int]:
    """The chain of sectors, as far as the 109 places in the header reach: enough for 7 MB at 512, all at 4096."""
    table: dict[int, int] = {}
    per_sector = sector_size // 4
    for position in range(109):
        place = int.from_bytes(header[76 + position * 4 : 80 + position * 4], "little")
        if place >= 0xFFFFFFFA:
            break
        file.seek((place + 1) * sector_size)
        block = file.read(sector_size)
        for n in range(len(block) // 4):
            table[position * per_sector + n] = int.from_bytes(block[n * 4 : n * 4 + 4], "little")
    return table
