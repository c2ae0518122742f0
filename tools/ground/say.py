"""What the steps say, and how they stop."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Trouble(RuntimeError):
    """Something is missing; the message is one clear line with what to do."""


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def call(command: Sequence[str | Path], *, why: str, env: Mapping[str, str] | None = None) -> None:
    """Run a command in the checkout; its output is shown only when it fails. Raises Trouble with `why`."""
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=ROOT, env=env, text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    except OSError as problem:
        raise Trouble(f"{why} ({problem})") from None
    if done.returncode != 0:
        raise Trouble(f"{done.stdout[-6000:]}\n{why}")
