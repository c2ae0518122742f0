"""`python -m tools.run_tests quick|all`: the tests as `make check` and `make test` run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

QUICK = ["-m", "not journey and not slow"]
SLOWEST = ["--durations=100", "--durations-min=0.5"]  # one of them that is not marked slow should be
OLDEST = Path("/usr/lib/postgresql/15/bin")  # the oldest version Bihuan promises to work with
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(which: str) -> int:
    """The whole suite, or the quick one; in random order, on the embedded PostgreSQL unless DATABASE_URL is set."""
    results = {
        "the quick suite" if which == "quick" else "the suite": _pytest(QUICK if which == "quick" else [])
    }
    if which == "all" and OLDEST.is_dir() and "DATABASE_URL" not in os.environ:
        print(f"\nThe quick suite again, on PostgreSQL 15 ({OLDEST})\n", flush=True)
        results["the quick suite on PostgreSQL 15"] = _pytest(QUICK, BIHUAN_PG_BIN=str(OLDEST))
    for name, code in results.items():
        print(f"{'ok    ' if code == 0 else 'FAILED'} {name}")
    if which == "all" and not any(map(shutil.which, BROWSERS)):
        print("NOT RUN: the journeys in a browser, because there is no Chromium (apt-get install chromium).")
    return max(results.values())


def _pytest(arguments: list[str], **environment: str) -> int:
    workers = os.environ.get("TEST_WORKERS", "2")
    command = [sys.executable, "-m", "pytest", "-n", workers, "-rfEsR", *SLOWEST, *arguments]
    return subprocess.run(command, env={**os.environ, **environment}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "quick"))
