"""Looking for planted values wherever they might have got to: tables, search index, files, archives, logs."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection


class Needles:
    """Planted values in every dress in which a careless program keeps them: encodings, and hashes without a key."""

    def __init__(self, values: list[str]) -> None:
        self.forms: dict[bytes, str] = {}
        for value in values:
            for text in {value, value.replace(" ", ""), value.replace("-", "")}:
                for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
                    self._add(text.encode(encoding), f"{value} in {encoding}")
                raw = text.encode()
                self._add(raw.hex().encode(), f"{value} in hex")
                self._add(base64.b64encode(raw).rstrip(b"=")[:-1], f"{value} in base64")
                self._add(text.encode("unicode_escape"), f"{value} escaped")
                for name in ("md5", "sha1", "sha256"):
                    found = hashlib.new(name, raw)
                    self._add(found.digest(), f"{name} of {value}")
                    self._add(found.hexdigest().encode(), f"{name} of {value} in hex")

    def _add(self, form: bytes, what: str) -> None:
        if len(form) >= 5:
            self.forms.setdefault(form, what)

    def within(self, data: bytes) -> set[str]:
        """What of it lies in these bytes."""
        return {what for form, what in self.forms.items() if form in data}


def tables() -> Iterator[tuple[str, bytes]]:
    """(table, everything in it) for every table of the database, the search index's too; bytes as bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT * FROM {table}")
            parts = [_bytes(value) for row in cursor.fetchall() for value in row]
            yield table, b"\n".join(parts)


def _bytes(value: object) -> bytes:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    return str(value).encode()


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file below, archives unpacked."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from unpacked(str(path.relative_to(folder)), path.read_bytes())


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The file, and what is inside when it is an archive."""
    yield name, name.encode() + b"\n" + data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from unpacked(f"{name}/{inner}", archive.read(inner))
    elif data[:2] == b"\x1f\x8b":
        yield from unpacked(f"{name}/", gzip.decompress(data))
