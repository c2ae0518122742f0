"""Who may be put where, and when."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bihuan.organizations import selectors, services
from bihuan.organizations.models import Appointment, OrganizationChange
from bihuan.organizations.roles import Role
from bihuan.organizations.tests.factories import AT, BY, account, held, post, unit

pytestmark = pytest.mark.django_db


def names(rows: object) -> list[str]:
    return [row.account.username for row in rows]  # type: ignore[attr-defined]


def test_the_last_day_is_in_the_post_and_the_next_day_is_not() -> None:
    alice, place = account(), post()
    services.appoint(
        account=alice, post=place, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), by=BY, at=AT
    )
    assert names(selectors.holders_of(place, date(2026, 6, 30))) == ["alice"]
    assert names(selectors.holders_of(place, date(2026, 7, 1))) == []
    assert names(selectors.holders_of(place, date(2025, 12, 31))) == []


def test_a_leap_day_can_be_a_first_and_a_last_day() -> None:
    alice, bob, place = account(), account("bob"), post()
    held(alice, place, date(2023, 3, 1), date(2024, 2, 28))
    leap = date(2024, 2, 29)
    services.appoint(account=bob, post=place, starts_on=leap, ends_on=leap, by=BY, at=AT)
    found = selectors.who_held(place, date(2024, 2, 27), date(2024, 3, 2))
    assert [(t.starts_on.day, t.ends_on.day, t.vacant) for t in found] == [
        (27, 28, False),
        (29, 29, False),
        (1, 2, True),
    ]


def test_a_successor_starts_the_day_after_and_not_on_the_same_day() -> None:
    alice, bob, place = account(), account("bob"), post()
    held(alice, place, date(2024, 1, 1), date(2026, 3, 31))
    with pytest.raises(services.SeatsTakenError, match="2026-03-31"):
        services.appoint(account=bob, post=place, starts_on=date(2026, 3, 31), by=BY, at=AT)
    services.appoint(account=bob, post=place, starts_on=date(2026, 4, 1), by=BY, at=AT)


def test_seats_are_counted_on_the_fullest_day_not_over_the_whole_time() -> None:
    place = post(seats=2)
    held(account("a1"), place, date(2026, 1, 1), date(2026, 1, 31))
    held(account("a2"), place, date(2026, 2, 1), date(2026, 2, 28))
    services.appoint(account=account("a3"), post=place, starts_on=date(2026, 1, 1), by=BY, at=AT)
    with pytest.raises(services.SeatsTakenError):
        services.appoint(account=account("a4"), post=place, starts_on=date(2025, 12, 1), by=BY, at=AT)


def test_nobody_is_twice_in_one_post_even_acting() -> None:
    alice, place = account(), post(seats=5)
    held(alice, place)
    with pytest.raises(services.AlreadyInPostError):
        services.appoint_acting(account=alice, post=place, starts_on=date(2026, 3, 1), by=BY, at=AT)


def test_acting_takes_no_seat_and_carries_the_roles() -> None:
    alice, bob, place = account(), account("bob"), post("局长", Role.UNIT_HEAD, is_head=True)
    held(alice, place)
    services.appoint_acting(account=bob, post=place, starts_on=date(2026, 3, 1), by=BY, at=AT)
    actor = selectors.actor(bob.pk, None, date(2026, 3, 2))
    assert actor is not None
    assert actor.roles == {Role.UNIT_HEAD}
    head = selectors.head_of(place.unit, date(2026, 3, 2))
    assert head is not None
    assert head.account == alice  # the substantive head goes before the acting one


def test_only_one_person_acts_in_a_post_at_a_time() -> None:
    place = post()
    held(account(), place, date(2026, 1, 1), acting=True)
    with pytest.raises(services.AlreadyActingError, match="Alice"):
        services.appoint_acting(account=account("bob"), post=place, starts_on=date(2026, 2, 1), by=BY, at=AT)


def test_a_post_held_only_by_an_acting_holder_is_vacant_but_has_no_gap() -> None:
    place = post()
    held(account(), place, date(2025, 1, 1), acting=True)
    on = date(2026, 3, 2)
    assert [(p.pk, p.held, p.acting_held) for p in selectors.vacancies(on)] == [(place.pk, 0, 1)]
    assert [t.vacant for t in selectors.who_held(place, date(2026, 1, 1), on)] == [False]


def test_gaps_show_before_between_and_after_and_overlaps_make_none() -> None:
    place = post(seats=2)
    held(account("a1"), place, date(2024, 2, 1), date(2024, 6, 30))
    held(account("a2"), place, date(2024, 3, 1), date(2024, 4, 30))
    held(account("a3"), place, date(2024, 9, 1), date(2024, 10, 31))
    found = selectors.who_held(place, date(2024, 1, 1), date(2024, 12, 31))
    assert [(t.starts_on, t.ends_on) for t in found if t.vacant] == [
        (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2024, 7, 1), date(2024, 8, 31)),
        (date(2024, 11, 1), date(2024, 12, 31)),
    ]


def test_a_closed_unit_takes_nobody_and_has_no_vacancies() -> None:
    gone = unit("房管局", valid_to=date(2025, 12, 31))
    place = post(of=gone)
    with pytest.raises(services.OutsideUnitDatesError):
        services.appoint(account=account(), post=place, starts_on=date(2025, 12, 1), by=BY, at=AT)
    assert not selectors.vacancies(date(2026, 1, 1)).exists()
    assert selectors.vacancies(date(2025, 12, 31)).exists()


def test_a_disabled_account_takes_no_post() -> None:
    with pytest.raises(services.AccountDisabledError):
        services.appoint(
            account=account(is_active=False), post=post(), starts_on=date(2026, 1, 1), by=BY, at=AT
        )


def test_an_end_before_the_start_is_refused_by_the_service_and_by_the_database() -> None:
    alice, place = account(), post()
    with pytest.raises(services.DatesOutOfOrderError):
        services.appoint(
            account=alice, post=place, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1), by=BY, at=AT
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        held(alice, place, date(2026, 3, 2), date(2026, 3, 1))


def test_a_transfer_moves_in_one_step_or_not_at_all() -> None:
    alice, old, new = account(), post(), post("登记员", Role.INTAKE)
    was = held(alice, old)
    taken = held(account("bob"), new)
    with pytest.raises(services.SeatsTakenError):
        services.transfer(appointment=was, to_post=new, starts_on=date(2026, 4, 1), by=BY, at=AT)
    was.refresh_from_db()
    assert was.ends_on is None
    services.end_appointment(
        appointment=taken, ends_on=date(2026, 3, 31), reason=Appointment.Ended.RETIRED, by=BY, at=AT
    )
    services.transfer(appointment=was, to_post=new, starts_on=date(2026, 4, 1), by=BY, at=AT)
    assert names(selectors.holders_of(old, date(2026, 3, 31))) == ["alice"]
    assert names(selectors.holders_of(new, date(2026, 4, 1))) == ["alice"]


def test_an_ended_appointment_can_be_cut_shorter_but_not_ended_again_later() -> None:
    was = held(account(), post(), date(2026, 1, 1), date(2026, 3, 31))
    reason = Appointment.Ended.RESIGNED
    with pytest.raises(services.AlreadyEndedError):
        services.end_appointment(appointment=was, ends_on=date(2026, 3, 31), reason=reason, by=BY, at=AT)
    services.end_appointment(appointment=was, ends_on=date(2026, 2, 28), reason=reason, by=BY, at=AT)


def test_an_actor_has_the_roles_of_today_and_none_of_yesterday() -> None:
    alice, today = account(), date(2026, 3, 2)
    held(alice, post("科员", Role.OFFICER), date(2024, 1, 1), date(2026, 3, 1))
    later = held(alice, post("督查员", Role.SUPERVISOR), date(2026, 3, 3))
    assert selectors.actor(alice.pk, None, today) is None
    assert selectors.actor(alice.pk, later.pk, today) is None
    tomorrow = selectors.actor(alice.pk, None, date(2026, 3, 3))
    assert tomorrow is not None
    assert tomorrow.roles == {Role.SUPERVISOR}


def test_an_actor_is_one_query_and_never_somebody_elses_post(
    django_assert_num_queries: object,
) -> None:
    alice, bob = account(), account("bob")
    hers, his = held(alice, post()), held(bob, post("登记员", Role.INTAKE))
    with django_assert_num_queries(1):  # type: ignore[operator]
        actor = selectors.actor(alice.pk, hers.pk, date(2026, 3, 2))
    assert actor is not None
    assert (actor.name, actor.unit_name, actor.post_title) == ("Alice", "住建局", "承办人")
    assert selectors.actor(alice.pk, his.pk, date(2026, 3, 2)) is None


def test_a_disabled_account_acts_for_nobody() -> None:
    alice = account()
    held(alice, post())
    services.disable_account(account=alice, by=BY, at=AT)
    assert selectors.actor(alice.pk, None, date(2026, 3, 2)) is None


def test_each_change_leaves_who_when_before_and_after() -> None:
    was = held(account(), post())
    services.end_appointment(
        appointment=was, ends_on=date(2026, 3, 31), reason=Appointment.Ended.RETIRED, by=BY, at=AT
    )
    row = OrganizationChange.objects.get()
    assert (row.action, row.at, row.by_name) == ("end_appointment", AT, BY.name)
    assert (row.before["ends_on"], row.after["ends_on"]) == (None, "2026-03-31")
    assert row.after["post"] == "承办人"
