"""Querysets whose SQL is made once: making it costs more Python than sending it and reading the rows.

For the few reads that stand in every request. The queryset stays where it is readable; only its values change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

Row = TypeVar("Row")


class _Ready(NamedTuple):
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]  # (place in params, which of the values)
    converters: tuple[tuple[int, Sequence[Any], Any], ...]
    build: Callable[[Sequence[Any]], Any] | None


class Compiled(Generic[Row]):
    """`make(*values)` builds the queryset, of models (with `select_related`) or of `values_list`.

    `like` are values of the same kinds that differ from each other and from everything that is fixed in the query;
    they show where the values go. A value must be what the database driver takes as it is, and never None.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *like: Any) -> None:
        self._make, self._like = make, like
        self._ready: _Ready | None = None

    def rows(self, *values: Any) -> list[Row]:
        """What the queryset of these values finds, read now."""
        ready = self._ready
        if ready is None:
            ready = self._ready = _compile(self._make(*self._like), self._like)
        params = list(ready.params)
        for place, which in ready.places:
            params[place] = values[which]
        with connection.cursor() as cursor:
            cursor.execute(ready.sql, params)
            found: list[Any] = cursor.fetchall()
        if ready.converters:
            found = [_converted(row, ready.converters) for row in found]
        return found if ready.build is None else [ready.build(row) for row in found]

    def first(self, *values: Any) -> Row | None:
        """The first of them."""
        rows = self.rows(*values)
        return rows[0] if rows else None


def keep_read(row: Model, name: str, others: Sequence[Model]) -> None:
    """What `prefetch_related` does with rows that were read already: `row.<name>.all()` gives them, each knows `row`."""
    manager = getattr(row, name)
    for other in others:
        setattr(other, manager.field.name, row)
    found = manager.all()
    found._result_cache, found._prefetch_done = list(others), True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def _compile(queryset: QuerySet[Any, Any], like: Sequence[Any]) -> _Ready:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    places = tuple(
        (place, which)
        for place, param in enumerate(params)
        for which, value in enumerate(like)
        if type(param) is type(value) and param == value
    )
    if {which for _place, which in places} != set(range(len(like))):
        raise ValueError("A value of the compiled query did not come out as it went in.")
    if any(one[0] == other[0] for one, other in pairwise(places)):
        raise ValueError("The values of a compiled query must differ from each other.")
    select = compiler.select or []
    converters = tuple(
        (place, functions, expression)
        for place, (functions, expression) in compiler.get_converters([row[0] for row in select]).items()
    )
    models = queryset._iterable_class is ModelIterable
    return _Ready(sql, tuple(params), places, converters, _builder(compiler) if models else None)


def _builder(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """Makes a model of a row, with the rows that were joined."""
    info = compiler.klass_info
    model, at = info["model"], info["select_fields"]
    start, end = at[0], at[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    beside = get_related_populators(info, compiler.select, "default")  # type: ignore[call-arg]

    def build(row: Sequence[Any]) -> Any:
        made = model.from_db("default", names, row[start:end])
        for related in beside:
            related.populate(row, made)
        return made

    return build


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Sequence[Any], Any]]) -> tuple[Any, ...]:
    values = list(row)
    for place, functions, expression in converters:
        for function in functions:
            values[place] = function(values[place], expression, connection)
    return tuple(values)
