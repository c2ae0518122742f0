"""The fictional district."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from pytest_django import Settings

from bihuan.organizations import sample, selectors
from bihuan.organizations.models import Account, Appointment, Jurisdiction, Unit
from bihuan.organizations.roles import OUTSIDE, Role

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "reference"


def everything() -> list[tuple[object, ...]]:
    return list(
        Appointment.objects.values_list(
            "account__username", "account__name", "post__title", "starts_on", "ends_on", "acting"
        ).order_by("account__username", "starts_on", "post__unit__code", "post__title")
    )


def test_the_same_seed_and_day_give_the_same_district_and_loading_twice_adds_nothing() -> None:
    sample.load(seed=7, on=ON)
    first = everything()
    sample.load(seed=7, on=ON)
    assert everything() == first
    assert len(first) >= 60
    assert Unit.objects.count() >= 20
    sample_rows = {row.username for row in sample.accounts()}
    assert sample_rows <= {str(row[0]) for row in first}


def test_every_role_has_a_sample_account_that_acts_in_it_today(rf: RequestFactory) -> None:
    sample.load(on=ON)
    acting: set[Role] = set()
    for row in sample.accounts():
        found = authenticate(rf.get("/"), username=row.username, password=row.password)
        assert found is not None
        actor = selectors.actor(found.pk, None, ON)
        assert actor is not None
        assert (actor.unit_name, actor.name) == (row.unit, row.name)
        acting |= actor.roles
    assert acting == set(Role) - OUTSIDE  # enterprises come with the sample of work safety


def test_it_has_hand_overs_acting_holders_two_posts_and_vacancies() -> None:
    sample.load(on=ON)
    assert Appointment.objects.filter(ended_reason="transfer").count() >= 5
    assert Appointment.objects.filter(acting=True).exists()
    assert selectors.vacancies(ON).count() == 2
    both = Account.objects.get(username="jianzhi")
    assert selectors.appointments_of(both, ON).count() == 2


def test_production_refuses_the_sample(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(sample.SampleRefusedError):
        sample.load(on=ON)
    assert not Jurisdiction.objects.exists()


@pytest.mark.realdata
def test_no_place_of_the_sample_exists() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data/reference beside the checkout")
    with (SHARED / "areas.csv").open(encoding="utf-8-sig") as areas:
        rows = list(csv.DictReader(areas))
    assert not {"青岚区", "澜川市"} & {row["name"] for row in rows}
    with (SHARED / "streets.csv").open(encoding="utf-8-sig") as streets:
        codes = {row["code"][:6] for row in csv.DictReader(streets)} | {row["code"] for row in rows}
    assert not [code for code in codes if code.startswith("99")]
