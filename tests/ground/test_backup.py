"""A backup comes back row by row and file by file, or not at all."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bihuan.common.database import binaries
from bihuan.common.database.binaries import Binaries
from bihuan.common.database.clients import ClientsTooOld, clients
from bihuan.config.backup import age, counting, reading, writing
from bihuan.config.backup.errors import (
    BackupError,
    DifferentError,
    NotEmptyError,
    RecipientError,
    ToolFailedError,
    WrongKeyError,
)

pytestmark = pytest.mark.slow

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MakeDatabase = Callable[[], str]

SMALL = """
CREATE TABLE kinds (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t text, j jsonb, b bytea, at timestamptz, f float8);
INSERT INTO kinds (t, j, b, at, f) VALUES
  ('锦园社区' || chr(10) || chr(9) || chr(92) || 'N', '{"a": [1, null]}', '\\x00ff', '2026-03-02 09:00+08', 0.1),
  (NULL, NULL, NULL, NULL, 'NaN');
CREATE TABLE entries (id bigint PRIMARY KEY, kind bigint REFERENCES kinds);
INSERT INTO entries VALUES (1, 1), (2, 2);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append only'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse();
"""


@pytest.fixture
def database() -> Iterator[MakeDatabase]:
    """Makes empty databases beside the test's own, on the same server."""
    url = os.environ["DATABASE_URL"]
    made: list[str] = []

    def make() -> str:
        name = f"backup_test_{os.getpid()}_{len(made)}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        made.append(name)
        return psycopg.conninfo.make_conninfo(url, dbname=name)

    yield make
    with psycopg.connect(url, autocommit=True) as connection:
        for name in made:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


