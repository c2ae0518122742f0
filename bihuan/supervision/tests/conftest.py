from __future__ import annotations

import pytest

from bihuan.casework.tests.cast import load_district


@pytest.fixture(autouse=True)
def district(db: None) -> None:
    """Every test of supervision plays in the sample district."""
    load_district()
