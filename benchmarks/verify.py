"""What is filled in must be true: journals and clocks, checked by the commands an office uses. And memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from benchmarks import machine, place
from benchmarks.place import Place
from benchmarks.results import Figure, Results
from benchmarks.server import Server

LARGEST = 30_000  # cases; above, the check takes the better part of an hour: only when asked for


def measure(running: Place, name: str, size: int, results: Results, *, asked_for: bool) -> None:
    """`bihuan journal verify` and `bihuan clocks verify`; stops the run when they find something."""
    if size > LARGEST and not asked_for:
        return
    environment = {
        **os.environ,
        "DATABASE_URL": running.url(name),
        "BIHUAN_DATA_DIR": str(place.FOLDER),
        "BIHUAN_LOG_LEVEL": "WARNING",
    }
    for what in ("journal", "clocks"):
        began = time.monotonic()
        with tempfile.TemporaryFile("w+") as heard:
            process = subprocess.Popen(
                [sys.executable, "-m", "bihuan.config.cli", what, "verify"], env=environment, text=True,
                stdout=heard, stderr=subprocess.STDOUT, cwd=place.ROOT,
            )  # fmt: skip
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            took = time.monotonic() - began
            heard.seek(0)
            said = heard.read().strip()
        if process.returncode:
            raise SystemExit(f"bihuan {what} verify finds faults in what was filled:\n{said[-3000:]}")
        peak = f"{took:.0f} s, peak {usage.ru_maxrss / 1024:.0f} MB; "
        results.add(
            Figure(
                f"{what} verify",
                size,
                round(size / took, 1),
                "cases/s",
                note=peak + said.splitlines()[-1][:90],
            )
        )


def memory(server: Server, size: int, results: Results) -> None:
    """After the load: the web processes with their supervisor, the job worker, PostgreSQL."""
    web, worker = server.pids()
    for what, pids in (
        ("memory: server, two workers", web), ("memory: job worker", worker), ("memory: PostgreSQL", server.database_pids()),
    ):  # fmt: skip
        resident, proportional = machine.memory(pids)
        note = f"resident {resident:.0f} MB with shared pages counted in each of {len(pids)} processes"
        results.add(Figure(what, size, round(proportional, 1), "MB", note=note))
