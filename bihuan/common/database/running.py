"""Which process owns the embedded cluster, and how the others find it."""

from __future__ import annotations

import atexit
import fcntl
import os
import time
from pathlib import Path
from typing import Any

import psycopg

from bihuan.common.database.address import django_settings, parse_url
from bihuan.common.database.binaries import MINIMUM_MAJOR
from bihuan.common.database.cluster import START_SECONDS, Cluster, ClusterError

_owned: tuple[Cluster, Lock] | None = None


class Lock:
    """Who holds it owns the cluster. The kernel frees it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # Not inherited by programs we start: a server that outlives us must not keep the lock.
        self.file = (folder / "postgres.lock").open("a")

    def take(self) -> bool:
        """Take it if it is free; never waits."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        self.file.close()


def data_dir() -> Path:
    """The folder that holds everything Bihuan keeps: BIHUAN_DATA_DIR, or `data` in the current folder."""
    return Path(os.environ.get("BIHUAN_DATA_DIR", "data")).resolve()


def django_database() -> dict[str, Any]:
    """`DATABASES["default"]` for Django, from the environment. Starts nothing: without DATABASE_URL it points at
    where the embedded server is when some process runs it."""
    if url := os.environ.get("DATABASE_URL"):
        return django_settings(url)
    return django_settings(Cluster(data_dir()).url)


def ensure_running() -> str:
    """See that there is a database, start the embedded one if nobody runs it, and return its address.

    The address goes into DATABASE_URL for this process and its children. Called by the commands that need a
    database, before Django reads its settings; calling it again does nothing. The process that started the
    embedded server stops it when it ends. Raises ClusterError, NoBinaries, AddressError or ServerTooOld.
    """
    if url := os.environ.get("DATABASE_URL"):
        parse_url(url)
        return url
    cluster = Cluster(data_dir())
    if not take_over(cluster):
        _wait_for_owner(cluster)
    os.environ["DATABASE_URL"] = cluster.url
    return cluster.url


def take_over(cluster: Cluster) -> bool:
    """Start the cluster if it has no owner; True when this process now owns it."""
    global _owned
    if _owned is not None:
        return True
    lock = Lock(cluster.folder)
    if not lock.take():
        lock.release()
        return False
    try:
        cluster.start()
    except BaseException:
        cluster.stop()
        lock.release()
        raise
    _owned = (cluster, lock)
    atexit.register(stop)
    return True


def owned() -> Cluster | None:
    """The cluster that this process started, if it did."""
    return _owned[0] if _owned else None


def stop() -> None:
    """Stop the cluster if this process started it; otherwise nothing."""
    global _owned
    if _owned is None:
        return
    (cluster, lock), _owned = _owned, None
    cluster.stop()
    lock.release()


def server_version(url: str) -> int:
    """The server's version, as in 150004. Raises psycopg.OperationalError when it is not reached."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        return connection.info.server_version


class ServerTooOld(RuntimeError):
    """The PostgreSQL at DATABASE_URL is older than Bihuan can use."""


def refuse_old(url: str) -> None:
    """Raises ServerTooOld below PostgreSQL 15."""
    version = server_version(url)
    if version < MINIMUM_MAJOR * 10_000:
        raise ServerTooOld(
            f"The server at DATABASE_URL is PostgreSQL {version // 10_000}; Bihuan needs {MINIMUM_MAJOR} or newer. "
            "Upgrade that server, or unset DATABASE_URL to use the embedded one."
        )


def _wait_for_owner(cluster: Cluster) -> None:
    """Another process owns the cluster: wait until it answers (that process may be starting it right now)."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if cluster.data.exists() and cluster.answers():
            return
        if take_over(cluster):  # the owner ended while we waited
            return
        time.sleep(0.05)
    raise ClusterError(
        f"Another process holds {cluster.folder}/postgres.lock but its database does not answer. "
        f"Look at {cluster.log}, or stop that process and try again."
    )
