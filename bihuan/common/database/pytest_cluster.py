"""A pytest plugin: one throw-away PostgreSQL for a test run that has no DATABASE_URL.

It must act before pytest-django reads the settings, hence a plugin (`-p` in pyproject.toml) and not a conftest.
xdist's workers inherit the address from the controller's environment.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from bihuan.common.database import pytest_template
from bihuan.common.database.cluster import Cluster

PREFIX = "bihuan-test-"
_started: Cluster | None = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> Generator[None]:
    """Start the cluster, unless the run only prints something or already has a database."""
    global _started
    quiet = {"--help", "-h", "--version", "-V", "--markers", "--fixtures", "--collect-only", "--co"}
    if not ({"DATABASE_URL", "PYTEST_XDIST_WORKER"} & os.environ.keys() or quiet & set(args)):
        _started = _start()
        os.environ["DATABASE_URL"] = _started.url
        os.environ["PYTEST_TEMPLATE"] = pytest_template.TEMPLATE
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop it and leave nothing; also after Ctrl-C. After a kill -9 the kernel stops it and the next run sweeps."""
    global _started
    if _started is not None:
        cluster, _started = _started, None
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("PYTEST_TEMPLATE", None)
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)


def _start() -> Cluster:
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)  # as root the server runs under another account; its own data folder is 0700
    # Held open until the process ends: how the next run's sweep knows that this folder is in use.
    fcntl.flock(os.open(folder / "in-use", os.O_CREAT | os.O_WRONLY), fcntl.LOCK_EX)
    return pytest_template.prepared(folder)


def _sweep() -> None:
    """Remove the folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        try:
            with (folder / "in-use").open("r+") as mark:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue  # in use, somebody else's, or being made
        shutil.rmtree(folder, ignore_errors=True)
