"""Makes many cases out of few: each life the engine wrote, again and again, with its own number, minute and words.

Everything that must be true of a case stays true. A copy happens some seconds later on the same days, so its deadlines
(which fall on days) are the same; its journal is hashed anew with the engine's own function; its text gets a sentence
of another letter and goes into the search index as the worker would file it. People are not copied: who appealed in a
copy is the person of the first.
"""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any

from psycopg import Cursor, sql

from benchmarks import lives, place
from benchmarks.lives import Life, Row
from benchmarks.place import Place
from bihuan.common.search.postings import SPAN, SPAN_BITS, postings
from bihuan.common.search.text import fold

STEP = timedelta(seconds=36)  # between two copies of a life: a hundred stay within the hour
# What the cases stand on beside the organization, which a seed makes the same each time.
BESIDE = ("vault_person", "casework_casenumber", "casework_documentcounter")


@dataclass(frozen=True, slots=True)
class Batch:
    """Cases with the ids from `first` up to and without `end`; one span of the search index."""

    database: str
    copies: int
    first: int
    end: int
    last: bool


def multiply(running: Place, *, source: str, name: str, copies: int, prepare: Callable[[str], None]) -> int:
    """The database `name` with `copies` of every life in `source`; how many cases. `prepare` makes tables and offices."""
    kept = place.FOLDER / f"{name}.indexes.json"
    if not (running.exists(name) and kept.exists()):  # else it goes on where a run was stopped
        kept.unlink(missing_ok=True)
        running.create(name)
        prepare(running.url(name))
        with running.connect(name) as connection, running.connect(source) as origin:
            connection.execute("SET session_replication_role = replica")
            for table in BESIDE:
                lives.carry(origin, connection, table)
            kept.write_text(json.dumps(lives.take_off_indexes(connection, lives.TABLES)))
    total = lives.COUNT * copies
    edges = [*range(0, total, SPAN), total]
    batches = [
        Batch(name, copies, max(1, low), high if high < total else total + 1, high == total)
        for low, high in pairwise(edges)
    ]
    with running.connect(name) as connection:
        there = lives.there(connection, [batch.first for batch in batches])
    left = [batch for batch in batches if batch.first not in there]
    began, done = time.monotonic(), 0
    address = str(running.cluster.socket_folder)
    if left:
        with multiprocessing.get_context("spawn").Pool(2, lives.load, (address, source)) as pool:
            for written in pool.imap(write, left):
                done += written
                if len(left) > 1:
                    print(f"  {done:,} cases, {done / (time.monotonic() - began):.0f} a second", flush=True)
    with running.connect(name) as connection:
        lives.put_back(connection, json.loads(kept.read_text()), copies)
    kept.unlink()
    return total


def write(batch: Batch) -> int:
    """One batch, in one transaction."""
    known = lives.LOADED
    assert known is not None
    rows: dict[str, list[bytes]] = {table: [] for table in lives.TABLES}
    texts: list[tuple[int, str]] = []
    low = batch.first >> SPAN_BITS << SPAN_BITS
    for case_id in range(batch.first, batch.end):
        at, copy = divmod(case_id - 1, batch.copies)
        plain = _copy(known, known.lives[at], case_id, copy, batch.copies, rows)
        texts.append((case_id - low, plain))
    with known.connect(batch.database) as connection, connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, lines in rows.items():
            columns = sql.SQL(", ").join(map(sql.Identifier, known.columns[table]))
            with cursor.copy(
                sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
            ) as copy_in:
                copy_in.write(b"".join(lines))
        if batch.last:  # the newest span waits, as it does where the worker runs
            cursor.execute(
                "INSERT INTO casework_searchfresh SELECT generate_series(%s::bigint, %s)",
                [batch.first, batch.end - 1],
            )
        else:
            _file(cursor, low >> SPAN_BITS, len(texts), postings(texts))
    return batch.end - batch.first


