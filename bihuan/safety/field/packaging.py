"""The case package of an inspection: originals, records, documents and journal in one zip that anybody can check offline."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO

from bihuan.casework.issued.making import make
from bihuan.casework.journal import entry_text
from bihuan.casework.models import Entry, IssuedDocument
from bihuan.common.calendar.working import CHINA
from bihuan.common.files import store
from bihuan.common.files.kinds import KINDS
from bihuan.common.papers import PapersError
from bihuan.safety.field.models import Evidence
from bihuan.safety.inspections.models import Inspection

SUMS = "SHA256SUMS"
EXTENSIONS = {kind.media_type: kind.extensions[0] for kind in KINDS}
READ_ME = """现场检查案件包 / Package of an inspection: {number}

核对 / To check:
  sha256sum -c SHA256SUMS          每个文件没有改动 / no file was changed
  bihuan verify-package 本文件.zip   还核对照片、现场记录、案卷记录互相一致 / also that photographs, records and journal agree

files/     照片和签名的原件，文件名就是它的 SHA-256 / originals, each named by its hash
records/   手机发来的现场记录，一字不改 / records as the phone sent them
evidence.csv  每个文件由谁、何时、何地、用哪部手机取得，手机时钟相差多少秒 / who, when, where, how far the clock was off
journal.json  案卷记录；每条的指纹 = SHA-256(前一条的指纹 + text) / each hash is SHA-256(previous hash + text)
documents/ 文书 / documents
"""
COLUMNS = (
    "sha256", "file", "kind", "item", "taken_at", "clock_offset_seconds", "offset_measured_at", "longitude", "latitude",
    "accuracy_metres", "no_place", "received_at", "officer", "device", "bytes", "name",
)  # fmt: skip


def write(inspection: Inspection, to: IO[bytes], *, at: datetime) -> None:
    """Write the package into a file. Its bytes are the same as long as the case is. Raises FileMissingError."""
    sums: list[tuple[str, str]] = []
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _texts(inspection, at):
            package.writestr(_info(name), content)
            sums.append((hashlib.sha256(content).hexdigest(), name))
        for one in _files(inspection):
            with (
                store.open(one.sha256) as source,
                package.open(_info(_name(one), stored=True), "w") as target,
            ):
                digest = hashlib.sha256()
                while chunk := source.read(store.CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
            sums.append((digest.hexdigest(), _name(one)))
        lines = "".join(f"{digest}  {name}\n" for digest, name in sorted(sums, key=lambda pair: pair[1]))
        package.writestr(_info(SUMS), lines.encode())


def _texts(inspection: Inspection, at: datetime) -> Iterator[tuple[str, bytes]]:
    case = inspection.case
    yield "README.txt", READ_ME.format(number=case.number).encode()
    yield "evidence.csv", _table(inspection)
    entries = Entry.objects.filter(case=case).select_related("case").order_by("seq")
    chain = [
        {
            "seq": one.seq,
            "text": entry_text(one),
            "previous": bytes(one.previous).hex(),
            "hash": bytes(one.hash).hex(),
        }
        for one in entries
    ]
    yield "journal.json", json.dumps(chain, ensure_ascii=False, indent=1).encode()
    for arrival in inspection.arrivals.order_by("received_at", "pk"):
        yield f"records/{arrival.outcome}-{arrival.submission}.json", arrival.body.encode()
    for issued in IssuedDocument.objects.filter(case=case).select_related("case").order_by("seq"):
        for form in ("docx", "pdf"):
            try:
                yield f"documents/{issued.seq}-{issued.number}.{form}", make(issued, form, at=at).content
            except PapersError:
                continue  # this machine makes no PDF; the Word file is there


def _files(inspection: Inspection) -> Iterator[Evidence]:
    rows = Evidence.objects.filter(inspection=inspection).select_related("account", "device", "item")
    yield from rows.order_by("kind", "taken_at", "pk")


def _name(one: Evidence) -> str:
    return f"files/{one.sha256}.{EXTENSIONS.get(one.media_type, 'bin')}"


def _table(inspection: Inspection) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in _files(inspection):
        rows.writerow([
            one.sha256, _name(one), one.kind, one.item.number if one.item is not None else "", _moment(one.taken_at),
            one.clock_offset if one.clock_offset is not None else "", _moment(one.offset_at), one.longitude or "",
            one.latitude or "", one.accuracy if one.accuracy is not None else "", one.no_place, _moment(one.received_at),
            one.account.name, one.device.name if one.device is not None else "", one.size, one.name,
        ])  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(CHINA).isoformat(timespec="seconds") if moment is not None else ""


def _info(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    """An entry without the time of making, so that the same case gives the same bytes."""
    info = zipfile.ZipInfo(name, date_time=datetime(2020, 1, 1, tzinfo=UTC).timetuple()[:6])
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
