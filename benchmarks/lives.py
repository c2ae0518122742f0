"""The lives the engine wrote, read once by each process that multiplies them; and the tables around the copying."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg import sql

Row = dict[str, str]  # column -> value as COPY writes it
TABLES = (
    "casework_case", "casework_entry", "casework_clockrow", "casework_involvement", "casework_issueddocument",
    "casework_comment", "appeals_appeal", "casework_searchtext",
)  # fmt: skip
NUMBERED = {
    "casework_entry": "entries_before", "casework_clockrow": "clocks_before",
    "casework_issueddocument": "documents_before", "casework_comment": "comments_before",
}  # fmt: skip


@dataclass(slots=True)
class Stamped:
    """A journal entry as the text that is hashed (casework.journal), cut where a copy differs."""

    at: datetime
    before: str  # up to "at"
    after: str  # behind "case"
    stated: dict[str, Any] | None  # its data, when the number of the case stands in it
    before_data: str = ""
    after_data: str = ""


@dataclass
class Life:
    """One case with all that belongs to it, and how many rows of each kind come before it."""

    row: Row
    number: str
    year: int
    subject: str
    body: str
    first_in_year: int
    entries: list[Stamped] = field(default_factory=list)
    entry_rows: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)
    involvements: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    appeal: Row = field(default_factory=dict)
    moments: dict[str, datetime] = field(default_factory=dict)
    entries_before: int = 0
    clocks_before: int = 0
    documents_before: int = 0
    comments_before: int = 0


@dataclass
class Lives:
    """What a process that multiplies has in memory."""

    socket: str
    columns: dict[str, list[str]]
    lives: list[Life]
    sentences: list[str]

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(f"postgresql://postgres@/{database}?host={self.socket}")

    def sentence(self, serial: int) -> str:
        """A sentence of some other letter, the same for the same serial."""
        return self.sentences[serial * 7919 % len(self.sentences)]


LOADED: Lives | None = None
COUNT = 10_000  # lives that are multiplied; the source has a few more


def load(socket: str, source: str) -> None:
    """Read all lives, oldest first."""
    global LOADED
    os.environ["DATABASE_URL"] = f"postgresql://bihuan@/{source}?host={socket}"
    os.environ["BIHUAN_LOG_LEVEL"] = "WARNING"
    from bihuan.common import boot

    boot.prepare()
    from bihuan.casework.models import Case, Entry

    with psycopg.connect(f"postgresql://postgres@/{source}?host={socket}") as connection:
        columns = {table: _columns(connection, table) for table in TABLES}
        rows = {
            table: _grouped(connection, table, columns[table])
            for table in TABLES
            if table != "casework_searchtext"
        }
    entries: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.order_by("case_id", "seq"):
        entries[entry.case_id].append(entry)
    known: list[Life] = []
    in_year: Counter[int] = Counter()
    before: Counter[str] = Counter()
    sentences: dict[str, None] = {}
    for case in list(Case.objects.order_by("registered_at", "pk"))[-COUNT:]:
        life = _life(case, entries[case.pk], {table: found[case.pk] for table, found in rows.items()})
        life.first_in_year = in_year[life.year]
        in_year[life.year] += 1
        for table, name in NUMBERED.items():
            setattr(life, name, before[table])
            before[table] += len(rows[table][case.pk])
        sentences.update(dict.fromkeys(part + "。" for part in case.body.split("。") if 8 < len(part) < 60))
        known.append(life)
    LOADED = Lives(socket, columns, known, list(sentences))


def _life(case: Any, entries: list[Any], rows: dict[str, list[Row]]) -> Life:
    ordered = sorted(rows["casework_entry"], key=lambda row: int(row["seq"]))
    life = Life(
        row=rows["casework_case"][0], number=case.number, year=int(case.number.split("-")[1]), subject=case.subject,
        body=case.body, first_in_year=0, entries=[_stamped(case, entry) for entry in entries], entry_rows=ordered,
        clocks=rows["casework_clockrow"],
        involvements=rows["casework_involvement"], documents=rows["casework_issueddocument"],
        comments=rows["casework_comment"], appeal=rows["appeals_appeal"][0],
    )  # fmt: skip
    times = ("holder_since", "registered_at", "changed_at", "ended_at")
    moving = {life.row[name] for name in times} | {row["at"] for row in (*ordered, *life.comments)}
    life.moments = {text: datetime.fromisoformat(_iso(text)) for text in moving if text != "\\N"}
    return life


def _stamped(case: Any, entry: Any) -> Stamped:
    """Cut the canonical text of an entry; the cut is proved by the hash that stands in the database."""
    from bihuan.casework.journal import entry_hash

    entry.case = case
    content: dict[str, Any] = {}
    real = json.dumps

    def catch(value: dict[str, Any], **options: Any) -> str:
        content.update(value)
        return real(value, **options)

    json.dumps = catch  # type: ignore[assignment]
    try:
        assert entry_hash(entry) == bytes(entry.hash)
    finally:
        json.dumps = real
    text = canonical(content)
    at, number = f'"at":"{content["at"]}"', f'"case":"{case.number}",'
    before, _, rest = text.partition(at + ",")
    assert rest.startswith(number)
    found = Stamped(entry.at.astimezone(UTC), before, rest.removeprefix(number), None)
    if case.number in found.after:
        found.stated = entry.data
        data = '"data":' + canonical(entry.data)
        left, _, right = found.after.partition(data)
        found.before_data, found.after_data = f'{left}"data":', right
    return found


def canonical(content: dict[str, Any]) -> str:
    """JSON as the journal hashes it."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _iso(text: str) -> str:
    """PostgreSQL writes the zone as +00."""
    return text + ":00" if text[-3] in "+-" else text


