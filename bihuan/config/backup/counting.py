"""What stands in every table, as a number of rows and a sum over all of them: equal sums, equal rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import psycopg
from psycopg import sql

# A row is compared as text, so what turns values into text must be the same on both sides.
SAME_TEXT = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; "
    "SET extra_float_digits = 1; SET xmlbinary = 'base64'; SET row_security = off"
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: how many rows, and the sum of the first 60 bits of each row's MD5 (order does not matter)."""

    name: str
    rows: int
    digest: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def tables(connection: psycopg.Connection) -> Iterable[Table]:
    """Every table that is not PostgreSQL's own, in order of its name, as this transaction sees it."""
    connection.execute(SAME_TEXT)
    names = connection.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname NOT LIKE 'pg\\_%' "
        "AND n.nspname <> 'information_schema' ORDER BY 1, 2"
    ).fetchall()
    for schema, name in names:
        query = sql.SQL(
            "SELECT count(*), coalesce(sum(('x' || left(md5((whole.*)::text), 15))::bit(60)::bigint), 0)::text "
            "FROM {} whole"
        ).format(sql.Identifier(schema, name))
        row = connection.execute(query).fetchone()
        assert row is not None
        yield Table(f"{schema}.{name}", row[0], row[1])


def is_empty(connection: psycopg.Connection) -> bool:
    """Whether nobody has made a table here yet."""
    found = connection.execute(
        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm') "
        "AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' LIMIT 1"
    ).fetchone()
    return found is None
