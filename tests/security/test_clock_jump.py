"""The machine's clock jumps a day forward and two back while people work: nothing is refused, lost or counted wrongly."""

from __future__ import annotations

from datetime import timedelta

from bihuan.appeals.tests import lives
from bihuan.casework import clock_audit, journal
from bihuan.casework.models import Case, Entry
from bihuan.casework.openjournal import audit, services
from bihuan.casework.tests.cast import at

NOON = at("2026-03-10 12:00")


def test_registrations_and_heads_stand_after_the_clock_has_jumped() -> None:
    moments = [NOON, NOON + timedelta(days=1), NOON - timedelta(days=1), NOON + timedelta(seconds=1)]
    for moment in moments:
        lives.registered(moment)
        services.append(at=moment)
    assert Case.objects.count() == len(moments)
    assert len({case.number for case in Case.objects.all()}) == len(moments)
    assert list(journal.verify()) == []
    assert list(clock_audit.verify()) == []
    assert Entry.objects.filter(leaf__isnull=True).count() == 0
    faults = [fault.what for fault in audit.verify()]
    assert [what for what in faults if "back-dated" not in what] == []
