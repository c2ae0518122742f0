"""The sample district with its letters, in the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings

from bihuan.appeals import sample
from bihuan.appeals.models import Appeal
from bihuan.appeals.processes import ALL
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case, Entry
from bihuan.casework.spec import Phase
from bihuan.organizations import sample as organizations
from bihuan.organizations.actor import RESIDENT
from bihuan.vault.models import Person

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


@pytest.fixture
def district(settings: LazySettings) -> None:
    settings.DEMO = True
    organizations.load(seed=1, on=ON)


@pytest.mark.usefixtures("district")
def test_every_letter_becomes_a_case_with_a_person_and_its_own_dates() -> None:
    told: list[tuple[int, int]] = []
    loaded = sample.load(seed=1, count=150, on=ON, progress=lambda done, total: told.append((done, total)))
    assert loaded == Case.objects.count() == Appeal.objects.count()
    named = Appeal.objects.filter(person__isnull=False).values("person").distinct()
    assert Person.objects.count() == named.count() > 140
    assert loaded >= 145
    assert told[-1] == (loaded, 150)
    assert Case.objects.filter(phase=Phase.ENDED).count() > 100
    assert Case.objects.exclude(phase=Phase.ENDED).exists()
    assert not Entry.objects.filter(at__date__gte=ON).exists()
    nobody = Entry.objects.filter(account=None).exclude(actor=RESIDENT.name)
    assert set(nobody.values_list("step", flat=True)) <= {"lapse", "lapse_review"}


@pytest.mark.usefixtures("district")
def test_loading_twice_adds_nothing() -> None:
    assert sample.load(seed=1, count=80, on=ON)
    before = Entry.objects.count()
    assert sample.load(seed=1, count=80, on=ON) == 0
    assert Entry.objects.count() == before


@pytest.mark.usefixtures("district")
def test_production_refuses_the_sample(settings: LazySettings) -> None:
    settings.DEMO = False
    with pytest.raises(organizations.SampleRefusedError):
        sample.load(seed=1, count=5, on=ON)


@pytest.mark.slow
@pytest.mark.usefixtures("district")
def test_a_case_lies_in_every_state_of_every_table() -> None:
    sample.load(seed=1, count=250, on=ON)
    lies = set(Case.objects.values_list("process", "state"))
    empty = [
        f"{one.name}: {state.label}"
        for one in ALL
        for state in one.states
        if (one.name, state.name) not in lies
    ]
    assert empty == []
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []
