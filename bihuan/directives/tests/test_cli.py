"""`bihuan directives parse`: prints what was read, stores nothing, and says clearly what went wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bihuan.directives.cli import directives

TEXT = """一、压实责任
1.由区信访局牵头，各乡镇要在2026年6月30日前完成整改，新增接待点3个。
2.对重点信访人员落实专人稳控。
"""


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(directives, ["parse", *words], input=typed)
    return result.exit_code, result.output


def test_json_holds_the_tree_with_spans_into_the_text(document: Path) -> None:
    code, said = run(str(document), "--json")
    tree = json.loads(said)
    (section,) = tree["nodes"]
    first, second = section["children"]
    assert code == 0
    assert (tree["sections"], tree["measures"]) == (1, 2)
    assert (section["kind"], section["level"], section["numbering"], section["text"]) == (
        "section",
        1,
        "一、",
        "压实责任",
    )
    start, end = first["text_span"]
    assert TEXT[start:end] == first["text"]
    assert first["deadlines"] == [
        {
            "words": "2026年6月30日前",
            "span": first["deadlines"][0]["span"],
            "kind": "absolute",
            "due": "2026-06-30",
            "flag": None,
        }
    ]
    assert [(one["words"], one["role"]) for one in first["units"]] == [
        ("区信访局", "lead"),
        ("各乡镇", "addressed"),
    ]
    assert [(one["value"], one["unit"]) for one in first["numbers"]] == [("3", "个")]
    assert first["orders_control_of_persons"] is False
    assert second["orders_control_of_persons"] is True
    assert "信访工作条例第四十六条第六项" in second["forbidden_by"]


def test_the_outline_can_be_read_by_people(document: Path) -> None:
    code, said = run(str(document), "--date", "2026-03-01")
    assert code == 0
    assert "1 sections, 2 measures" in said
    assert "by when: 2026年6月30日前 = 2026-06-30" in said
    assert "!! orders control of persons" in said


def test_a_file_of_units_is_the_register(document: Path, tmp_path: Path) -> None:
    known = tmp_path / "units.txt"
    known.write_text("# 机构\n青岚区信访局，区信访局\n", encoding="utf-8")
    _code, said = run(str(document), "--json", "--units", str(known))
    assert json.loads(said)["nodes"][0]["children"][0]["units"][0]["name"] == "青岚区信访局"


def test_pasted_text_comes_from_standard_input(document: Path) -> None:
    code, said = run("-", "--json", typed=TEXT)
    assert code == 0
    assert json.loads(said)["measures"] == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("missing.txt", None, 1), ("empty.txt", b"", 1), ("scan.pdf", b"%PDF-1.4 nothing", 1)],
)
def test_what_cannot_be_read_ends_with_one_and_a_message(
    tmp_path: Path, name: str, content: bytes | None, code: int
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ended, said = run(str(path))
    assert ended == code
    assert said.startswith("Error: ")
    assert name in said
    assert "Traceback" not in said


def test_a_wrong_date_is_a_wrong_command(document: Path) -> None:
    assert run(str(document), "--date", "2026-02-30")[0] == 2
