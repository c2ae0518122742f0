"""Makes this checkout ready, with nothing but the standard library: `python3 -m tools.bootstrap TARGET`.

Targets: run (what serving needs), dev (what testing needs too), frontend, messages, browser (Chromium for journeys).
A second call looks at the stamps in .stamps/ and takes well under a second.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the file that an older Python meets first
    sys.exit(
        f"Bihuan needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make run PYTHON=python3.11"
    )

from tools.ground import environment, frontend, machine, messages
from tools.ground.say import Trouble


def run() -> None:
    environment.install(dev=False)
    machine.for_documents()
    frontend.build()
    messages.build()


def dev() -> None:
    environment.install(dev=True)
    machine.for_documents()
    frontend.build()
    messages.build()


def browser() -> None:
    machine.for_journeys()


TARGETS = {"run": run, "dev": dev, "frontend": frontend.build, "messages": messages.build, "browser": browser}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python3 -m tools.bootstrap {'|'.join(TARGETS)}")
    try:
        TARGETS[sys.argv[1]]()
    except Trouble as trouble:
        sys.exit(f"\nbihuan: {trouble}")
