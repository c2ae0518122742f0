from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.casework.tests.cast import load_district


@pytest.fixture(autouse=True)
def district(db: None, settings: Settings, tmp_path: Path) -> None:
    """Every test plays in the sample district and signs with a key of its own."""
    settings.JOURNAL_KEY_FILE = str(tmp_path / "journal.key")
    load_district()
