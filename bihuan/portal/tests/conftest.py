from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.casework.tests.cast import load_district
from bihuan.vault.keys import keyring
from bihuan.vault.tests.conftest import a_key


@pytest.fixture(autouse=True)
def a_data_folder_and_a_key(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    settings.VAULT_KEY = a_key()
    settings.VAULT_OLD_KEYS = []
    keyring.cache_clear()
    yield
    keyring.cache_clear()


@pytest.fixture
def district(db: None) -> None:
    load_district()
