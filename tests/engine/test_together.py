"""Two officers at once, a double click, a kill in the middle: one outcome, nothing lost, nothing half-done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from bihuan.appeals import services as appeals
from bihuan.appeals.models import Appeal
from bihuan.appeals.tests import lives
from bihuan.casework import services as casework
from bihuan.casework.errors import FormUsed, NotNow, Stale
from bihuan.casework.journal import verify
from bihuan.casework.models import (
    Case,
    CaseNumber,
    ClockRow,
    Entry,
    Involvement,
    IssuedDocument,
    OutboxMessage,
)
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.vault.models import Person


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each in a thread with a connection of its own, started together; their results or exceptions in order."""
    barrier = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[index] = work()
        except Exception as problem:
            results[index] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, work)) for index, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def accept(case: Case, *, seen: int | None = None, submission: Any = None) -> Callable[[], Case]:
    who = actor("chengban")
    return lambda: casework.take(
        case_id=case.pk, step="accept", actor=who, at=at("2026-03-03 09:00"), seen=seen, submission=submission,
        given={"received_on": date(2026, 3, 2), "notified_on": date(2026, 3, 3)},
    )  # fmt: skip


def object_to(case: Case, *, seen: int | None = None) -> Callable[[], Case]:
    who = actor("chengban")
    return lambda: casework.take(
        case_id=case.pk, step="object", actor=who, at=at("2026-03-03 09:00"), seen=seen,
        given={"reason": "不属于我局职权范围，应由街道办理。"},
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_one_succeeds_and_the_other_is_told_what_happened() -> None:
    case = lives.forwarded()
    results = at_once(accept(case, seen=case.seq), object_to(case, seen=case.seq))
    won = [result for result in results if isinstance(result, Case)]
    told = [result for result in results if isinstance(result, Stale)]
    assert (len(won), len(told)) == (1, 1), results
    assert [entry.step for entry in told[0].since] == ["accept" if won[0].state == "handling" else "object"]
    assert "陈望舒" in str(told[0])


@pytest.mark.django_db(transaction=True)
def test_a_double_click_acts_once() -> None:
    case = lives.forwarded()
    form = uuid4()
    results = at_once(*(accept(case, seen=case.seq, submission=form) for _ in range(3)))
    assert [type(result) for result in results] == [Case] * 3, results
    assert Entry.objects.filter(case=case, step="accept").count() == 1
    assert ClockRow.objects.filter(case=case, name="handling").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_sent_twice_at_once_is_registered_once() -> None:
    from bihuan.appeals import services as appeals

    who, form = actor("dengji"), uuid4()
    results = at_once(
        *(
            lambda: appeals.register(letter=lives.letter(), actor=who, at=lives.MONDAY, submission=form)
            for _ in range(4)
        )
    )
    assert {str(result) for result in results} == {"XF-2026-000001"}
    assert (Case.objects.count(), Appeal.objects.count(), Person.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_many_letters_registered_at_once_have_numbers_without_gap() -> None:
    who = actor("dengji")
    from bihuan.appeals import services as appeals

    at_once(*(lambda: appeals.register(letter=lives.letter(), actor=who, at=lives.MONDAY) for _ in range(6)))
    assert sorted(Case.objects.values_list("number", flat=True)) == [f"XF-2026-{n:06d}" for n in range(1, 7)]


def test_a_stale_form_is_refused_with_what_happened_since() -> None:
    case = lives.forwarded()
    opened_at = case.seq
    accept(case)()
    with pytest.raises(Stale) as refused:
        object_to(case, seen=opened_at)()
    assert [entry.step for entry in refused.value.since] == ["accept"]


def test_a_step_that_no_longer_leads_out_of_the_state_is_refused() -> None:
    case = lives.handling()
    with pytest.raises(NotNow):
        object_to(case)()


def everything() -> dict[str, int]:
    return {
        model.__name__: model._default_manager.count()
        for model in (
            Case,
            CaseNumber,
            Entry,
            ClockRow,
            Involvement,
            IssuedDocument,
            OutboxMessage,
            Appeal,
            Person,
        )
    }


class Killed(BaseException):
    """Not an Exception: nothing that tidies up after errors may see it."""


def killed_after(statements: int, work: Callable[[], Any]) -> bool:
    """Run the work, dying right after that many statements have been sent. False when it ended before."""
    sent = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        result = execute(sql, params, many, context)
        sent += 1
        if sent == statements:
            raise Killed
        return result

    with connection.execute_wrapper(count):
        try:
            work()
        except Killed:
            return True
    return False


def forward() -> None:
    case = Case.objects.get()
    casework.take(
        case_id=case.pk,
        step="forward",
        actor=actor("fenliu"),
        at=lives.MONDAY,
        given={"to_unit": unit("住建局").pk},
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("before", "work"),
    [
        (lambda: None, lives.registered),
        (lives.registered, forward),
        (lives.forwarded, lambda: accept(Case.objects.get())()),
    ],
    ids=["registering", "forwarding", "accepting"],
)
def test_a_kill_between_any_two_statements_leaves_nothing_half_done(
    before: Callable[[], Any], work: Callable[[], Any]
) -> None:
    before()
    stood, heads = everything(), list(Case.objects.values_list("state", "seq", "head"))
    kills = 0
    while killed_after(kills + 1, work):
        kills += 1
        assert everything() == stood
        assert list(Case.objects.values_list("state", "seq", "head")) == heads
        assert list(verify()) == []
    assert kills >= 4
    assert everything() != stood
    assert list(verify()) == []


@pytest.mark.parametrize("seen", [None, 1, 99])
def test_a_form_taken_on_one_case_does_nothing_on_another(seen: int | None) -> None:
    first, second, form = lives.forwarded(), lives.forwarded(), uuid4()
    accept(first, submission=form)()
    before = (second.state, second.seq)
    with pytest.raises(FormUsed):
        accept(second, seen=second.seq if seen == 1 else seen, submission=form)()
    second.refresh_from_db()
    assert (second.state, second.seq) == before
    assert list(verify()) == []


def test_a_form_taken_as_a_step_opens_no_case_and_hands_out_none() -> None:
    case, form = lives.forwarded(), uuid4()
    accept(case, submission=form)()
    with pytest.raises(FormUsed):
        appeals.register(letter=lives.letter(), actor=actor("dengji"), at=lives.MONDAY, submission=form)
    assert Case.objects.count() == 1
