"""Everything a step writes, as one SQL statement; and many rows of one model by COPY.

A round trip to the database costs more than the rows it carries. A step writes six to ten rows in six tables; one
statement with data-modifying CTEs writes them in one trip, and in one breath: PostgreSQL runs it whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    AutoField,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    OneToOneField,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    SmallIntegerField,
    TextField,
    UUIDField,
)


class Statement:
    """Collects inserts and updates of models and sends them together. The models' own keys stay unset where generated."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._params: list[Any] = []

    def insert(self, rows: Sequence[Model], *, ignore_conflicts: bool = False) -> None:
        """INSERT rows of one model. Generated keys are left to the database unless the row brings its own."""
        if not rows:
            return
        table, generated, others = _columns(type(rows[0]))
        fields = others if generated is None or rows[0].pk is None else (generated, *others)
        values = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(rows))
        names = ", ".join(f'"{field.column}"' for field in fields)
        self.add(
            f'INSERT INTO "{table}" ({names}) VALUES {values}{" ON CONFLICT DO NOTHING" if ignore_conflicts else ""}',  # noqa: S608 - names of our own columns
            [_prepared(field, row) for row in rows for field in fields],
        )

    def update(self, row: Model, fields: Sequence[str]) -> None:
        """UPDATE the named fields of one row by its key."""
        columns: list[Field[Any, Any]] = [row._meta.get_field(name) for name in fields]  # type: ignore[misc]
        sets = ", ".join(f'"{column.column}" = %s' for column in columns)
        self.add(
            f'UPDATE "{row._meta.db_table}" SET {sets} WHERE id = %s',  # noqa: S608 - names of our own columns
            [*(_prepared(column, row) for column in columns), row.pk],
        )

    def add(
        self, sql: str, params: Sequence[Any], *, named: tuple[str, str, Sequence[Any]] | None = None
    ) -> None:
        """Any other INSERT, UPDATE or DELETE, with its parameters.

        `named` is one more, (name, sql, params), whose RETURNING `sql` reads from under that name; once a statement.
        """
        if named is not None:
            self._parts.append(f"{named[0]} AS ({named[1]})")
            self._params += named[2]
        self._parts.append(f"w{len(self._parts)} AS ({sql})")
        self._params += params

    def run(self) -> None:
        """Send what was collected."""
        if not self._parts:
            return
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(self._parts)} SELECT 1", self._params)


@cache
def _columns(model: type[Model]) -> tuple[str, Field[Any, Any] | None, tuple[Field[Any, Any], ...]]:
    fields = [field for field in model._meta.concrete_fields if field.column]
    generated = next((field for field in fields if isinstance(field, (AutoField, BigAutoField))), None)
    return model._meta.db_table, generated, tuple(field for field in fields if field is not generated)


# What the driver takes as it is, by the exact kind of column. All else (JSON, bytes, a number given as text) is prepared.
_PLAIN: dict[type[Field[Any, Any]], type] = {
    CharField: str, TextField: str, BooleanField: bool, IntegerField: int, BigIntegerField: int, SmallIntegerField: int,
    PositiveIntegerField: int, PositiveSmallIntegerField: int, BigAutoField: int, ForeignKey: int, OneToOneField: int,
    UUIDField: UUID, DateField: date,
}  # fmt: skip


def _prepared(field: Field[Any, Any], row: Model) -> Any:
    value = getattr(row, field.attname)
    if value is None or type(value) is _PLAIN.get(type(field)):
        return value
    return field.get_db_prep_save(value, connection)


def copy_rows(model: type[Model], rows: Sequence[Model]) -> None:
    """COPY rows into their table; the database gives a generated key to those of which the first has none.

    Plain Python values are what the driver sends anyway; only JSON is written out first, and `get_db_prep_save`, asked
    a million times for a large ledger, is left out.
    """
    if not rows:
        return
    table, names, values_of, json_at = _copied(model, keyed=rows[0].pk is not None)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            values = values_of(row.__dict__)  # past the descriptors: a new row has all its values
            if json_at:
                filled = list(values)
                for index in json_at:
                    value = filled[index]
                    filled[index] = _as_json(value) if value or value not in ({}, []) else repr(value)
                values = filled
            copy.write_row(values)


_as_json = json.JSONEncoder(ensure_ascii=False).encode


@cache
def _copied(
    model: type[Model], *, keyed: bool
) -> tuple[str, str, Callable[[dict[str, Any]], Sequence[Any]], tuple[int, ...]]:
    """Table, column names, a getter of all values of a row, and which of them are JSON."""
    fields = [
        column
        for column in model._meta.concrete_fields
        if column.column and (keyed or not isinstance(column, (AutoField, BigAutoField)))
    ]
    return (
        model._meta.db_table,
        ", ".join(f'"{column.column}"' for column in fields),
        itemgetter(*(column.attname for column in fields)),
        tuple(index for index, column in enumerate(fields) if isinstance(column, JSONField)),
    )
