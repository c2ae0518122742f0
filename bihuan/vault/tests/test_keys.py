from __future__ import annotations

import stat
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.vault import errors, key_sources, keys, services
from bihuan.vault.checks import production_has_a_vault_key
from bihuan.vault.fields import Field, comparable_phone, pad, unpad
from bihuan.vault.key_sources import decode
from bihuan.vault.keys import LocalKey, keyring
from bihuan.vault.models import Person
from bihuan.vault.sealing import Sealed, indexes, seal, unseal
from bihuan.vault.tests.conftest import AT, OFFICER, WANG, a_key
from bihuan.vault.tests.test_opening import open_wang

KEY = LocalKey.of(bytes(range(32)))
FIELDS = {Field.NAME: "王建国", Field.PHONE: "13812345678"}


@pytest.mark.parametrize("text", ["", "王", "a" * 31, "b" * 32, "\x00\x80尾\x00", "𠮷"])
def test_padding_gives_the_text_back(text: str) -> None:
    assert unpad(pad(text)) == text
    assert len(pad(text)) % 32 == 0


@pytest.mark.parametrize(
    "written", ["13812345678", "+86 138 1234 5678", "0086-13812345678", "１３８１２３４５６７８"]
)
def test_a_telephone_number_has_one_form(written: str) -> None:
    assert comparable_phone(written) == "13812345678"


def test_a_changed_ciphertext_is_detected() -> None:
    person = uuid.uuid4()
    sealed = seal(KEY, person, FIELDS)
    blob = bytearray(sealed.fields[Field.NAME])
    blob[20] ^= 1
    with pytest.raises(errors.VaultTamperedError):
        unseal(KEY, person, Sealed(sealed.key_id, sealed.wrapped_key, {Field.NAME: bytes(blob)}))


def test_a_field_put_in_the_place_of_another_is_detected() -> None:
    person = uuid.uuid4()
    sealed = seal(KEY, person, FIELDS)
    swapped = Sealed(sealed.key_id, sealed.wrapped_key, {Field.NAME: sealed.fields[Field.PHONE]})
    with pytest.raises(errors.VaultTamperedError):
        unseal(KEY, person, swapped)


def test_the_row_of_one_person_put_under_another_is_detected() -> None:
    sealed = seal(KEY, uuid.uuid4(), FIELDS)
    with pytest.raises(errors.VaultTamperedError):
        unseal(KEY, uuid.uuid4(), sealed)


def test_a_field_of_another_person_put_into_this_row_is_detected() -> None:
    mine, other = uuid.uuid4(), uuid.uuid4()
    sealed, foreign = seal(KEY, mine, FIELDS), seal(KEY, other, FIELDS)
    with pytest.raises(errors.VaultTamperedError):
        unseal(KEY, mine, Sealed(sealed.key_id, sealed.wrapped_key, {Field.NAME: foreign.fields[Field.NAME]}))


def test_the_blind_index_needs_the_key() -> None:
    assert indexes(KEY, FIELDS) == indexes(KEY, FIELDS)
    assert indexes(KEY, FIELDS) != indexes(LocalKey.of(bytes(32)), FIELDS)


@pytest.mark.django_db
def test_another_key_is_said_to_be_another_key_and_an_old_one_still_opens(settings: Settings) -> None:
    first = settings.VAULT_KEY
    person = services.protect(fields=WANG, at=AT)
    settings.VAULT_KEY = a_key()
    keyring.cache_clear()
    with pytest.raises(errors.VaultKeyError, match=r"密钥（编号 [0-9a-f]{16}）不在这台机器上"):
        open_wang(person)
    settings.VAULT_OLD_KEYS = [first]
    keyring.cache_clear()
    assert open_wang(person)["name"] == "王建国"
    assert services.find_same(fields=WANG, actor=OFFICER, at=AT) == (person,)


@pytest.mark.django_db
def test_a_tampered_row_does_not_open() -> None:
    person = services.protect(fields=WANG, at=AT)
    row = Person.objects.get(pk=person)
    Person.objects.update(seal_phone=row.seal_name)
    with pytest.raises(errors.VaultTamperedError, match="可能被改动过"):
        open_wang(person)


def test_a_demo_makes_its_key_file_once_for_its_owner_only(settings: Settings, tmp_path: Path) -> None:
    settings.VAULT_KEY, settings.DEMO = "", True
    path = tmp_path / "fresh" / "vault.key"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: key_sources.read_or_create(path, may_create=True), range(8)))
    assert len(made) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["vault.key"]


def test_production_never_invents_a_key(settings: Settings) -> None:
    settings.VAULT_KEY, settings.DEMO = "", False
    with pytest.raises(errors.VaultKeyError, match="BIHUAN_VAULT_KEY"):
        keyring()


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    path.write_text(a_key())
    path.chmod(0o644)
    with pytest.raises(errors.VaultKeyError, match="chmod 600"):
        key_sources.read_or_create(path, may_create=False)


@pytest.mark.parametrize("text", ["short", "不是密钥", "AAAA", ""])
def test_a_malformed_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(errors.VaultKeyError, match="32 字节") as caught:
        decode(text)
    assert not text or text not in str(caught.value)


def test_the_key_does_not_show_in_its_repr() -> None:
    assert str(bytes(range(32))) not in repr(KEY)
    assert "secret" not in repr(keys.Keyring(KEY))


def test_sealing_takes_less_than_a_third_of_a_millisecond_of_cpu() -> None:
    fields = {Field(name): text for name, text in WANG.items()}
    rounds = 300
    best = min(_cpu(fields, rounds) for _ in range(3))
    assert best / rounds < 0.0003


def _cpu(fields: dict[Field, str], rounds: int) -> float:
    start = time.process_time()
    for _ in range(rounds):
        seal(KEY, uuid.uuid4(), fields)
        indexes(KEY, fields)
    return time.process_time() - start


def test_the_start_up_check_says_that_production_has_no_key(settings: Settings) -> None:
    settings.VAULT_KEY, settings.DEMO = "", False
    assert [message.id for message in production_has_a_vault_key()] == ["vault.E001"]
    settings.VAULT_KEY = a_key()
    keyring.cache_clear()
    assert production_has_a_vault_key() == []
    settings.VAULT_KEY, settings.DEMO = "", True
    keyring.cache_clear()
    assert production_has_a_vault_key() == []
    assert not key_sources.key_file().exists()
