"""One embedded PostgreSQL cluster: made, started as a direct child, stopped.

Whoever calls `start` must hold the cluster's lock (`running.Lock`): two servers never share a folder.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from bihuan.common.database import leftovers, socketdir, tuning
from bihuan.common.database.account import ServerAccount
from bihuan.common.database.binaries import Binaries, find

SUPERUSER = "postgres"
ROLE = "bihuan"  # owns the database and is no superuser, so what the database forbids is forbidden to us too
WALLED = "bihuan_walled"
NAME = "bihuan"
START_SECONDS = 120.0  # recovery after a crash replays at most max_wal_size
STOP_SECONDS = 30.0
LOG_LIMIT = 10_000_000  # bytes; then the log is moved to .1


class ClusterError(RuntimeError):
    """The embedded PostgreSQL did not start; the message holds the end of its log."""


@dataclass
class Cluster:
    """The cluster in `folder`/postgres. `throwaway` trades safety for speed, for tests only."""

    folder: Path
    throwaway: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def account(self) -> ServerAccount:
        return ServerAccount.for_folder(self.data)

    @property
    def socket_folder(self) -> Path:
        return socketdir.location(self.data, uid=self.account.uid)

    @property
    def url(self) -> str:
        """DATABASE_URL of this cluster."""
        return f"postgresql://{ROLE}@/{NAME}?host={self.socket_folder}"

    def start(self) -> None:
        """Make the cluster if there is none, clear what a crash left, start it and wait until it answers.

        Raises ClusterError, NoBinaries or SocketFolderTaken.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        binaries = find(needed_major=self._written_by())
        account = self.account
        if not self.data.exists():
            self._make(binaries, account)
        leftovers.clear(self.data)
        socketdir.prepare(self.socket_folder, account=account)
        socketdir.clear(self.socket_folder)
        self._launch(binaries, account)
        self._ensure_database()

    def alive(self) -> bool:
        """Whether the server we started still runs."""
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Whether a server, ours or another process's, takes connections on the socket."""
        try:
            with self._connect(SUPERUSER, "postgres"):
                return True
        except psycopg.Error:
            return False

    def stop(self) -> None:
        """A clean stop of the server we started: open transactions are rolled back, everything else is kept."""
        process, self.process = self.process, None
        if process is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if process.poll() is not None:
                break
            process.send_signal(how)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        if self.socket_folder.exists():
            socketdir.clear(self.socket_folder)
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _written_by(self) -> int | None:
        try:
            return int((self.data / "PG_VERSION").read_text())
        except (OSError, ValueError):
            return None

    def _make(self, binaries: Binaries, account: ServerAccount) -> None:
        """initdb beside the place and then one rename: a kill in between leaves no half-made cluster."""
        for old in self.folder.glob("postgres.making-*"):
            shutil.rmtree(old)
        making = Path(tempfile.mkdtemp(prefix="postgres.making-", dir=self.folder))
        account.give(making)
        command = account.command(
            binaries.program("initdb"),
            "--pgdata", str(making),
            "--username", SUPERUSER,
            "--auth", "trust",  # over the socket only, in a folder that is closed to others
            "--encoding", "UTF8",
            "--locale", "C.UTF-8",
            "--data-checksums",
            *(["--no-sync"] if self.throwaway else []),
            folder=making,
            dies_with_parent=True,
        )  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")  # noqa: S603 - our own command
        if done.returncode != 0:
            shutil.rmtree(making, ignore_errors=True)
            raise ClusterError(
                f"initdb did not make the cluster in {self.data}: {done.stderr.strip()[-2000:]}"
            )
        making.rename(self.data)

    def _launch(self, binaries: Binaries, account: ServerAccount) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        command = account.command(
            binaries.program("postgres"),
            "-D", str(self.data),
            *tuning.arguments(socket_folder=self.socket_folder, throwaway=self.throwaway),
            folder=self.data,
            dies_with_parent=True,
        )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        # Backends of a killed server hold its shared memory for a moment, and a new one refuses to start meanwhile.
        while True:
            begins = self.log.stat().st_size if self.log.exists() else 0
            with self.log.open("ab") as log:
                # A session of its own: Ctrl-C in the terminal reaches us and not the server, which we stop last.
                self.process = subprocess.Popen(  # noqa: S603 - our own command
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
                )
            while self.alive() and time.monotonic() < until:
                if self.answers():
                    return
                time.sleep(0.02)
            said = self.log.read_bytes()[begins:].decode(errors="replace")
            if "pre-existing shared memory block" not in said or time.monotonic() >= until:
                self.stop()
                raise ClusterError(
                    f"The embedded PostgreSQL did not start. The end of {self.log}:\n{said[-2000:]}"
                )
            time.sleep(0.2)

    def _ensure_database(self) -> None:
        with self._connect(SUPERUSER, "postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                creates = sql.SQL("CREATEDB" if self.throwaway else "NOCREATEDB")
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN {}").format(sql.Identifier(ROLE), creates))
            # Whom the database itself keeps cases from (bihuan/casework/wall/locks.py): ours may not make roles.
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WALLED]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(WALLED)))
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(WALLED), sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), sql.Identifier(ROLE))
                )

    def _connect(self, user: str, name: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_folder),
            port=socketdir.PORT,
            user=user,
            dbname=name,
            autocommit=True,
            connect_timeout=5,
        )
