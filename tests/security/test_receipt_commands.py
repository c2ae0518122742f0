"""`bihuan verify-receipt` needs the file alone; `bihuan journal` gives what an outsider keeps."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bihuan.appeals.tests import lives
from bihuan.casework.cli import verify_journal
from bihuan.casework.openjournal import cli, services
from bihuan.casework.tests.cast import at
from bihuan.common.merkle import heads, receipts

LATER = at("2026-03-20 18:00")


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])  # type: ignore[arg-type]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with a resident's receipt, the head they keep, and the public key they wrote down."""
    case = lives.decided()
    receipt = services.receipt_for(case=case, at=LATER)
    (tmp_path / "receipt.json").write_text(receipts.write(receipt))
    (tmp_path / "head.txt").write_text(receipt.head)
    (tmp_path / "key.txt").write_text(base64.b64encode(receipt.keys[0].public).decode() + "\n")
    lives.decided()
    services.append(at=LATER + timedelta(hours=1))
    return tmp_path


def test_without_database_and_network_a_receipt_is_checked_in_plain_words(kept: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "-m", "bihuan.config.cli", "verify-receipt", kept / "receipt.json", "--key", kept / "key.txt"],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "XF-2026-000001 的第 4 条登记记录" in done.stdout
    assert "✗" not in done.stdout
    assert done.stdout.endswith("结论：全部成立。\n")


def test_without_a_key_it_says_what_remains_to_be_compared(kept: Path) -> None:
    said = run(cli.verify_receipt, kept / "receipt.json")
    assert said.exit_code == 0
    assert "没有另外给出公钥" in said.output


def test_a_changed_receipt_exits_with_1_and_says_which_check_failed(kept: Path) -> None:
    given = json.loads((kept / "receipt.json").read_text())
    given["entry"]["seq"] = 3
    (kept / "receipt.json").write_text(json.dumps(given))
    said = run(cli.verify_receipt, kept / "receipt.json")
    assert said.exit_code == 1
    assert "✗ 这条登记记录不在" in said.output
    assert "结论：不成立" in said.output


def test_another_key_exits_with_1(kept: Path) -> None:
    said = run(cli.verify_receipt, kept / "receipt.json", "--key", base64.b64encode(bytes(32)).decode())
    assert said.exit_code == 1
    assert "✗ 回执的公钥不是您给出的公钥" in said.output


@pytest.mark.parametrize("text", ["", "no receipt", "{}"])
def test_what_is_no_receipt_exits_with_2(tmp_path: Path, text: str) -> None:
    (tmp_path / "receipt.json").write_text(text)
    assert run(cli.verify_receipt, tmp_path / "receipt.json").exit_code == 2


def test_a_receipt_holds_against_the_newest_head(kept: Path) -> None:
    proof = kept / "later.json"
    for old in (kept / "receipt.json", kept / "head.txt", 4):
        said = run(cli.consistency, old, "--out", proof)
        assert said.exit_code == 0, said.output
        assert "8 entries begin with the 4" in said.output
        checked = run(cli.verify_receipt, kept / "receipt.json", "--head", proof)
        assert checked.exit_code == 0, checked.output
        assert "一条也没有改动或者删除" in checked.output


def test_a_kept_head_of_another_journal_is_contradicted(kept: Path) -> None:
    head = heads.read((kept / "head.txt").read_text()).head
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    forged = heads.sign(heads.Head(head.origin, head.size, bytes(32), head.at), Ed25519PrivateKey.generate())
    (kept / "head.txt").write_text(forged)
    said = run(cli.consistency, kept / "head.txt")
    assert said.exit_code == 1
    assert "DO NOT begin" in said.output
    said = run(verify_journal, "--head", kept / "head.txt")
    assert said.exit_code == 1
    assert "signed by no key on record" in said.output
    assert "does not fit" in said.output


def test_journal_verify_holds_the_tree_against_a_kept_head(kept: Path) -> None:
    said = run(verify_journal, "--head", kept / "head.txt")
    assert said.exit_code == 0, said.output


def test_the_head_is_printed_as_it_was_signed(kept: Path) -> None:
    said = run(cli.head)
    assert heads.read(said.output).head.size == 8


def test_a_receipt_is_made_by_number(kept: Path) -> None:
    said = run(cli.receipt, "XF-2026-000002")
    assert all(one.holds for one in receipts.check(receipts.read(said.output)))
    assert run(cli.receipt, "XF-2026-999999").exit_code == 1


def test_a_new_key_says_its_public_half_and_not_its_secret(kept: Path) -> None:
    said = run(cli.rotate_key)
    assert said.exit_code == 0
    from bihuan.casework.openjournal import keys

    assert keys.path().read_text().strip() not in said.output
