"""The folder of one run of `bihuan serve`: figures shared by the web processes, and how granian logs."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

PREFIX = "run-"


def make(data: Path) -> Path:
    """A new folder in the data folder, after removing those of runs that were killed."""
    for old in data.glob(f"{PREFIX}*"):
        number = old.name.removeprefix(PREFIX)
        if number.isdigit() and not _lives(int(number)):
            shutil.rmtree(old, ignore_errors=True)
    run = data / f"{PREFIX}{os.getpid()}"
    shutil.rmtree(run, ignore_errors=True)
    run.mkdir()
    return run


def granian_logging(run: Path) -> Path:
    """A file that makes the server's own lines look like ours."""
    lines = {"class": "logging.StreamHandler", "formatter": "generic", "stream": "ext://sys.stderr"}
    config = {
        "formatters": {"generic": {"()": "bihuan.config.logs.formatter"}},
        "handlers": {"console": lines, "access": lines},
    }
    path = run / "granian-logging.json"
    path.write_text(json.dumps(config))
    return path


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
