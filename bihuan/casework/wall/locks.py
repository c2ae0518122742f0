"""The wall in the database itself: row-level security for the role that people behind a wall act as (docs/adr/0111).

The tables' owner, and so everybody before whom no wall stands, is not touched: their statements are planned as if there
were no rules. After every migration the rules are laid on whatever hangs on a case by a foreign key, however far, so a
new table needs no line anywhere.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import structlog
from django.db import DatabaseError, connection, transaction

log = structlog.get_logger("bihuan.wall")
ROLE = "bihuan_walled"
ROOT = "casework_case"
OPEN = frozenset(
    {"openjournal_leaf"}
)  # hashes that anybody may read without signing in; a gap would be no tree
HIDDEN = "(SELECT wall_hidden())"
# Reads the account and the unit that the connection was told (`acting`). Never told: an error, not everything.
FUNCTION = """
CREATE OR REPLACE FUNCTION wall_hidden() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT wall_hidden_from(current_setting('bihuan.account')::bigint, current_setting('bihuan.unit')::bigint)
$$"""
# What an administrator of the database runs where the role of DATABASE_URL may not make roles.
BY_HAND = "CREATE ROLE {role} NOLOGIN; GRANT {role} TO {owner};"

FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text, a.attname, a.attnotnull, c.confrelid::regclass::text, f.attname
  FROM pg_constraint c
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
 WHERE c.contype = 'f' AND c.conrelid <> c.confrelid AND c.connamespace = current_schema()::regnamespace
 ORDER BY 1, 2
"""
STANDING = """
SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
 WHERE p.polname LIKE 'walled\\_%' AND c.relnamespace = current_schema()::regnamespace
"""
UNGRANTED = """
SELECT count(*) FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
   AND ((c.relkind = 'r' AND NOT has_table_privilege(%s, c.oid, 'INSERT'))
     OR (c.relkind = 'S' AND NOT has_sequence_privilege(%s, c.oid, 'USAGE')))
"""


READY = """
SELECT pg_has_role(r.oid, 'MEMBER') AND EXISTS (SELECT 1 FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE p.polrelid = to_regclass('casework_case') AND p.polname LIKE 'walled\\_%%' AND c.relrowsecurity)
  FROM pg_roles r WHERE r.rolname = %s
"""


def available() -> bool:
    """True when this connection may act as the role and the rules are laid: the second lock holds."""
    return _says(READY)


def _role_usable() -> bool:
    return _says("SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = %s")


def _says(sql: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ROLE])
        found = cursor.fetchone()
    return bool(found and found[0])


def by_hand() -> str:
    """The statements that make the role, for whoever may run them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_user)")
        (owner,) = cursor.fetchone() or ("bihuan",)
    return BY_HAND.format(role=ROLE, owner=owner)


def lay(**_kwargs: Any) -> None:
    """Lay the rules that are missing. Called after every migration; changes nothing when all stand."""
    if connection.vendor != "postgresql" or not _has_tables():
        return
    if not (_role_usable() or _made()):
        log.warning("wall_without_role", role=ROLE)  # `bihuan check` says what to do
        return
    wanted = rules()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UNGRANTED, [ROLE, ROLE])
        if (cursor.fetchone() or (1,))[0]:
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
            cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
        cursor.execute(STANDING)
        standing = dict(cursor.fetchall())
        if any(standing.get(table) != _name(rule) for table, rule in wanted.items()):
            cursor.execute(FUNCTION)
        for table, rule in wanted.items():
            if (old := standing.get(table)) == _name(rule):
                continue
            if old is not None:
                cursor.execute(f"DROP POLICY {old} ON {table}")
            else:
                # Others than the owner, such as a role that only reads for reports, see what they saw.
                cursor.execute(f"CREATE POLICY others ON {table} USING (true)")
            cursor.execute(
                f"CREATE POLICY {_name(rule)} ON {table} AS RESTRICTIVE TO {ROLE} USING ({rule}) WITH CHECK (true)"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def rules() -> Mapping[str, str]:
    """For each table that hangs on a case, what must hold of a row to be seen, from the foreign keys as they are."""
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        keys = cursor.fetchall()
    depth = {ROOT: 0}
    while True:
        further = {
            row[0]: depth[row[3]] + 1 for row in reversed(keys) if row[3] in depth and row[0] not in depth
        }
        if not further:
            break
        depth |= further
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for table, column, not_null, parent, key in keys:
        if table in OPEN or parent not in depth or depth[parent] >= depth[table]:
            continue  # only from the further to the nearer: rules that ask each other would never end
        inside = (
            f"{column} NOT IN {HIDDEN}"
            if parent == ROOT
            else f"EXISTS (SELECT 1 FROM {parent} p WHERE p.{key} = {table}.{column})"  # noqa: S608 - names of the catalogue
        )
        parts[table].append(inside if not_null else f"({column} IS NULL OR {inside})")
    return {ROOT: f"id NOT IN {HIDDEN}", **{table: " AND ".join(found) for table, found in parts.items()}}


def _name(rule: str) -> str:
    """A rule that reads otherwise has another name, and replaces the one before."""
    return f"walled_{hashlib.sha256(rule.encode()).hexdigest()[:12]}"


def _has_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('wall_wall') IS NOT NULL AND to_regclass('casework_case') IS NOT NULL"
        )
        return bool((cursor.fetchone() or (False,))[0])


def _made() -> bool:
    """Make the role if we may. Several databases of one server share it, so another may be quicker."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
            cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
    except DatabaseError:
        return _role_usable()
    return _role_usable()
