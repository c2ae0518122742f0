"""A migrated database that test runs copy instead of migrating their own: a minute of work done once for each schema.

A folder in build/test-cluster holds a whole stopped cluster, named by what its schema follows from. It can be removed
at any time: the next run makes it again.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from bihuan.common.database.binaries import find
from bihuan.common.database.cluster import ROLE, SUPERUSER, Cluster

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / "build" / "test-cluster"
TEMPLATE = "migrated"


def prepared(folder: Path) -> Cluster:
    """A running throw-away cluster in `folder` that holds the migrated database TEMPLATE; copied where it was made before."""
    kept = KEPT / key() / "postgres"
    cluster = Cluster(folder, throwaway=True)
    if kept.is_dir():
        _copy(kept, cluster.data)
        cluster.start()
        return cluster
    cluster.start()
    _migrate(cluster)
    cluster.stop()  # a copy of a running cluster would need recovery
    _keep(cluster.data, kept)
    cluster.start()
    return cluster


def key() -> str:
    """The version of PostgreSQL and, hashed, every file that says what the schema is."""
    server = find()
    digest = hashlib.sha256(str(server.folder).encode())
    for file in sorted(_sources()):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return f"{server.major}-{digest.hexdigest()[:20]}"


def _sources() -> set[Path]:
    """Migrations, what they import from Bihuan, the SQL beside them, and the versions of all that is installed."""
    migrations = {file for file in (ROOT / "bihuan").rglob("migrations/*") if file.suffix in {".py", ".sql"}}
    return {
        *migrations,
        *(file for migration in migrations if migration.suffix == ".py" for file in _imported(migration)),
        ROOT / "requirements-dev.lock",
        ROOT / "bihuan/common/database/cluster.py",
        Path(__file__),
    }


def _imported(migration: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(migration.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bihuan."):
            found = importlib.util.find_spec(node.module)
            if found and found.origin:
                yield Path(found.origin)


def _migrate(cluster: Cluster) -> None:
    address = f"postgresql://{SUPERUSER}@/postgres?host={cluster.socket_folder}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(TEMPLATE), sql.Identifier(ROLE))
        )
    url = f"postgresql://{ROLE}@/{TEMPLATE}?host={cluster.socket_folder}"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bihuan.config.settings"},
        cwd=ROOT, check=True,
    )  # fmt: skip


def _keep(data: Path, kept: Path) -> None:
    """Keep it for the next run, and no older one of this server. Another run may do the same at this moment."""
    KEPT.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=KEPT))
    _copy(data, making / "postgres")
    for old in KEPT.glob(kept.parent.name.partition("-")[0] + "-*"):
        if old != kept.parent:
            shutil.rmtree(old, ignore_errors=True)
    try:
        making.rename(kept.parent)
    except OSError:  # the other run was quicker
        shutil.rmtree(making, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    """With owner and modes: as root the server runs under another account."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)  # noqa: S603, S607 - from Debian's coreutils
