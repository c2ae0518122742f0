"""What it was measured on, and how much processor time whom it took."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.place import ROOT, Place

TICK = os.sysconf("SC_CLK_TCK")


def describe(running: Place) -> dict[str, str | int | float]:
    """Processor, cores, memory, kernel, Python, PostgreSQL: for the JSON of results."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with running.connect() as connection:
        postgres = connection.info.server_version
    return {
        "cpu": cpu, "cores": os.cpu_count() or 1, "memory_gib": round(memory, 1), "kernel": platform.release(),
        "python": platform.python_version(), "postgres": f"{postgres // 10_000}.{postgres % 10_000}",
    }  # fmt: skip


def commit() -> str:
    """The commit measured; with + when files differ from it."""
    if given := os.environ.get("BIHUAN_BENCH_COMMIT"):  # of an exported tree
        return given
    run = ["git", "-C", str(ROOT)]
    head = subprocess.run(
        [*run, "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    dirty = subprocess.run(
        [*run, "status", "--porcelain", "-uno", "bihuan"], capture_output=True, text=True
    ).stdout.strip()
    return head + ("+" if dirty else "")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time, by whom, and of the whole machine (others on it too)."""

    server: float
    worker: float
    database: float
    generator: float
    machine: float
    wall: float

    def per(self, requests: int) -> dict[str, float]:
        """Milliseconds for each request, and how busy the machine was with something else (in cores)."""
        count = max(1, requests)
        ours = self.server + self.worker + self.database + self.generator
        return {
            "server_ms": round(self.server / count * 1000, 3),
            "database_ms": round(self.database / count * 1000, 3),
            "generator_ms": round(self.generator / count * 1000, 3),
            "worker_s": round(self.worker, 2),
            "others_cores": round(max(0.0, self.machine - ours) / max(self.wall, 0.001), 2),
        }


def tree(pid: int) -> list[int]:
    """The process and all that come from it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = _stat(int(path.parent.name))
        if fields:
            children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def seconds(pids: list[int]) -> float:
    """Processor time of these processes and of their children that have ended."""
    return sum(sum(map(int, fields[11:15])) for pid in pids if (fields := _stat(pid))) / TICK


def machine_seconds() -> float:
    """Processor time the whole machine was busy."""
    fields = [int(part) for part in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / TICK


def memory(pids: list[int]) -> tuple[float, float]:
    """Megabytes: resident (shared pages counted in each process), and proportional (counted once in all)."""
    resident = proportional = 0
    for pid in pids:
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                name, _, rest = line.partition(":")
                if name == "Rss":
                    resident += int(rest.split()[0])
                elif name == "Pss":
                    proportional += int(rest.split()[0])
        except OSError:
            continue
    return resident / 1024, proportional / 1024
