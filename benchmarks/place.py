"""Where the benchmarks live: a folder of their own, an embedded cluster in it, one database for each size."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from bihuan.common.database.cluster import SUPERUSER, Cluster
from bihuan.common.database.running import Lock

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("BIHUAN_BENCH_DIR", ROOT / "build" / "bench")).resolve()
RESULTS = Path(__file__).resolve().parent / "results"


def database(size: int) -> str:
    return f"bench_{size}"


class Place:
    """The running cluster, with production's settings: an acknowledged commit is on the disk."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def url(self, name: str) -> str:
        return f"postgresql://bihuan@/{name}?host={self.cluster.socket_folder}"

    @property
    def postmaster(self) -> int:
        return int((self.cluster.data / "postmaster.pid").read_text().split()[0])

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        """As the superuser, outside any transaction."""
        address = f"postgresql://{SUPERUSER}@/{name}?host={self.cluster.socket_folder}"
        return psycopg.connect(address, autocommit=True)

    def exists(self, name: str) -> bool:
        with self.connect() as connection:
            return (
                connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
                is not None
            )

    def create(self, name: str, *, like: str = "template0") -> None:
        """Make a database anew, empty or as a copy of another."""
        self.drop(name)
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER bihuan TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(like)
                )
            )

    def drop(self, name: str) -> None:
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def rename(self, old: str, new: str) -> None:
        with self.connect() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
            )

    def settle(self, name: str) -> None:
        """What autovacuum would have done in time: statistics, visibility map, nothing waiting to be written."""
        with self.connect(name) as connection:
            connection.execute("VACUUM (ANALYZE, FREEZE)")
            connection.execute("CHECKPOINT")


@contextmanager
def running() -> Iterator[Place]:
    """The cluster, started if it must be made first too, and stopped at the end."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["BIHUAN_DATA_DIR"] = str(FOLDER)
    cluster = Cluster(FOLDER)
    lock = Lock(cluster.folder)
    if not lock.take():
        if os.environ.get("BIHUAN_BENCH_BESIDE") and cluster.answers():  # to look at something while it fills
            yield Place(cluster)
            return
        raise SystemExit(
            f"Another run uses {FOLDER}. Wait for it, or set BIHUAN_BENCH_BESIDE=1 to use its cluster too (each then "
            "disturbs the other), or BIHUAN_BENCH_DIR to another folder."
        )
    try:
        cluster.start()
        yield Place(cluster)
    finally:
        cluster.stop()
        lock.release()


def schema() -> dict[str, str]:
    """The migrations of the tables that are filled, each with the hash of its text."""
    return {
        f"{app}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for app in ("organizations", "casework", "vault", "appeals")
        for path in sorted((ROOT / "bihuan" / app / "migrations").glob("0*.py"))
    }


class Mark:
    """The migrations a filled database was made with: one of another shape is brought up to date, or not used again."""

    def __init__(self, name: str) -> None:
        self.path = FOLDER / f"{name}.schema"

    def write(self) -> None:
        self.path.write_text(json.dumps(schema(), indent=1))

    def current(self) -> bool:
        return self._known() == schema()

    def can_grow(self) -> bool:
        """True when migrations have only been added since."""
        known = self._known()
        return bool(known) and known.items() <= schema().items()

    def _known(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        return found
