"""Before whom a wall stands: the one policy, as SQL.

The function `wall_hidden_from(account, unit)` gives the keys of the cases that an account may not receive. Every
selector asks it (`passes`), and so do the rules of the database itself (`locks`), for whom it stands alone.
Behind the wall of a case are: the official named; everybody with a post in a unit named, and whoever left such a post
since the wall stands. Moving to another office opens no file, and neither does a second post.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor

if TYPE_CHECKING:
    from bihuan.casework.models import Part, Task

# The same, as a question about one account in the statement that reads its session.
STANDS_BEFORE = """(
    EXISTS (SELECT 1 FROM wall_wall w WHERE w.until IS NULL AND w.account_id = {account})
    OR EXISTS (SELECT 1 FROM wall_wall w JOIN organizations_post p ON p.unit_id = w.unit_id
                 JOIN organizations_appointment t ON t.post_id = p.id
                WHERE w.until IS NULL AND w.unit_id IS NOT NULL AND t.account_id = {account}
                  AND (t.ends_on IS NULL OR t.ends_on >= (w.since AT TIME ZONE 'Asia/Shanghai')::date)))"""


def asked(actor: Actor) -> bool:
    """False for whom no wall stands: then nothing is asked at all. The system and the resident stand before none."""
    return actor.behind_wall and not actor.is_system and not actor.is_resident


def passes(actor: Actor, path: str = "pk") -> Q:
    """The condition that no wall stands between the actor and the case whose key is at `path`."""
    if not asked(actor):
        return Q()
    return ~Q(**{f"{path}__in": _hidden(actor)})


def stands(actor: Actor, case_id: int) -> bool:
    """Whether a wall stands between the actor and this case."""
    return asked(actor) and Case.objects.filter(Q(pk__in=_hidden(actor)), pk=case_id).exists()


def hidden_keys(actor: Actor) -> list[int]:
    """The keys of the cases before which a wall stands for the actor; none, unasked, for whom none does."""
    if not asked(actor):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall_hidden_from(%s::bigint, %s::bigint)", [actor.account_id or 0, actor.unit_id or 0]
        )
        return [key for (key,) in cursor.fetchall()]


Row = TypeVar("Row", "Part", "Task")


def kept(actor: Actor, rows: list[Row]) -> list[Row]:
    """Of rows that belong to cases, those between whose case and the actor no wall stands. Nothing is asked for none."""
    if not rows or not asked(actor):
        return rows
    keys = {row.case_id for row in rows}
    open_to = set(Case.objects.filter(passes(actor), pk__in=keys).values_list("pk", flat=True))
    return [row for row in rows if row.case_id in open_to]


BEHIND = """
SELECT w.case_id, w.account_id FROM wall_wall w
 WHERE w.until IS NULL AND w.account_id IS NOT NULL AND w.case_id = ANY(%(cases)s)
UNION
SELECT w.case_id, t.account_id FROM wall_wall w
  JOIN organizations_post p ON p.unit_id = w.unit_id JOIN organizations_appointment t ON t.post_id = p.id
 WHERE w.until IS NULL AND w.case_id = ANY(%(cases)s)
   AND (t.ends_on IS NULL OR t.ends_on >= (w.since AT TIME ZONE 'Asia/Shanghai')::date)
"""


def behind(case_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(case, account) of everybody behind the walls of these cases: who is told nothing of them."""
    with connection.cursor() as cursor:
        cursor.execute(BEHIND, {"cases": list(case_ids)})
        return {(case_id, account_id) for case_id, account_id in cursor.fetchall()}


def _hidden(actor: Actor) -> RawSQL:
    return RawSQL(
        "SELECT wall_hidden_from(%s::bigint, %s::bigint)", (actor.account_id or 0, actor.unit_id or 0)
    )