class Office:
    """A database and a data folder that can be backed up, and the pair of keys."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder / "data", url
        self.key = folder / "backup.key"
        self.public = age.make_key(self.key, at=AT)
        (self.folder / "files" / "ab").mkdir(parents=True)
        (self.folder / "files" / "ab" / "photo").write_bytes(b"planted-in-a-file" * 1000)
        (self.folder / "files" / "drafts").mkdir()
        (self.folder / "files" / "drafts" / "half").write_bytes(b"half of an upload")
        (self.folder / "documents").mkdir()
        (self.folder / "documents" / "letter").write_bytes(b"")
        (self.folder / "vault.key").write_text("secret-of-the-vault")
        (self.folder / "vault.key.former-1").write_text("secret-of-the-vault")
        (self.folder / "journal.key").write_text("secret-of-the-journal")
        (self.folder / "postgres").mkdir()
        (self.folder / "postgres" / "PG_VERSION").write_text("18")

    def backup(self, name: str = "b.age", *, with_keys: bool = False, to: list[str] | None = None) -> Path:
        into = self.folder.parent / name
        writing.write(
            url=self.url, folder=self.folder, into=into, to=[self.public] if to is None else to, at=AT,
            with_keys=with_keys, say=lambda _: None,
        )  # fmt: skip
        return into

    def restore(self, source: Path, *, url: str, folder: Path, key: Path | None = None) -> None:
        reading.read(source=source, key=key or self.key, url=url, folder=folder, say=lambda _: None)


@pytest.fixture
def office(tmp_path: Path, database: MakeDatabase) -> Office:
    url = database()
    with psycopg.connect(url) as connection:
        connection.execute(SMALL)
    return Office(tmp_path, url)


def _tables(url: str) -> list[counting.Table]:
    with psycopg.connect(url) as connection:
        return list(counting.tables(connection))


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _empty(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return counting.is_empty(connection)


def test_every_row_and_file_comes_back(office: Office, database: MakeDatabase, tmp_path: Path) -> None:
    url, folder = database(), tmp_path / "new"
    office.restore(office.backup(), url=url, folder=folder)
    assert _tables(url) == _tables(office.url)
    assert [table.rows for table in _tables(url)] == [2, 2]
    assert _files(folder) == {
        "files/ab/photo": b"planted-in-a-file" * 1000,
        "documents/letter": b"",
    }
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.RaiseException):
        connection.execute("DELETE FROM entries")  # what the database refused, it refuses again
    with psycopg.connect(url) as connection:
        row = connection.execute("INSERT INTO kinds DEFAULT VALUES RETURNING id").fetchone()
    assert row == (3,)  # and counting goes on where it was


@pytest.mark.django_db(transaction=True)
def test_a_whole_office_comes_back(tmp_path: Path, database: MakeDatabase) -> None:
    from django.db import connection as ours

    from bihuan.casework.tests.cast import load_district

    load_district()
    here = psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname=ours.settings_dict["NAME"])
    office = Office(tmp_path, here)
    url = database()
    office.restore(office.backup(), url=url, folder=tmp_path / "new")
    before = _tables(here)
    assert _tables(url) == before
    assert len(before) > 100
    assert sum(table.rows for table in before) > 500


def test_nothing_in_the_file_can_be_read_and_the_keys_are_not_in_it(office: Office, tmp_path: Path) -> None:
    made = office.backup()
    assert b"planted-in-a-file" not in made.read_bytes()
    names = _members(made, office.key)
    assert "data/files/ab/photo" in names
    assert not [name for name in names if "key" in name or "drafts" in name or "postgres" in name]


def test_the_keys_go_along_only_when_asked(office: Office) -> None:
    names = _members(office.backup(with_keys=True), office.key)
    assert {"data/vault.key", "data/vault.key.former-1", "data/journal.key"} <= set(names)


def _members(source: Path, key: Path) -> list[str]:
    with (
        source.open("rb") as file,
        age.decrypted(file, age.read_key(key)) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        return archive.getnames()


@pytest.mark.parametrize("cut", [1, 20, 70_000])
def test_a_backup_that_is_cut_off_restores_nothing(
    office: Office, database: MakeDatabase, tmp_path: Path, cut: int
) -> None:
    (office.folder / "files" / "big").write_bytes(os.urandom(200_000))
    made = office.backup()
    made.write_bytes(made.read_bytes()[:-cut])
    _refused(office, made, database(), tmp_path)


@pytest.mark.parametrize("where", [0.05, 0.5, 0.999])
def test_a_backup_with_one_changed_byte_restores_nothing(
    office: Office, database: MakeDatabase, tmp_path: Path, where: float
) -> None:
    made = office.backup()
    data = bytearray(made.read_bytes())
    data[int(len(data) * where)] ^= 1
    made.write_bytes(data)
    _refused(office, made, database(), tmp_path)


def test_another_key_opens_nothing(office: Office, database: MakeDatabase, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    age.make_key(other, at=AT)
    _refused(office, office.backup(), database(), tmp_path, key=other)


def _refused(office: Office, made: Path, url: str, tmp_path: Path, key: Path | None = None) -> None:
    with pytest.raises(WrongKeyError):
        office.restore(made, url=url, folder=tmp_path / "new", key=key)
    assert _empty(url)
    assert _files(tmp_path / "new") == {}


def test_a_file_with_a_name_that_leads_out_is_refused(
    office: Office, database: MakeDatabase, tmp_path: Path
) -> None:
    made, evil = office.backup(), tmp_path / "evil.age"
    with (
        made.open("rb") as file,
        evil.open("wb") as out,
        age.decrypted(file, age.read_key(office.key)) as plain,
        age.encrypted(out, age.recipients([office.public])) as sealed,
        tarfile.open(fileobj=plain, mode="r|") as source,
        tarfile.open(fileobj=sealed, mode="w|") as target,
    ):
        for member in source:
            content = source.extractfile(member)
            assert content is not None
            member.name = member.name.replace("data/files/ab/photo", "data/../../escaped")
            target.addfile(member, io.BytesIO(content.read()))
    _refused(office, evil, database(), tmp_path)
    assert not (tmp_path / "escaped").exists()


def test_nothing_is_restored_over_something(office: Office, database: MakeDatabase, tmp_path: Path) -> None:
    made = office.backup()
    with pytest.raises(NotEmptyError, match="database"):
        office.restore(made, url=office.url, folder=tmp_path / "new")
    url = database()
    with pytest.raises(NotEmptyError, match="files"):
        office.restore(made, url=url, folder=office.folder)
    assert _empty(url)


def test_a_row_or_a_file_that_differs_is_named(
    office: Office, database: MakeDatabase, tmp_path: Path
) -> None:
    made = office.backup()
    manifest = json.loads(_manifest(made, office.key))
    (office.folder / "files" / "ab" / "photo").write_bytes(b"another")
    with psycopg.connect(office.url) as connection:
        connection.execute("UPDATE kinds SET f = 0.2 WHERE id = 1")
    with pytest.raises(DifferentError, match=r"public\.kinds, files/ab/photo"):
        reading.compare(manifest, url=office.url, folder=office.folder)


def _manifest(source: Path, key: Path) -> bytes:
    with (
        source.open("rb") as file,
        age.decrypted(file, age.read_key(key)) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        for member in archive:
            content = archive.extractfile(member)
            assert content is not None
            if member.name == "manifest.json":
                return content.read()
    raise AssertionError


def test_a_backup_is_of_one_moment(office: Office, database: MakeDatabase, tmp_path: Path) -> None:
    """What is written while it is made is in the dump and the count alike, or in neither."""

    def meanwhile(_: str) -> None:
        with psycopg.connect(office.url) as connection:
            connection.execute("INSERT INTO entries SELECT coalesce(max(id), 0) + 1, 1 FROM entries")

    made = tmp_path / "moment.age"
    writing.write(
        url=office.url, folder=office.folder, into=made, to=[office.public], at=AT, say=meanwhile
    )  # restoring compares
    url = database()
    office.restore(made, url=url, folder=tmp_path / "new")
    assert [table.rows for table in _tables(url)] == [2, 2]


def test_a_broken_dump_leaves_no_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "pg_dump").write_text("#!/bin/sh\necho half a dump\necho no space left >&2\nexit 1\n")
    (fake / "pg_dump").chmod(0o755)
    monkeypatch.setattr(writing, "clients", lambda *, server: Binaries(fake, server))
    with pytest.raises(ToolFailedError, match="no space left"):
        office.backup()
    assert not list(tmp_path.glob("b.age*"))


def test_a_backup_is_never_overwritten(office: Office) -> None:
    made = office.backup()
    before = made.read_bytes()
    with pytest.raises(BackupError, match="never overwrites"):
        office.backup()
    assert made.read_bytes() == before


@pytest.mark.parametrize("to", [[], ["age1whatever"]])
def test_without_a_whole_public_key_nothing_is_written(office: Office, to: list[str]) -> None:
    with pytest.raises(RecipientError):
        office.backup(to=to)
    assert not list(office.folder.parent.glob("b.age*"))


def test_a_server_newer_than_every_pg_dump_here_is_said_clearly() -> None:
    with pytest.raises(ClientsTooOld, match=r"PostgreSQL 99.*postgresql-client-99.*BIHUAN_PG_BIN"):
        clients(server=99)


def test_the_private_key_is_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "backup.key"
    age.make_key(path, at=AT)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        age.make_key(path, at=AT)


def test_programs_of_a_newer_version_restore_into_an_older_server(
    office: Office, database: MakeDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = max((clients(server=0, at_least=0), *_wheel()), key=lambda one: one.major)
    monkeypatch.setenv("BIHUAN_PG_BIN", str(newest.folder))
    url = database()
    office.restore(office.backup(), url=url, folder=tmp_path / "new")
    assert _tables(url) == _tables(office.url)


def _wheel() -> list[Binaries]:
    return [
        Binaries(folder, major)
        for folder in binaries.candidates()
        if (major := binaries._major(folder)) is not None
    ]