def _columns(connection: psycopg.Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum",
        [table],
    ).fetchall()
    return [name for (name,) in rows]


def _grouped(connection: psycopg.Connection, table: str, columns: list[str]) -> defaultdict[int, list[Row]]:
    """Each row as COPY writes it, by the case it belongs to."""
    key = "id" if table == "casework_case" else "case_id"
    found: defaultdict[int, list[Row]] = defaultdict(list)
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as out,
    ):
        for raw in _lines(out):
            row = dict(zip(columns, raw.split("\t"), strict=True))
            found[int(row[key])].append(row)
    return found


def _lines(out: Any) -> Any:
    rest = b""
    for block in out:
        *whole, rest = (rest + bytes(block)).split(b"\n")
        for line in whole:
            yield line.decode()


def count(connection: psycopg.Connection) -> int:
    """How many cases there are."""
    row = connection.execute("SELECT count(*) FROM casework_case").fetchone()
    assert row is not None
    return int(row[0])


def carry(origin: psycopg.Connection, target: psycopg.Connection, table: str) -> None:
    """Copy a table whole."""
    names = sql.SQL(", ").join(map(sql.Identifier, _columns(origin, table)))
    out_of = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), names)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with (
        origin.cursor() as reading,
        target.cursor() as writing,
        reading.copy(out_of) as source,
        writing.copy(into) as sink,
    ):
        for block in source:
            sink.write(block)


def there(connection: psycopg.Connection, ids: list[int]) -> set[int]:
    """Which of these cases are written already."""
    rows = connection.execute("SELECT id FROM casework_case WHERE id = ANY(%s)", [ids]).fetchall()
    return {case_id for (case_id,) in rows}


def take_off_indexes(connection: psycopg.Connection, tables: Sequence[str]) -> list[str]:
    """Drop the indexes that only make reading quick; what makes them again. Made at once they cost a tenth."""
    rows = connection.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "WHERE i.indrelid = ANY(%s::regclass[]) "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [list(tables)],
    ).fetchall()
    for name, _definition in rows:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
    return [definition for _name, definition in rows]


def put_back(connection: psycopg.Connection, indexes: list[str], copies: int) -> None:
    """Indexes, sequences and counters as if the cases had been entered one by one."""
    connection.execute("SET maintenance_work_mem = '1GB'")
    made = {text for (text,) in connection.execute("SELECT indexdef FROM pg_indexes").fetchall()}
    for definition in indexes:
        if definition in made:
            continue
        connection.execute(definition)
    for table in ("casework_case", *NUMBERED, "casework_casenumber", "casework_documentcounter"):
        connection.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                sql.Literal(table), sql.Identifier(table)
            )
        )
    # Every unit joins late: `seal` files who is in what, as it does for a step.
    connection.execute(
        "INSERT INTO casework_searchlate SELECT unit_id, case_id FROM casework_involvement ON CONFLICT DO NOTHING"
    )
    connection.execute("UPDATE casework_casenumber SET last = last * %s", [copies])
    connection.execute("UPDATE casework_documentcounter SET last = last * %s", [copies])
