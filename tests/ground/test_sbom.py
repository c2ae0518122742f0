"""The list of parts is whole, and the page about security names only tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import sbom

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_every_pinned_part_is_listed_with_a_licence_an_office_may_use() -> None:
    assert sbom.main() == 0
    text = (ROOT / "dist" / "bihuan.cdx.json").read_text(encoding="utf-8")
    assert '"pkg:pypi/django@' in text
    assert '"pkg:npm/htmx.org@' in text
    assert "pytest" not in text


@pytest.mark.parametrize(
    ("said", "fine"),
    [("MIT", True), ("GPL-3.0-only", False), ("LGPL-3.0-only", True), ("", False), ("Proprietary", False)],
)
def test_a_licence_that_is_not_on_the_list_is_noticed(said: str, fine: bool) -> None:
    assert bool(sbom.FINE.search(said)) is fine


def test_every_test_that_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "security" / "asvs.md").read_text(encoding="utf-8")
    for named in set(re.findall(r"`((?:tests|bihuan|benchmarks|T|C)/[^`*]+)`", page)):
        path = named.replace("T/", "tests/security/", 1) if named.startswith("T/") else named
        if named.startswith("C/"):
            function = named.removeprefix("C/").strip("…")
            text = (ROOT / "tests/security/test_closed_doors.py").read_text(encoding="utf-8")
            assert "…" in named or f"def {function}(" in text, named
            continue
        assert (ROOT / path).exists(), named
    for named in set(re.findall(r"`docs/[^`*]+`", page)):
        assert (ROOT / named.strip("`")).exists(), named
