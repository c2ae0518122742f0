"""The tables of a search index, as operations for the migration of the app that owns the texts.

    operations = [..., *search_tables(prefix="casework", owner="casework_case")]

makes `<prefix>_searchtext` (the folded text of each case), `<prefix>_searchfresh` (cases not yet in a segment),
`<prefix>_searchsegment` and `<prefix>_searchposting` (pair of characters -> places in a segment). They have no
Django models: nothing but `index.SearchIndex` reads or writes them.
"""

from __future__ import annotations

import re

from django.db.migrations.operations import RunSQL
from django.db.migrations.operations.base import Operation

__all__ = ["group_tables", "search_tables"]

# PLAIN: a list of places is at most 2 KB; it stays in the row, uncompressed, and is read without a detour.
# COLLATE "C": the pairs that begin with one character are a range of the index, in every cluster alike.
_CREATE = """
CREATE TABLE {p}_searchtext (
    case_id bigint PRIMARY KEY REFERENCES {owner} (id) ON DELETE CASCADE,
    plain text NOT NULL
);
CREATE TABLE {p}_searchfresh (
    case_id bigint PRIMARY KEY REFERENCES {p}_searchtext (case_id) ON DELETE CASCADE
);
CREATE TABLE {p}_searchsegment (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    span bigint NOT NULL,
    cases integer NOT NULL
);
CREATE INDEX {p}_searchsegment_span ON {p}_searchsegment (span, id);
CREATE TABLE {p}_searchposting (
    pair text COLLATE "C" NOT NULL,
    segment integer NOT NULL,
    places bytea NOT NULL,
    PRIMARY KEY (pair, segment)
);
ALTER TABLE {p}_searchposting ALTER COLUMN places SET STORAGE PLAIN;
"""
_DROP = "DROP TABLE {p}_searchposting, {p}_searchsegment, {p}_searchfresh, {p}_searchtext"


def search_tables(*, prefix: str, owner: str) -> list[Operation]:
    """The operations that make the tables; `owner` is the table whose `id` the texts belong to."""
    if not re.fullmatch(r"[a-z_]+", prefix) or not re.fullmatch(r"[a-z_]+", owner):
        raise ValueError(f"not table names: {prefix!r}, {owner!r}")
    return [RunSQL(_CREATE.format(p=prefix, owner=owner), _DROP.format(p=prefix))]


# What stands in a group already is filed by the next `seal`; until then it is found all the same.
_GROUPS = """
CREATE TABLE {p}_searchlate (
    group_id bigint NOT NULL,
    case_id bigint NOT NULL REFERENCES {p}_searchtext (case_id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, case_id)
);
INSERT INTO {p}_searchlate
    SELECT m.{group}, m.case_id FROM {members} m JOIN {p}_searchtext t USING (case_id)
     WHERE NOT EXISTS (SELECT 1 FROM {p}_searchfresh f WHERE f.case_id = m.case_id);
"""


def group_tables(*, prefix: str, members: str, group: str) -> list[Operation]:
    """The operations that make `<prefix>_searchlate`: members of a group that joined it after their text was written.

    `members` is the table that says which case is in which group, by its columns `group` and `case_id`.
    """
    if not all(re.fullmatch(r"[a-z_]+", name) for name in (prefix, members, group)):
        raise ValueError(f"not table names: {prefix!r}, {members!r}, {group!r}")
    return [RunSQL(_GROUPS.format(p=prefix, members=members, group=group), f"DROP TABLE {prefix}_searchlate")]
