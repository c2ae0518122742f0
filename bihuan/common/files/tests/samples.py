from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

from PIL import Image

EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 120 + b"PE\x00\x00" + b"\x00" * 400
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 100
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 50
AMR = b"#!AMR\n" + b"\x3c\x08" * 50
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 50
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100


def image(form: str, size: tuple[int, int] = (8, 6), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **options)
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(folder: str, **more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", f"{folder}/main.xml": b"<x/>"} | more)


def ole(*streams: str) -> bytes:
    """A smallest OLE file: a header, one sector of FAT, one of directory."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<I", header, 48, 1)
    for position in range(109):
        struct.pack_into("<I", header, 76 + 4 * position, 0 if position == 0 else 0xFFFFFFFF)
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    directory = b""
    for name in ("Root Entry", *streams):
        raw = name.encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + struct.pack("<H", len(raw) + 2) + b"\0" * 62
    return bytes(header) + fat + directory.ljust(512, b"\0")
