"""`python -m tools.lint`: every check of the text of the repository; all of them run, then it fails if one did."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parents[1]
CODE = [name for name in ("bihuan", "tests", "tools", "benchmarks") if any((ROOT / name).rglob("*.py"))]

CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."],
    "style": [str(BIN / "ruff"), "check", "--output-format", "concise", "--quiet", "."],
    "imports": [str(BIN / "lint-imports")],
    "types": [str(BIN / "mypy"), *CODE],
    "migrations": [
        sys.executable,
        "-m",
        "bihuan.config.cli",
        "manage",
        "makemigrations",
        "--check",
        "--dry-run",
    ],
    "process pages": [sys.executable, "-m", "bihuan.config.cli", "processes", "check"],
}


def main() -> int:
    """The number of failed checks, and what each said."""
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True)
        word = "ok" if done.returncode == 0 else "FAILED"
        print(f"{word:7}{name} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode != 0:
            failed.append(name)
            print((done.stdout + done.stderr).strip(), flush=True)
    return len(failed)


def _environment() -> dict[str, str]:
    """Checks of the text touch no data folder of a running server."""
    return {**os.environ, "BIHUAN_DATA_DIR": str(ROOT / ".stamps" / "lint-data")}


if __name__ == "__main__":
    sys.exit(min(1, main()))
