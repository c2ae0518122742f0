"""Imports keep their files apart from each other's tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bihuan.casework.imports.tests.ledger import ledger

__all__ = ["ledger"]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
