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

__all__ = ["search_tables"]

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
