"""What a kill -9 leaves behind: a server that still runs, or a pid file of one that does not.

Called only by the process that holds the cluster's lock, so a server found here has no owner any more.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

# How long each way of stopping gets, in seconds. A crash stop (QUIT, KILL) loses nothing that was acknowledged:
# the next start replays the write-ahead log.
STOPPING = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


def clear(data: Path) -> None:
    """Stop an orphaned server of this data folder and remove a stale pid file."""
    pid_file = data / "postmaster.pid"
    if not Path(
        "/proc/self"
    ).exists():  # no way to tell whose process it is: leave it to PostgreSQL's own check
        return
    pid = server_pid(data)
    if pid is not None and is_server_of(pid, data):
        for how, seconds in STOPPING:
            try:
                os.kill(pid, how)
            except ProcessLookupError:
                break
            if _gone(pid, seconds=seconds):
                break
    # The number in the file may by now be any process's (containers count from 1 again), and PostgreSQL would then
    # refuse to start. That it is not a server of this folder was checked above.
    pid_file.unlink(missing_ok=True)


def server_pid(data: Path) -> int | None:
    """The number in postmaster.pid, whether or not that process still lives."""
    try:
        return abs(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return None


def is_server_of(pid: int, data: Path) -> bool:
    """Whether process `pid` is a `postgres` whose working folder is `data`."""
    process = Path("/proc") / str(pid)
    try:
        if process.joinpath("stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return False
        return process.joinpath("cwd").resolve(strict=True) == data.resolve()
    except OSError:
        return False


def _gone(pid: int, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False
