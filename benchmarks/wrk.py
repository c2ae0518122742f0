"""Reads, sent by wrk: a generator in C takes so little of the two cores that the server has them."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

SCRIPT = Path(__file__).with_name("reads.lua")


@dataclass(frozen=True, slots=True)
class Seen:
    """What wrk saw: requests, per second, milliseconds, and answers that were no success."""

    requests: int
    per_second: float
    p50: float
    p95: float
    p99: float
    wrong: int
    kilobytes: float  # of one answer


def read(port: int, lines: Sequence[tuple[str, str]], *, users: int, seconds: float) -> Seen:
    """Keep `users` requests under way for `seconds`, each drawn at random from (cookie, path)."""
    program = which("wrk")
    if program is None:
        raise SystemExit("wrk is not installed: apt install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("".join(f"{cookie}\t{path}\n" for cookie, path in lines))
        listed.flush()
        done = subprocess.run(
            [program, "-t1", f"-c{users}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", str(SCRIPT),
             f"http://127.0.0.1:{port}/", listed.name],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    line = next(line for line in done.stdout.splitlines() if line.startswith("JSON "))
    found = json.loads(line[5:])
    return Seen(
        requests=found["requests"], per_second=found["requests"] / found["seconds"], p50=found["p50"],
        p95=found["p95"], p99=found["p99"], wrong=found["status"] + found["timeout"] + found["socket"],
        kilobytes=found["bytes"] / max(1, found["requests"]) / 1024,
    )  # fmt: skip
