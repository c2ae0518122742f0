"""The sample: enterprises, every state of a hazard, and the same each time."""

from __future__ import annotations

import pytest

from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.journal import verify as verify_journal
from bihuan.organizations.models import Account
from bihuan.safety.hazards.models import Hazard, Suspicion
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.models import Draw, Enterprise, Inspection
from bihuan.safety.sample import load
from bihuan.safety.sample.accounts import SHOWN
from bihuan.safety.tests.cast import TODAY, load_district

pytestmark = pytest.mark.django_db


def test_the_sample_holds_a_hazard_in_every_state_and_proves_itself() -> None:
    load_district()
    assert load(seed=1, on=TODAY, count=36) == 36
    assert load(seed=1, on=TODAY, count=36) == 0
    states = set(Hazard.objects.values_list("case__state", flat=True))
    assert states == {state.name for state in HAZARD.states} - {
        "closed_before"
    }  # only from an office's ledger
    assert Draw.objects.count() == 1
    assert set(Inspection.objects.values_list("case__state", flat=True)) == {
        "assigned",
        "reviewing",
        "following",
    }
    assert Suspicion.objects.exists()
    assert Account.objects.filter(username__in=[one.username for one in SHOWN]).count() == 2
    assert Enterprise.objects.get(name=SHOWN[0].unit).risk_points.count() == 3
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []
