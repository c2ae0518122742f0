"""Many cases out of a sample district in minutes: its rows again and again, by SQL, with their clocks.

    createdb NAME; DATABASE_URL=… bihuan migrate; DATABASE_URL=… bihuan demo
    DATABASE_URL=… python -m benchmarks.copies --open 1000000 --ended 0

For what reads rows and not hashes: a copy's journal is not hashed anew (`multiply.py` does that), and nobody who appeals
is copied. Open cases keep their days, so that as many are late as in the sample; ended ones are put back week by week
over five years. Only into a database of its own: the copies stay.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import lives

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WEEKS = 260
# Table -> how its rows (t) are joined to a case (c), and the columns that point at another copied table.
TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "casework_case": ("JOIN casework_case t ON t.id = c.id", {"id": "casework_case"}),
    "casework_clockrow": (
        "JOIN casework_clockrow t ON t.case_id = c.id", {"id": "casework_clockrow", "case_id": "casework_case"},
    ),
    "casework_entry": ("JOIN casework_entry t ON t.case_id = c.id", {"id": "casework_entry", "case_id": "casework_case"}),
    "casework_involvement": ("JOIN casework_involvement t ON t.case_id = c.id", {"case_id": "casework_case"}),
    "casework_outboxmessage": (
        "JOIN casework_outboxmessage t ON t.case_id = c.id",
        {"id": "casework_outboxmessage", "case_id": "casework_case"},
    ),
    "casework_notice": (
        "JOIN casework_outboxmessage m ON m.case_id = c.id JOIN casework_notice t ON t.message_id = m.id",
        {"id": "casework_notice", "message_id": "casework_outboxmessage"},
    ),
}  # fmt: skip
# What must differ beside the keys.
OTHERWISE = {
    ("casework_case", "number"): "left(t.number, 20) || '-' || k || {mark}",
    ("casework_entry", "submission"): "NULL",
    ("casework_outboxmessage", "key"): "left(t.key, 140) || '/' || k || {mark}",
}


def main() -> None:
    """Fill the database of DATABASE_URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=1_000_000, help="open cases afterwards, about")
    parser.add_argument("--ended", type=int, default=0, help="ended cases afterwards, about")
    asked = parser.parse_args()
    began = time.monotonic()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # no trigger, no foreign key: rows are copied whole
        connection.execute("SET maintenance_work_mem = '256MB'")
        indexes = lives.take_off_indexes(connection, list(TABLES))
        try:
            multiply(connection, "t.phase <> 'ended'", asked.open, "''", moved=False)
            multiply(connection, "t.phase = 'ended'", asked.ended, "'e'", moved=True)
        finally:
            for definition in indexes:
                connection.execute(definition)
        for table in (table for table, (_joined, keys) in TABLES.items() if "id" in keys):
            connection.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                    sql.Literal(table), sql.Identifier(table)
                )
            )
        connection.execute("VACUUM ANALYZE")
        (cases,) = connection.execute("SELECT count(*) FROM casework_case").fetchone() or (0,)
    print(f"{cases:,} cases in {time.monotonic() - began:.0f} s")


def multiply(connection: psycopg.Connection, which: str, wanted: int, mark: str, *, moved: bool) -> None:
    """So many copies of the cases that `which` names that there are about as many as wanted."""
    connection.execute("DROP TABLE IF EXISTS copied")
    connection.execute(f"CREATE TEMP TABLE copied AS SELECT id FROM casework_case t WHERE {which}")
    (have,) = connection.execute("SELECT count(*) FROM copied").fetchone() or (0,)
    copies = max(0, round(wanted / max(1, have)) - 1)
    if not copies:
        return
    steps = {}
    for table in (table for table, (_joined, keys) in TABLES.items() if "id" in keys):
        query = sql.SQL("SELECT coalesce(max(id), 0) + 1 FROM {}").format(sql.Identifier(table))
        (steps[table],) = connection.execute(query).fetchone() or (1,)
    for table, (joined, keys) in TABLES.items():
        began = time.monotonic()
        columns = connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
            "ORDER BY ordinal_position", [table],
        ).fetchall()  # fmt: skip
        values = [_value(table, name, kind, keys, steps, mark, moved=moved) for name, kind in columns]
        done = connection.execute(
            f"INSERT INTO {table} ({', '.join(name for name, _kind in columns)}) SELECT {', '.join(values)} "
            f"FROM copied c {joined} CROSS JOIN generate_series(1, {copies}) k"
        )
        print(f"  {table}: {done.rowcount:,} rows in {time.monotonic() - began:.0f} s", flush=True)


def _value(
    table: str, name: str, kind: str, keys: dict[str, str], steps: dict[str, int], mark: str, *, moved: bool
) -> str:
    """One column of a copy: its own key, its own number, and for what has ended an earlier day."""
    if (special := OTHERWISE.get((table, name))) is not None:
        return special.format(mark=mark)
    if name in keys:
        return f"t.{name} + k * {steps[keys[name]]}::bigint"
    if moved and kind == "timestamp with time zone":
        return f"t.{name} - (k % {WEEKS}) * interval '7 days'"
    if moved and kind == "date":
        return f"t.{name} - (k % {WEEKS}) * 7"
    return f"t.{name}"


if __name__ == "__main__":
    main()
