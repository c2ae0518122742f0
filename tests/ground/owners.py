"""Owners of a cluster as processes of their own, so that they can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

OwnerStart = Callable[..., "Owner"]

# What `bihuan serve` does for its database, without the rest.
OWNER = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # a stop that comes before the supervisor listens is clean too
from bihuan.common import database
from bihuan.common.database import running
from bihuan.common.database.cluster import Cluster
from bihuan.config.serving import Supervisor
print(database.ensure_running(), flush=True)
Supervisor([], cluster=Cluster(database.data_dir()), say=lambda text: print(text, file=sys.stderr, flush=True)).run()
running.stop()
"""


class Owner:
    """A process that owns the cluster of `folder`, or is a guest of the one that does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", OWNER],
            env=embedded(folder),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url, "the owner did not start"

    @property
    def server(self) -> int:
        """The process number of the postgres server."""
        return int((self.folder / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def embedded(folder: Path) -> dict[str, str]:
    """An environment without the database of this test run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_DB")}
    kept.pop("DATABASE_URL", None)
    return {**kept, "BIHUAN_DATA_DIR": str(folder)}


def until(condition: Callable[[], bool], *, seconds: float = 30.0) -> None:
    """Wait for a condition; fail when it does not come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def gone(pid: int) -> bool:
    """Whether no such process runs any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True
