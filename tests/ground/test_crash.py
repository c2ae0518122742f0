"""Kill -9 of anything loses no acknowledged row, and the next start needs no hand."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bihuan.common.database.cluster import Cluster
from tests.ground.owners import OwnerStart, gone, until

pytestmark = pytest.mark.slow

WriterStart = Callable[[str], "Writer"]


class Writer(threading.Thread):
    """Writes rows one by one and remembers those whose commit was acknowledged; comes back after a failure."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.acknowledged, self.failures, self.stopped = url, [0], 0, False
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE rows (n bigint PRIMARY KEY)")
            connection.execute("INSERT INTO rows VALUES (0)")

    def run(self) -> None:
        number = 0
        while not self.stopped:
            try:
                with psycopg.connect(self.url, autocommit=True) as connection:
                    while not self.stopped:
                        number += 1
                        connection.execute("INSERT INTO rows VALUES (%s)", [number])
                        self.acknowledged.append(number)
            except psycopg.Error:
                self.failures += 1
                time.sleep(0.02)

    def stop(self) -> None:
        self.stopped = True
        self.join(15)

    def missing(self) -> set[int]:
        with psycopg.connect(self.url) as connection:
            return set(self.acknowledged) - {n for (n,) in connection.execute("SELECT n FROM rows")}


@pytest.fixture
def writing() -> Iterator[Callable[[str], Writer]]:
    writers: list[Writer] = []

    def start(url: str) -> Writer:
        writers.append(Writer(url))
        writers[-1].start()
        until(lambda: len(writers[-1].acknowledged) > 50)
        return writers[-1]

    yield start
    for writer in writers:
        writer.stop()


def test_a_killed_server_is_started_again_with_every_acknowledged_row(
    owner: OwnerStart, writing: WriterStart
) -> None:
    running = owner()
    writer = writing(running.url)
    before = running.server
    os.kill(before, signal.SIGKILL)
    seen = len(writer.acknowledged)
    until(lambda: len(writer.acknowledged) > seen + 50)  # it serves again, by itself
    writer.stop()
    assert running.server != before
    assert writer.failures > 0
    assert writer.missing() == set()


def test_a_server_does_not_outlive_its_killed_owner(owner: OwnerStart, writing: WriterStart) -> None:
    running = owner()
    writer = writing(running.url)
    server = running.server
    running.kill()
    until(lambda: gone(server))
    owner()
    seen = len(writer.acknowledged)
    until(lambda: len(writer.acknowledged) > seen + 50)
    writer.stop()
    assert writer.missing() == set()


def test_everything_killed_at_once_recovers_at_the_next_start(
    owner: OwnerStart, writing: WriterStart
) -> None:
    running = owner()
    writer = writing(running.url)
    os.kill(running.server, signal.SIGKILL)
    running.kill()
    assert (running.folder / "postgres" / "postmaster.pid").exists(), "a stale file is the point of this test"
    owner()
    seen = len(writer.acknowledged)
    until(lambda: len(writer.acknowledged) > seen + 50)
    writer.stop()
    assert writer.missing() == set()


def test_a_server_that_lost_its_owner_is_stopped_before_a_new_one_starts(tmp_path: Path) -> None:
    orphan, cluster = Cluster(tmp_path, throwaway=True), Cluster(tmp_path, throwaway=True)
    orphan.start()
    assert orphan.process is not None
    try:
        cluster.start()
        assert orphan.process.wait(10) == 0, "it was stopped cleanly"
        assert cluster.answers()
    finally:
        cluster.stop()
        orphan.stop()


def test_a_stale_pid_file_never_costs_a_stranger_its_life(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, throwaway=True)
    cluster.start()
    cluster.stop()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (cluster.data / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.data}\n0\n5432\n/tmp\n\n")
        try:
            cluster.start()
            assert cluster.answers()
            assert stranger.poll() is None
        finally:
            cluster.stop()
            stranger.kill()


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres.making-abc").mkdir()
    (tmp_path / "postgres.making-abc" / "PG_VERSION").write_text("18\n")
    cluster = Cluster(tmp_path, throwaway=True)
    try:
        cluster.start()
        assert cluster.answers()
        assert not list(tmp_path.glob("postgres.making-*"))
    finally:
        cluster.stop()
