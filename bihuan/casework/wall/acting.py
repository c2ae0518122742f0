"""Acting in the database as somebody behind a wall: for one request, in one transaction.

Everything is set for the transaction only. So nothing is left on a connection that goes back to the pool, also behind a
pooler that hands out a connection per transaction, and after a lost connection there is no transaction to go on with.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from bihuan.casework.wall import locks
from bihuan.organizations.actor import Actor

SET = "SELECT set_config('bihuan.account', %s, true), set_config('bihuan.unit', %s, true), set_config('role', %s, true)"


class WallOpen(RuntimeError):
    """The role of the database is missing, so the second lock cannot be turned. Nobody behind a wall is let in then."""


@contextmanager
def behind_wall(actor: Actor) -> Iterator[None]:
    """All statements inside are held to the rules of the database (`locks`) for this actor. Raises WallOpen."""
    if not locks.available():
        raise WallOpen
    with transaction.atomic():
        _act_as(locks.ROLE, actor)
        try:
            yield
        finally:
            _leave()


@contextmanager
def reading_what_is_hidden() -> Iterator[None]:
    """Inside, statements meet no wall: to count what must be taken away from a sum, and to show nothing of it.

    Only `insight.behind` may (a test looks). Afterwards the connection acts as before.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        (role,) = cursor.fetchone() or ("none",)
        cursor.execute("SELECT set_config('role', 'none', true)")
        yield  # after an error the savepoint takes the setting back by itself
        cursor.execute("SELECT set_config('role', %s, true)", [role])


def _act_as(role: str, actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET, [str(actor.account_id or 0), str(actor.unit_id or 0), role])


def _leave() -> None:
    """Inside a longer transaction (a test) what was set must go before its end. A rollback takes it back by itself."""
    if connection.needs_rollback:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(SET, ["", "", "none"])
    except DatabaseError:  # a statement failed and the view went on: nothing of it may be kept
        transaction.set_rollback(True)
