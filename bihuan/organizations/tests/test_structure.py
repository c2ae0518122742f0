"""Units, posts, and the record of changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bihuan.organizations import selectors, services
from bihuan.organizations.models import OrganizationChange, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.tests.factories import AT, BY, account, district, held, post, unit

pytestmark = pytest.mark.django_db


def test_a_unit_cannot_become_its_own_superior_by_a_round_trip() -> None:
    city = unit("市政府")
    area = unit("区政府", superior=city)
    bureau = unit("住建局", superior=area)
    with pytest.raises(services.CyclicLineError):
        services.set_superior(unit=city, superior=bureau, by=BY, at=AT)
    city.refresh_from_db()
    assert city.superior is None


def test_a_unit_is_never_its_own_superior_in_the_database() -> None:
    bureau = unit()
    with pytest.raises(services.CyclicLineError):
        services.set_superior(unit=bureau, superior=bureau, by=BY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=bureau.pk).update(superior=bureau)


def test_closing_a_unit_ends_its_appointments_on_its_last_day() -> None:
    bureau = unit()
    last = date(2026, 3, 31)
    open_one = held(account(), post(of=bureau))
    longer = held(account("bob"), post("局长", of=bureau), date(2024, 1, 1), date(2027, 1, 1))
    services.close_unit(unit=bureau, on=last, by=BY, at=AT)
    for row in (open_one, longer):
        row.refresh_from_db()
        assert row.ends_on == last
    assert selectors.units_open(last).contains(bureau)
    assert not selectors.units_open(date(2026, 4, 1)).contains(bureau)


def test_a_unit_is_not_closed_before_it_began() -> None:
    bureau = unit()
    with pytest.raises(services.ClosedBeforeItBeganError):
        services.close_unit(unit=bureau, on=date(1999, 1, 1), by=BY, at=AT)


def test_a_unit_with_subordinates_is_not_closed() -> None:
    area = unit("区政府")
    unit("住建局", superior=area)
    with pytest.raises(services.UnitHasSubordinatesError, match="住建局"):
        services.close_unit(unit=area, on=date(2026, 3, 31), by=BY, at=AT)


def test_renaming_keeps_the_old_name_on_record() -> None:
    bureau = unit("建设局")
    services.rename_unit(unit=bureau, name="住房和城乡建设局", short_name="住建局", by=BY, at=AT)
    row = OrganizationChange.objects.get()
    assert (row.before["name"], row.after["name"]) == ("建设局", "住房和城乡建设局")


def test_two_units_never_share_a_code() -> None:
    bureau = unit()
    with pytest.raises(services.CodeTakenError):
        services.create_unit(
            code=bureau.code,
            name="另一个",
            short_name="另一个",
            kind=Unit.Kind.DEPARTMENT,
            jurisdiction=district(),
            valid_from=date(2026, 1, 1),
            by=BY,
            at=AT,
        )


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(services.RolesUnknownError, match="king"):
        services.create_post(unit=unit(), title="王", roles=["king"], by=BY, at=AT)  # type: ignore[list-item]


def test_a_unit_has_one_head_post() -> None:
    bureau = unit()
    services.create_post(unit=bureau, title="局长", roles=[Role.UNIT_HEAD], is_head=True, by=BY, at=AT)
    with pytest.raises(services.HeadPostTakenError):
        services.create_post(unit=bureau, title="主任", roles=[], is_head=True, by=BY, at=AT)


def test_seats_do_not_fall_below_those_who_sit_in_them() -> None:
    place = post(seats=2)
    held(account(), place)
    held(account("bob"), place)
    with pytest.raises(services.SeatsInUseError):
        services.change_post(
            post=place, title="承办人", roles=[Role.OFFICER], is_head=False, seats=1, by=BY, at=AT
        )


@pytest.mark.parametrize("rewrite", ["update", "delete"])
def test_the_record_of_changes_cannot_be_rewritten_even_in_sql(rewrite: str) -> None:
    services.rename_unit(unit=unit(), name="新名", short_name="新名", by=BY, at=AT)
    rows = OrganizationChange.objects.all()
    act = {"update": lambda: rows.update(by_name="别人"), "delete": lambda: rows._raw_delete("default")}
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act[rewrite]()
    assert OrganizationChange.objects.count() == 1
