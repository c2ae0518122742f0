from __future__ import annotations

import pytest

from bihuan.casework.tests.cast import load_district


@pytest.fixture(autouse=True)
def district(db: None) -> None:
    """Every test of the API plays in the sample district."""
    load_district()


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks for the time is told the Monday of the cast, at ten."""
    from django.utils import timezone

    from bihuan.casework.tests.cast import at

    fixed = at("2026-03-02 10:00")
    monkeypatch.setattr(timezone, "now", lambda: fixed)
