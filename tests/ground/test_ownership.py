"""One owner per cluster; everybody else is a guest; clusters do not meet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from bihuan.common.database import NoBinaries, ServerTooOld, binaries, running
from bihuan.common.database.account import ServerAccount
from bihuan.common.database.cluster import Cluster
from bihuan.common.database.socketdir import (
    LONGEST_SOCKET_PATH,
    SocketFolderTaken,
    location,
    prepare,
    socket_file,
)
from tests.ground.owners import OwnerStart, embedded, gone, until

GUEST = "from bihuan.common import database; print(database.ensure_running())"


def _server(url: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT pg_postmaster_start_time()").fetchone()


def _guest(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", GUEST],
        env=embedded(folder),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


def test_a_second_process_uses_the_running_server_and_leaves_it_running(owner: OwnerStart) -> None:
    first = owner()
    began = _server(first.url)
    assert _guest(first.folder) == first.url
    assert _server(first.url) == began


def test_a_command_alone_starts_the_server_and_stops_it_after(tmp_path: Path) -> None:
    url = _guest(tmp_path)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def test_a_guest_that_serves_takes_over_when_the_owner_ends(owner: OwnerStart) -> None:
    first = owner()
    second = owner()
    assert second.url == first.url
    first.end()
    until(lambda: Cluster(second.folder).answers())


def test_two_clusters_run_side_by_side(owner: OwnerStart) -> None:
    one, other = owner("one"), owner("other")
    with psycopg.connect(one.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE only_here ()")
    with psycopg.connect(other.url) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT * FROM only_here")


def test_a_clean_stop_leaves_no_server_and_no_socket(owner: OwnerStart) -> None:
    running_one = owner()
    server = running_one.server
    folder = Cluster(running_one.folder).socket_folder
    running_one.end()
    until(lambda: gone(server), seconds=5)  # a server takes its lock file away a moment before it is gone
    assert not folder.exists()


def test_the_application_is_no_superuser_and_the_server_listens_on_no_port(owner: OwnerStart) -> None:
    with psycopg.connect(owner().url) as connection:
        assert connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False,)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_the_server_never_runs_as_root(owner: OwnerStart) -> None:
    status = Path(f"/proc/{owner().server}/status").read_text()
    (uids,) = [line for line in status.splitlines() if line.startswith("Uid:")]
    assert "0" not in uids.split()[1:]


def test_a_socket_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    account = ServerAccount(os.geteuid(), os.getegid(), drop=False)
    with pytest.raises(SocketFolderTaken):
        prepare(tmp_path / "link", account=account)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder that belongs to another account")
def test_a_socket_folder_of_another_account_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12345)
    with pytest.raises(SocketFolderTaken):
        prepare(tmp_path, account=ServerAccount(65534, 65534, drop=True))


def test_the_path_of_the_socket_is_short_however_deep_the_data_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = location(tmp_path / ("深" * 40) / ("deep" * 40), uid=os.geteuid())
    assert len(str(socket_file(folder)).encode()) <= LONGEST_SOCKET_PATH


def test_a_server_below_15_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "server_version", lambda url: 140011)
    with pytest.raises(ServerTooOld, match="PostgreSQL 14; Bihuan needs 15"):
        running.refuse_old("postgresql://x@y/z")


def test_a_folder_without_postgres_is_refused_and_not_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_PG_BIN", str(tmp_path))
    with pytest.raises(NoBinaries, match="BIHUAN_PG_BIN"):
        binaries.find()


def test_data_of_another_version_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("99\n")
    with pytest.raises(NoBinaries, match="written by PostgreSQL 99"):
        Cluster(tmp_path).start()
