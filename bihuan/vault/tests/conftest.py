from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.vault.keys import keyring

AT = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
OFFICER = Actor(7, 70, 3, 1, "赵敏", "青山区住建局", "科员", frozenset({Role.OFFICER}))
WANG = {
    "name": "王建国",
    "phone": "138 1234 5678",
    "address": "青山区和平街道幸福里12号楼3单元",
    "identity_number": "37010219560312151x",
}


def a_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


@pytest.fixture(autouse=True)
def a_vault_key(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    settings.VAULT_KEY = a_key()
    settings.VAULT_OLD_KEYS = []
    keyring.cache_clear()
    yield
    keyring.cache_clear()
