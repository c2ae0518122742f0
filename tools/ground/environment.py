"""The virtual environment in .venv, from the hashed lock files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.ground import machine, stamps
from tools.ground.say import ROOT, Trouble, call, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"


def install(*, dev: bool) -> None:
    """Make .venv hold exactly what the lock says. The dev lock holds everything the other one does."""
    _make()
    keys = {lock: stamps.digest([lock], _identity()) for lock in (RUN_LOCK, DEV_LOCK)}
    # An older dev install may disagree with a newer run lock, so each key is over its own lock and Python.
    if stamps.fresh("dev", keys[DEV_LOCK]) and (dev or stamps.fresh("run", keys[RUN_LOCK])):
        return
    if not dev and stamps.fresh("run", keys[RUN_LOCK]):
        return
    lock = DEV_LOCK if dev else RUN_LOCK
    say(f"Installing Python packages from {lock.name} (about a minute the first time)")
    _pip("--require-hashes", "-r", str(lock))
    stamps.write("run", keys[RUN_LOCK])  # the dev lock includes the run lock
    if dev:
        stamps.write("dev", keys[DEV_LOCK])


def install_from_dev_lock(package: str) -> None:
    """One package of the dev lock, with its hashes, when `make run` needs it for building and nothing else."""
    if _present(package):
        return
    lines = DEV_LOCK.read_text().splitlines(keepends=True)
    begin = next((n for n, line in enumerate(lines) if line.startswith(f"{package}==")), None)
    if begin is None:
        raise Trouble(f"{package} is not in {DEV_LOCK.name}; the checkout is damaged.")
    end = next((n for n in range(begin + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
    say(f"Installing {package}, for building")
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "one.lock"
        lock.write_text("".join(lines[begin:end]))
        _pip("--require-hashes", "--no-deps", "-r", str(lock))


def _present(package: str) -> bool:
    code = f"import importlib.metadata as m; m.version({package!r})"
    return subprocess.run([str(PYTHON), "-c", code], capture_output=True).returncode == 0


def _pip(*arguments: str) -> None:
    call(
        [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input", *arguments],
        why="Python packages could not be installed. Is the network there? Behind a mirror, set PIP_INDEX_URL.",
    )


def _make() -> None:
    if not PYTHON.exists():
        say("Making .venv")
        if (
            subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode
            != 0
        ):
            machine.packages(
                ["python3-venv"],
                otherwise=f"{sys.executable} cannot make virtual environments. Install the package python3-venv.",
            )
        shutil.rmtree(VENV, ignore_errors=True)
        call([sys.executable, "-m", "venv", VENV], why="The virtual environment .venv could not be made.")
        shutil.rmtree(stamps.FOLDER, ignore_errors=True)
    _point_at_checkout()


def _point_at_checkout() -> None:
    """What an editable install does, without a build: the checkout on the path, and the command `bihuan`."""
    folder = next((VENV / "lib").glob("python3*/site-packages"), None)
    if folder is None:
        raise Trouble("The environment .venv is damaged. Remove the folder and try again.")
    pointer = folder / "bihuan-checkout.pth"
    if not pointer.exists() or pointer.read_text() != f"{ROOT}\n":
        pointer.write_text(f"{ROOT}\n")
    command = VENV / "bin" / "bihuan"
    if not command.exists():
        command.write_text(f"#!{PYTHON}\nfrom bihuan.config.cli import main\n\nmain()\n")
        command.chmod(0o755)


def _identity() -> str:
    """The Python of .venv: another one means another set of wheels."""
    config = (VENV / "pyvenv.cfg").read_text()
    version = re.search(r"^version\s*=\s*(.+)$", config, re.MULTILINE)
    return (version.group(1) if version else "") + os.uname().machine
