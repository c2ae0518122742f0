"""Feeding a dump to a database in one transaction that is committed only when everything else has been proved."""

from __future__ import annotations

import contextlib
import re
import subprocess
import threading
from typing import IO

from bihuan.common.database.binaries import Binaries
from bihuan.common.database.clients import reaching
from bihuan.config.backup.errors import ToolFailedError

# Settings that pg_restore writes at the top, and servers older than itself do not know.
NEWER_SETTINGS = re.compile(rb"^SET transaction_timeout = 0;\n", re.MULTILINE)
TOP = 64 << 10


class Loading:
    """`pg_restore | psql`: give it the dump, then `commit`; leaving the block without that leaves the database empty."""

    def __init__(self, programs: Binaries, url: str) -> None:
        self.programs, self.url = programs, url

    def __enter__(self) -> Loading:
        database, environment = reaching(self.url)
        self.psql = subprocess.Popen(  # noqa: S603 - psql, found by us
            [
                self.programs.program("psql"),
                database,
                "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-",
            ],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
        self.pg_restore = subprocess.Popen(  # noqa: S603 - pg_restore, found by us
            [self.programs.program("pg_restore"), "--no-owner", "--no-privileges", "--no-comments", "--file=-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.said = {"psql": b"", "pg_restore": b""}
        self.threads = [
            threading.Thread(target=self._pass_on, daemon=True),
            threading.Thread(target=self._listen, args=("psql", self.psql.stderr), daemon=True),
            threading.Thread(target=self._listen, args=("pg_restore", self.pg_restore.stderr), daemon=True),
        ]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self.psql, self.pg_restore):  # psql first: it must not see a clean end of its input
            if process.poll() is None:
                process.kill()
        for thread in self.threads:
            thread.join()
        for process in (self.psql, self.pg_restore):
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    with contextlib.suppress(BrokenPipeError):
                        stream.close()

    def give(self, piece: bytes) -> None:
        """The next piece of the dump. Raises ToolFailedError."""
        assert self.pg_restore.stdin is not None
        try:
            self.pg_restore.stdin.write(piece)
        except BrokenPipeError:
            raise self._failed() from None

    def finish(self) -> None:
        """The dump is at its end: wait until the database holds it, uncommitted. Raises ToolFailedError."""
        assert self.pg_restore.stdin is not None
        try:
            self.pg_restore.stdin.close()
        except BrokenPipeError:
            raise self._failed() from None
        self.threads[0].join()
        if self.pg_restore.wait() != 0 or self.psql.poll() is not None:
            raise self._failed()

    def commit(self) -> None:
        """All or nothing: this is the moment. Raises ToolFailedError."""
        assert self.psql.stdin is not None
        try:
            self.psql.stdin.write(b"\nCOMMIT;\n")
            self.psql.stdin.close()
        except BrokenPipeError:
            raise self._failed() from None
        if self.psql.wait() != 0:
            raise self._failed()

    def _pass_on(self) -> None:
        assert self.pg_restore.stdout is not None
        assert self.psql.stdin is not None
        try:
            self.psql.stdin.write(b"BEGIN;\n")
            top = self.pg_restore.stdout.read(TOP)
            self.psql.stdin.write(NEWER_SETTINGS.sub(b"", top))
            while piece := self.pg_restore.stdout.read(1 << 20):
                self.psql.stdin.write(piece)
            self.psql.stdin.flush()
        except (BrokenPipeError, ValueError):
            self.pg_restore.kill()

    def _listen(self, who: str, stream: IO[bytes] | None) -> None:
        assert stream is not None
        for line in stream:
            self.said[who] = (self.said[who] + line)[-4000:]

    def _failed(self) -> ToolFailedError:
        for process in (self.psql, self.pg_restore):
            if process.poll() is None:
                process.kill()
        for thread in self.threads[1:]:
            thread.join(5)
        said = (self.said["psql"] or self.said["pg_restore"]).decode(errors="replace").strip()
        return ToolFailedError(f"The database did not take the dump; nothing was kept of it: {said[-1500:]}")
