"""Known people are planted through every real form; then they are looked for in all that the system keeps or gives out.

Nothing outside the vault's ciphertext may hold them: no table, no search index, no log line, no export, no backup.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from bihuan.api.tests.calling import Program
from bihuan.appeals.models import Appeal
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.casework.imports.cli import import_file
from bihuan.casework.models import Case
from bihuan.casework.openjournal import services as open_journal
from bihuan.common.merkle import receipts
from bihuan.common.tables.tests.books import xlsx
from bihuan.portal.tests.browsing import Phone
from bihuan.vault.models import Person
from tests.security.leaks import Needles, files, tables, unpacked

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = [
    {"name": "欧阳淼淼", "phone": "19912345678", "address": "翠屏里九栋四零七室", "identity_number": "99010319790514771X"},
    {"name": "司徒焱焱", "phone": "19987654321", "address": "望溪弄堂十三号后院", "identity_number": "990103198611208824"},
    {"name": "夏侯犇犇", "phone": "19955554444", "address": "锦园东苑二期六零二", "identity_number": ""},
    {"name": "令狐垚垚", "phone": "19966663333", "address": "沙坡头老街七十一号", "identity_number": "",
     "email": "linghu@nowhere.example"},
]  # fmt: skip
NEEDLES = Needles([value for person in PEOPLE for value in person.values() if value])


def by_the_clerks_form(person: dict[str, str]) -> None:
    answer = sign_in("dengji").post(
        reverse("appeals:register"),
        {
            "subject": "文昌社区路灯不亮", "body": "整条巷子晚上没有灯，老人摔过跤。", "channel": "visit",
            "received_on": "2026-03-02", "submission": str(uuid4()), "confidential": "on", "read_back": "on", **person,
            "scans": SimpleUploadedFile("信纸.txt", "整条巷子晚上没有灯。".encode()),
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:3000]


def by_the_api(person: dict[str, str]) -> None:
    answer = Program("dengji").post(
        "/appeals",
        {
            "subject": "锦园社区夜间施工噪声扰民", "body": "工地每天施工到凌晨两点。", "channel": "web",
            "received_on": "2026-03-02", "submission": str(uuid4()),
            "person": {name: value for name, value in person.items() if value},
        },
    )  # fmt: skip
    assert answer.status_code in (200, 201), answer.content


def by_a_ledger(person: dict[str, str], folder: Path) -> None:
    rows: list[list[Any]] = [
        ["编号", "收到时间", "反映的问题", "请求、事实和理由", "姓名", "电话", "住址"],
        ["K-1", "2025-04-24 16:03", "潇楚南路怎么还没修好", "路挖得稀烂，快一年了。",
         *(person[name] for name in ("name", "phone", "address"))],
    ]  # fmt: skip
    outside = folder / "ledger.xlsx"
    outside.write_bytes(xlsx(rows))
    done = CliRunner().invoke(import_file, ["appeals", str(outside), "--as", "dengji"])
    outside.unlink()
    assert done.exit_code == 0, done.output


def by_the_portal(person: dict[str, str]) -> None:
    Phone().file(who={**person, "sign": "named", "wish": "paper"})


@pytest.fixture
def planted(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Callable[[], str]:
    """Four people, each through another door, and one of them opened; gives what was logged meanwhile."""
    caplog.set_level(logging.DEBUG)
    settings.DATA_DIR = tmp_path / "data"
    set_clock(monkeypatch, "2026-03-02 10:00")
    by_the_clerks_form(PEOPLE[0])
    by_the_api(PEOPLE[1])
    by_a_ledger(PEOPLE[2], tmp_path)
    by_the_portal(PEOPLE[3])
    assert Person.objects.count() == len(PEOPLE)
    case = Appeal.objects.select_related("case").get(case__subject="文昌社区路灯不亮").case
    opened = sign_in("dengji").post(
        reverse("appeals:petitioner", args=[case.number]), {"purpose": "hearing", "fields": ["name", "phone"]}
    )
    assert PEOPLE[0]["phone"] in opened.content.decode(), "the test plants what it says"
    sign_in("dengji").get("/cases/", {"q": PEOPLE[0]["name"]})
    from bihuan.casework import searching

    while searching.INDEX.seal():
        pass
    return lambda: caplog.text + "".join(str(record.__dict__) for record in caplog.records)


def test_no_table_and_no_search_index_holds_them(planted: Callable[[], str]) -> None:
    found = {table: hit for table, data in tables() if (hit := NEEDLES.within(data))}
    assert found == {}


def test_no_line_of_the_log_holds_them(planted: Callable[[], str], capfd: pytest.CaptureFixture[str]) -> None:
    out, err = capfd.readouterr()
    assert NEEDLES.within((planted() + out + err).encode()) == set()


def test_no_file_in_the_data_folder_holds_them(planted: Callable[[], str]) -> None:
    folder = Path(site.DATA_DIR)
    assert list(files(folder)), "looked in the right place"
    assert {name: hit for name, data in files(folder) if (hit := NEEDLES.within(data))} == {}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_export_holds_them(planted: Callable[[], str], form: str) -> None:
    answer = sign_in("fenliu").get(reverse("casework:export"), {"format": form})
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "文昌社区路灯不亮".encode() in b"".join(inner for _name, inner in unpacked("export", data))
    assert {name: hit for name, inner in unpacked("export", data) if (hit := NEEDLES.within(inner))} == {}


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="pg_dump is not installed")
@pytest.mark.parametrize("form", ["plain", "custom"])
def test_no_backup_holds_them(planted: Callable[[], str], form: str, tmp_path: Path) -> None:
    given = connection.get_connection_params()
    address = {
        "PGHOST": given.get("host"), "PGPORT": given.get("port"), "PGUSER": given.get("user"),
        "PGDATABASE": given.get("dbname"), "PGPASSWORD": given.get("password"),
    }  # fmt: skip
    file = tmp_path / "backup"
    done = subprocess.run(
        ["pg_dump", f"--format={form}", "--compress=0", "--file", file], capture_output=True, text=True, check=False,
        env={**os.environ, **{name: str(value) for name, value in address.items() if value}},
    )  # fmt: skip
    if "server version" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    data = file.read_bytes()
    assert "文昌社区路灯不亮".encode() in data
    assert NEEDLES.within(data) == set()


PAGES = ["/", "/cases/", "/notices/", "/board/", "/imports/", "/open-journal/", "/open-journal/head.json"]


@pytest.mark.parametrize("username", ["dengji", "fenliu", "chengban", "lingdao"])
def test_no_page_shows_them_without_an_opening(planted: Callable[[], str], username: str) -> None:
    client = sign_in(username)
    paths = [
        *PAGES,
        *(f"/cases/{case.number}/{tail}" for case in Case.objects.all() for tail in ("", "print/")),
    ]
    shown = {}
    for path in paths:
        answer = client.get(path, follow=True)
        if answer.status_code == 200 and not answer.streaming and (hit := NEEDLES.within(answer.content)):
            shown[path] = hit
    assert shown == {}


def test_no_receipt_holds_them(planted: Callable[[], str]) -> None:
    for case in Case.objects.all():
        made = receipts.write(open_journal.receipt_for(case=case, at=timezone.now()))
        assert NEEDLES.within(made.encode()) == set()


def test_the_portal_does_not_show_them_to_somebody_without_the_code(planted: Callable[[], str]) -> None:
    answer = Client().get("/r/", follow=True)
    assert NEEDLES.within(answer.content) == set()


def test_the_search_for_leaks_finds_what_lies_open(planted: Callable[[], str]) -> None:
    """So that the tests above cannot pass by finding nothing."""
    case = Case.objects.filter(subject="文昌社区路灯不亮").get()
    Case.objects.filter(pk=case.pk).update(topic=PEOPLE[0]["name"])
    assert "casework_case" in {table for table, data in tables() if NEEDLES.within(data)}
