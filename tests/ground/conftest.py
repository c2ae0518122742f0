"""Fixtures of the ground's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ground.owners import Owner, OwnerStart


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[OwnerStart]:
    """Start an owner in this test's folder, or in another one of it; all are ended afterwards."""
    started: list[Owner] = []

    def start(name: str = "data") -> Owner:
        started.append(Owner(tmp_path / name))
        return started[-1]

    yield start
    for one in reversed(started):
        if one.process.poll() is None:
            one.end()
