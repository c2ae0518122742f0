"""What the table of measures refuses: tasks that control persons, and a doer who confirms the own work."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt, Guard, register
from bihuan.directives.process import MEASURE
from bihuan.directives.reading.control import ARTICLES, control

FORBIDDEN_BY = "、".join(f"《{one.law}》{one.article}" for one in ARTICLES)


def refusal(words: str) -> Promise:
    """Why such an order cannot become a task: the words, and the articles."""
    return format_lazy(
        gettext_lazy(
            "“{words}”是对信访人的人身控制，不能成为任务。依据：{articles}。请改为解决诉求本身的任务。"
        ),
        words=words,
        articles=FORBIDDEN_BY,
    )


def no_control_of_persons(attempt: Attempt) -> None:
    """A task never orders to keep watch on, hold back or fetch back those who appeal (DESIGN section 2)."""
    said = (
        attempt.case.subject,
        attempt.case.body,
        *(v for v in attempt.given.values() if isinstance(v, str)),
    )
    for words in said:
        if found := control(words, 0):
            raise Guarded(refusal(found[0].words))


def not_the_doer(attempt: Attempt) -> None:
    """Success is confirmed by another unit than the one that reported it."""
    reported = attempt.last("report_done")
    if reported is not None and reported.unit_id == attempt.actor.unit_id:
        raise Guarded(gettext_lazy("这项任务由本单位承办，不能由本单位核实。请由交办它的其他单位核实。"))


def register_all() -> None:
    """Make both known to the engine."""
    every: tuple[Guard, ...] = (no_control_of_persons, not_the_doer)
    for guard in every:
        register(MEASURE.name, guard.__name__, guard)
