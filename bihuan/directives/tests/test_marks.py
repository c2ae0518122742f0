"""The reading against what people marked in real reports, and all reports without a fault."""

from __future__ import annotations

import json

import pytest

from bihuan.directives.reading import read
from bihuan.directives.tests import marked

pytestmark = pytest.mark.realdata


@pytest.fixture(autouse=True)
def _real_reports() -> None:
    if not marked.TEXTS.is_dir():
        pytest.skip("the folder of real reports is not beside this checkout")


@pytest.mark.parametrize("group", ["tuning", "held out"])
def test_sections_and_measures_agree_with_the_marks(group: str) -> None:
    scores = marked.totals()[group]
    for what, least in (("sections", 0.95), ("measures", 0.95), ("levels", 0.97)):
        assert scores[what].precision >= least, what
        assert scores[what].recall >= least, what
    assert scores["deadlines"].precision >= 0.95
    assert scores["deadlines"].recall >= 0.85


def test_marks_hold_no_text_of_the_reports() -> None:
    for path in marked.marked_files():
        marks = json.loads(path.read_text(encoding="utf-8"))
        assert set(marks) == {"file", "sha256", "used", "sections", "measures", "deadlines", "units"}
        for what in ("sections", "measures", "deadlines", "units"):
            assert all(isinstance(one, int) for span in marks[what] for one in span)


@pytest.mark.slow
def test_every_report_is_read_and_every_deadline_has_words_of_time() -> None:
    alarms: set[tuple[str, str]] = set()
    for path in sorted(marked.TEXTS.glob("*.txt")):
        found = read(path.read_text(encoding="utf-8"))
        for node in found.measures:
            alarms.update((path.stem, one.words) for one in node.control)
            for one in node.deadlines:
                assert any(sign in one.words for sign in "年月日季周旬天时即刻前内"), one.words
                assert one.flag == "", (path.name, one.words)
    # Read and judged: 大包保、大稳控 is said of parties to disputes, so the flag is right there. No other alarm.
    assert alarms == {("十堰", "大稳控")}
