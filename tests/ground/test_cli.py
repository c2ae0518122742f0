"""The command line teaches, and says clearly what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bihuan.config.cli import root
from bihuan.config.commands.gather import OWN
from tests.ground.owners import embedded


def _bihuan(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bihuan.config.cli", *arguments],
        env={**embedded(folder), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_help_lists_every_command_without_starting_anything(tmp_path: Path) -> None:
    shown = _bihuan(tmp_path / "data", "--help")
    assert shown.returncode == 0, shown.stderr
    assert [name for name in OWN if f"  {name} " not in shown.stdout] == []
    assert not (tmp_path / "data").exists()


def test_help_does_not_load_django(tmp_path: Path) -> None:
    code = (
        "import sys; from bihuan.config.cli import root; root(['--help'], standalone_mode=False); "
        "print('django' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert shown.stdout.rstrip().endswith("False"), shown.stderr


@pytest.mark.parametrize("name", OWN)
def test_every_command_of_our_own_teaches_with_an_example(name: str) -> None:
    if name == "manage":  # passes --help on to Django
        return
    shown = CliRunner().invoke(root, [name, "--help"])
    assert shown.exit_code == 0
    assert "Example" in shown.output


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DATABASE_URL": "mysql://root@h/x"}, "DATABASE_URL must begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://u@localhost:1/x"}, "The database does not answer"),
        ({"BIHUAN_PG_BIN": "/nowhere"}, "No PostgreSQL 15 or newer was found"),
        ({"BIHUAN_MODE": "production"}, "BIHUAN_SECRET_KEY"),
    ],
)
def test_what_is_wrong_is_one_clear_message_and_no_traceback(
    tmp_path: Path, environment: dict[str, str], said: str
) -> None:
    done = _bihuan(tmp_path, "migrate", **environment)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_said_before_anything_starts(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = _bihuan(
            tmp_path / "data", "serve", "--host", "127.0.0.1", "--port", str(taken.getsockname()[1])
        )
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert not (tmp_path / "data").exists()
