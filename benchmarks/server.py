"""`bihuan serve` as an office runs it: two web processes of four threads and the job worker."""

from __future__ import annotations

import base64
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import machine, place
from benchmarks.machine import Spent
from benchmarks.place import Place

WORKERS, THREADS = 2, 4
# As an office sets it, but for TLS: in a demo every component of a page is also held against its contract.
OFFICE = {
    "BIHUAN_MODE": "production", "BIHUAN_SECRET_KEY": "only-for-benchmarks-" + "0" * 40,
    "BIHUAN_HOSTS": "localhost,127.0.0.1", "BIHUAN_HTTPS": "0",
    "BIHUAN_SECOND_FACTOR": "",  # the load generator has no phone; a signed-in session costs the same
}  # fmt: skip


@dataclass
class Server:
    """A running server and the cluster it uses."""

    port: int
    process: subprocess.Popen[bytes]
    running: Place

    def pids(self) -> tuple[list[int], list[int]]:
        """(the supervisor and the web processes, the job worker)."""
        everyone = machine.tree(self.process.pid)
        worker: list[int] = []
        for pid in everyone:
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"worker" in words:
                worker += machine.tree(pid)
        return [pid for pid in everyone if pid not in worker], worker

    def database_pids(self) -> list[int]:
        return machine.tree(self.running.postmaster)

    @contextmanager
    def meter(self) -> Iterator[list[Spent]]:
        """Fills the list with what was spent inside."""
        found: list[Spent] = []
        before, began = self._now(), time.monotonic()
        yield found
        server, worker, database, generator, everything = (
            after - start for start, after in zip(before, self._now(), strict=True)
        )
        found.append(Spent(server, worker, database, generator, everything, time.monotonic() - began))

    def _now(self) -> tuple[float, ...]:
        web, worker = self.pids()
        return (
            machine.seconds(web), machine.seconds(worker), machine.seconds(self.database_pids()),
            machine.seconds([os.getpid()]), machine.machine_seconds(),
        )  # fmt: skip


@contextmanager
def bihuan(running: Place, name: str, **more: str) -> Iterator[Server]:
    """Bihuan on the database `name`; `more`: further settings from the environment."""
    port = _free_port()
    command = [
        sys.executable, "-m", "bihuan.config.cli", "serve", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--threads", str(THREADS),
    ]  # fmt: skip
    with _process(running, name, command, port, "/health/ready", {**office(), **more}) as server:
        yield server


def office() -> dict[str, str]:
    """The settings of production, with the key that filling has left: production itself makes none.

    The same for whoever reads the sessions of a server that runs so: they are signed.
    """
    key = place.FOLDER / "vault.key"
    more = {} if key.exists() else {"BIHUAN_VAULT_KEY": base64.b64encode(secrets.token_bytes(32)).decode()}
    return {**OFFICE, **more}


@contextmanager
def floor(running: Place, name: str) -> Iterator[Server]:
    """The same server program with an empty Django view that asks one query."""
    port = _free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "bihuan.config.wsgi:application",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS),
        "--blocking-threads", str(THREADS), "--no-ws",
    ]  # fmt: skip
    more = {"DJANGO_SETTINGS_MODULE": "benchmarks.floor_settings", "PYTHONPATH": str(place.ROOT)}
    with _process(running, name, command, port, "/", more) as server:
        yield server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _process(
    running: Place, name: str, command: list[str], port: int, probe: str, more: dict[str, str]
) -> Iterator[Server]:
    environment = {
        **os.environ, "DATABASE_URL": running.url(name), "BIHUAN_DATA_DIR": str(place.FOLDER), **more,
    }  # fmt: skip
    log = (place.FOLDER / "server.log").open("wb")
    with log, subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=place.ROOT) as process:
        try:
            _wait(process, port, probe)
            yield Server(port, process, running)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], port: int, probe: str) -> None:
    until = time.monotonic() + 400
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"The server ended at once; see {place.FOLDER}/server.log")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{probe}", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"The server does not answer; see {place.FOLDER}/server.log")
