"""The supervisor behind `bihuan serve`: keeps PostgreSQL, the web server and the job worker running.

It imports no Django and stays small. Its children end with it, however it ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bihuan.common.database import running
from bihuan.common.database.account import dying_with_parent
from bihuan.common.database.cluster import Cluster, ClusterError

TICK = 0.2  # seconds between looks at the children
STOP_SECONDS = 20.0
STEADY_SECONDS = 30.0  # a child that ran this long starts again at once
LONGEST_PAUSE = 30.0


@dataclass
class Child:
    """One program that must run."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started: float = 0.0
    not_before: float = 0.0
    pause: float = 0.5

    def start(self, environment: Mapping[str, str]) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches only us, and we stop the children in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            dying_with_parent(self.command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def ended(self) -> int | None:
        return self.process.poll() if self.process else None

    def signal(self, how: signal.Signals) -> None:
        """To the child and what it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)


class Supervisor:
    """Runs until SIGTERM, SIGINT or SIGHUP; then stops web and worker first and the database last."""

    def __init__(self, children: list[Child], *, cluster: Cluster | None, say: Callable[[str], None]) -> None:
        self.children = children
        self.cluster = (
            cluster  # the embedded one, whoever owns it now; None with a DATABASE_URL of the operator's
        )
        self.say = say
        self.stopping = False

    def run(self) -> None:
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(how, self._stop)
        try:
            while not self.stopping:
                self._keep_database()
                self._keep_children()
                time.sleep(TICK)
        finally:
            self._end_children()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _keep_database(self) -> None:
        """Restart the server we own; take over the one whose owner (a command that ended) is gone."""
        if self.cluster is None:
            return
        owned = running.owned()
        try:
            if owned is None:
                if running.take_over(self.cluster):
                    self.say("The embedded database had no owner any more; taken over.")
            elif not owned.alive():
                self.say("The embedded database ended; starting it again.")
                owned.start()
        except ClusterError as problem:
            self.say(str(problem))
            time.sleep(1)

    def _keep_children(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is not None:
                code = child.ended()
                if code is None:
                    continue
                child.signal(signal.SIGKILL)  # what it may have left in its session
                child.process = None
                steady = now - child.started > STEADY_SECONDS
                child.pause = 0.5 if steady else min(child.pause * 2, LONGEST_PAUSE)
                child.not_before = now + child.pause
                self.say(f"{child.name} ended with code {code}; starting it again in {child.pause:g} s.")
            if now >= child.not_before:
                child.start(os.environ)

    def _end_children(self) -> None:
        for child in self.children:
            if child.process is not None:
                child.process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} does not stop; ending it.")
            child.signal(signal.SIGKILL)
