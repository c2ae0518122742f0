"""A new key while people work: whoever was sealed before opens all along, and is found all along."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from pytest_django import Settings

from bihuan.vault import cli, errors, services
from bihuan.vault.key_sources import FromFile, in_use
from bihuan.vault.keys import keyring
from bihuan.vault.models import Person
from bihuan.vault.tests.conftest import AT, OFFICER, WANG, a_key
from bihuan.vault.tests.test_opening import open_wang

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_key_file(settings: Settings, a_vault_key: None) -> None:
    settings.VAULT_KEY, settings.DEMO = "", True


def file() -> FromFile:
    source = in_use()
    assert isinstance(source, FromFile)
    return source


def test_every_process_uses_the_new_key_at_its_next_use_and_reads_the_old() -> None:
    person = services.protect(fields=WANG, at=AT)
    before = keyring().current.key_id
    file().exchange()
    assert keyring().current.key_id != before
    assert open_wang(person)["name"] == "王建国"
    assert services.find_same(fields=WANG, actor=OFFICER, at=AT) == (person,)
    new = services.protect(fields=WANG, at=AT)
    assert Person.objects.get(pk=new).key_id == keyring().current.key_id


def test_after_wrapping_anew_the_old_key_is_needed_no_more() -> None:
    people = services.protect_many(people=[WANG] * 7, at=AT)
    seal = bytes(Person.objects.get(pk=people[0]).seal_name or b"")
    file().exchange()
    assert [services.rewrap(batch=3) for _ in range(4)] == [3, 3, 1, 0]
    for former in file().former_files():
        former.unlink()
    assert open_wang(people[0])["phone"] == "138 1234 5678"
    assert set(services.find_same(fields=WANG, actor=OFFICER, at=AT)) == set(people)
    assert bytes(Person.objects.get(pk=people[0]).seal_name or b"") == seal, (
        "the field itself was not touched"
    )


def test_two_exchanges_before_all_are_wrapped_lose_nobody() -> None:
    first = services.protect(fields=WANG, at=AT)
    file().exchange()
    second = services.protect(fields=WANG, at=AT)
    file().exchange()
    while services.rewrap(batch=1):
        pass
    assert {open_wang(person)["name"] for person in (first, second)} == {"王建国"}
    assert set(Person.objects.values_list("key_id", flat=True)) == {keyring().current.key_id}


def test_an_exchange_that_was_broken_off_is_done_again() -> None:
    person = services.protect(fields=WANG, at=AT)
    file().path.with_name("vault.key.next").write_text("half")
    file().exchange()
    assert open_wang(person)["name"] == "王建国"


def test_without_the_old_key_wrapping_stops_and_changes_nothing(settings: Settings) -> None:
    person = services.protect(fields=WANG, at=AT)
    settings.VAULT_KEY = a_key()
    with pytest.raises(errors.VaultKeyError, match="BIHUAN_VAULT_OLD_KEYS"):
        services.rewrap()
    settings.VAULT_KEY = ""
    assert open_wang(person)["name"] == "王建国"


def test_the_command_exchanges_and_wraps_all() -> None:
    services.protect_many(people=[WANG] * 5, at=AT)
    old = keyring().current.key_id
    said = CliRunner().invoke(cli.rotate, ["--batch", "2"])
    assert said.exit_code == 0, said.output
    assert set(Person.objects.values_list("key_id", flat=True)) == {keyring().current.key_id} != {old}
    assert f"{keyring().current.key_id}  in use       5" in CliRunner().invoke(cli.status).output
    for secret in Path(file().path.parent).glob("vault.key*"):
        assert secret.stat().st_mode & 0o077 == 0
        assert secret.read_text().strip() not in said.output


def test_the_command_does_not_exchange_a_key_of_the_environment(settings: Settings) -> None:
    settings.VAULT_KEY = a_key()
    assert "environment" in CliRunner().invoke(cli.rotate).output


@pytest.mark.django_db(transaction=True)
def test_people_are_opened_filed_and_found_while_the_key_is_exchanged() -> None:
    people = services.protect_many(people=[WANG] * 60, at=AT)
    failures: list[BaseException] = []
    stop = threading.Event()

    def work() -> None:
        try:
            while not stop.is_set():
                for person in people[::7]:
                    assert open_wang(person)["name"] == "王建国"
                services.protect(fields={"name": "李梅", "phone": "13900000000"}, at=AT)
                assert len(services.find_same(fields=WANG, actor=OFFICER, at=AT)) == 60
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for _ in range(3):
        file().exchange()
        while services.rewrap(batch=5):
            pass
    stop.set()
    for worker in workers:
        worker.join()
    while services.rewrap():
        pass
    assert failures == []
    assert set(Person.objects.values_list("key_id", flat=True)) == {keyring().current.key_id}
