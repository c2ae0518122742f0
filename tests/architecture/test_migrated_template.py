"""The migrated database that test runs copy is made anew whenever the schema could be another."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.common.database import pytest_template

ROOT = Path(__file__).resolve().parents[2]


def test_it_is_named_by_every_migration_and_by_what_these_import() -> None:
    sources = pytest_template._sources()
    assert set((ROOT / "bihuan").rglob("migrations/0*.py")) <= sources
    assert ROOT / "bihuan/common/search/schema.py" in sources


def test_a_changed_source_gives_it_another_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    migration = tmp_path / "0001_initial.py"
    migration.write_text("operations = []")
    monkeypatch.setattr(pytest_template, "ROOT", tmp_path)
    monkeypatch.setattr(pytest_template, "_sources", lambda: {migration})
    before = pytest_template.key()
    assert pytest_template.key() == before
    migration.write_text("operations = [1]")
    assert pytest_template.key() != before