def _file(cursor: Cursor[Any], span: int, cases: int, rows: list[tuple[str, bytes]]) -> None:
    cursor.execute(
        "INSERT INTO casework_searchsegment (span, cases) VALUES (%s, %s) RETURNING id", [span, cases]
    )
    found = cursor.fetchone()
    assert found is not None
    with cursor.copy(
        "COPY casework_searchposting (pair, segment, places) FROM STDIN (FORMAT binary)"
    ) as copy_in:
        copy_in.set_types(["text", "int4", "bytea"])
        for pair, places in rows:
            copy_in.write_row((pair, found[0], places))


def _copy(
    known: lives.Lives, life: Life, case_id: int, copy: int, copies: int, rows: dict[str, list[bytes]]
) -> str:
    """Append the rows of one copy; the folded text for the index."""
    later = copy * STEP
    moved = {text: _text(moment + later) for text, moment in life.moments.items()}
    number = f"XF-{life.year}-{life.first_in_year * copies + copy + 1:06d}"
    body = life.body if copy == 0 else f"{life.body}{known.sentence(case_id)}"
    body_hash = sha256(body.encode()).hexdigest()
    own = {"case_id": str(case_id)}
    head = bytes(32)
    first = life.entries_before * copies + copy * len(life.entries) + 1
    for at, (entry, line) in enumerate(zip(life.entries, life.entry_rows, strict=True)):
        changed = {**own, "id": str(first + at), "previous": _bytes(head)}
        after = entry.after
        if entry.stated is not None:  # it repeats number and text of the case
            stated = json.loads(json.dumps(entry.stated, ensure_ascii=False).replace(life.number, number))
            if "body_sha256" in stated:
                stated["body_sha256"] = body_hash
            changed["data"] = _escape(json.dumps(stated, ensure_ascii=False))
            after = entry.before_data + lives.canonical(stated) + entry.after_data
        stamp = (entry.at + later).isoformat(timespec="microseconds")
        head = sha256(head + f'{entry.before}"at":"{stamp}","case":"{number}",{after}'.encode()).digest()
        changed["hash"] = _bytes(head)
        rows["casework_entry"].append(_line(line, changed, moved, ("at",)))
    rows["casework_case"].append(
        _line(
            life.row, {"id": str(case_id), "number": number, "body": _escape(body), "head": _bytes(head)}, moved,
            ("holder_since", "registered_at", "changed_at", "ended_at"),
        )
    )  # fmt: skip
    for table, lines, before, times in (
        ("casework_clockrow", life.clocks, life.clocks_before, ("started_at", "stopped_at")),
        ("casework_comment", life.comments, life.comments_before, ("at",)),
    ):
        first = before * copies + copy * len(lines) + 1
        rows[table] += [
            _line(line, {**own, "id": str(first + at)}, moved, times) for at, line in enumerate(lines)
        ]
    rows["casework_involvement"] += [
        _line(line, own, moved, ("registered_at",)) for line in life.involvements
    ]
    first = life.documents_before * copies + copy * len(life.documents) + 1
    for at, line in enumerate(life.documents):
        ordinal = str((int(line["ordinal"]) - 1) * copies + copy + 1)
        changed = {
            **own, "id": str(first + at), "ordinal": ordinal, "number": f"{line['number'].partition('〕')[0]}〕{ordinal}号",
            "data": line["data"].replace(life.number, number),
        }  # fmt: skip
        rows["casework_issueddocument"].append(_line(line, changed, moved, ("issued_at",)))
    serial = "" if not life.appeal["source_number"] else str(case_id)
    rows["appeals_appeal"].append(_line(life.appeal, {**own, "source_number": serial}, moved, ()))
    plain = fold(f"{number}\n{life.subject}\n{body}")
    rows["casework_searchtext"].append(f"{case_id}\t{_escape(plain)}\n".encode())
    return plain


def _line(row: Row, changed: dict[str, str], moved: dict[str, str], times: tuple[str, ...]) -> bytes:
    values = row | changed
    for name in times:
        text = values[name]
        if text in moved:
            values[name] = moved[text]
    return ("\t".join(values.values()) + "\n").encode()


def _text(moment: datetime) -> str:
    return moment.isoformat(sep=" ")


def _bytes(raw: bytes) -> str:
    return "\\\\x" + raw.hex()


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
