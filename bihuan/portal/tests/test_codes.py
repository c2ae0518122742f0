from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.appeals.services import groups
from bihuan.appeals.tests.lives import MONDAY, registered
from bihuan.casework.errors import NotYours
from bihuan.casework.models import Entry
from bihuan.casework.tests.cast import actor
from bihuan.organizations.actor import RESIDENT
from bihuan.portal import codes, throttle
from bihuan.portal.errors import CheckMissing, NobodyToCheck
from bihuan.portal.models import AccessCode, Bucket
from bihuan.portal.services import enter, issue_code
from bihuan.portal.tests.residents import anonymous, filed
from bihuan.portal.throttle import Limit, TooMany
from bihuan.vault.keys import keyring
from bihuan.vault.tests.conftest import a_key

pytestmark = pytest.mark.usefixtures("district")
HERE = "203.0.113.7"


def wrong(digits: str) -> str:
    return str((int(digits) + 1) % 10**12).zfill(12)


@pytest.mark.parametrize(
    "typed",
    [
        "XF-2026-000017",
        "xf2026000017",
        "2026-17",
        "２０２６－０００017",
        " xf - 2026 - 17 ",
        "XF–2026–000017",
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed: str) -> None:
    assert codes.read_number(typed) == "XF-2026-000017"


@pytest.mark.parametrize("typed", ["4071 8823 9056", "４０７１-8823-9056", "4071\t88239056"])
def test_a_code_is_understood_however_it_is_grouped(typed: str) -> None:
    assert codes.read_code(typed) == "407188239056"
    assert codes.grouped(codes.read_code(typed)) == "4071 8823 9056"


def test_number_and_code_open_the_case() -> None:
    case, code, digits = filed()
    assert enter(number=case.number, code=codes.grouped(digits), address=HERE, at=MONDAY) == code


def test_the_code_lies_nowhere_in_the_database() -> None:
    _case, code, digits = filed()
    assert digits.encode() not in bytes(code.digest)
    assert not any(digits in str(entry.data) for entry in Entry.objects.all())


def test_a_wrong_code_and_an_unknown_number_take_the_same_way(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same answer, same number of questions to the database, same number of slow hashes."""
    case, _code, digits = filed()
    hashed: list[str] = []
    slow = codes.digest

    def counted(number: str, *rest: Any) -> bytes:
        hashed.append(number)
        return slow(number, *rest)

    monkeypatch.setattr(codes, "digest", counted)
    for number, tried in ((case.number, wrong(digits)), ("XF-2026-999999", digits), ("nonsense", "1")):
        hashed.clear()
        with django_assert_num_queries(6):
            assert enter(number=number, code=tried, address=f"192.0.2.{len(number)}", at=MONDAY) is None
        assert len(hashed) == 1


def test_a_code_guessed_again_and_again_must_wait_even_when_it_is_right_at_last() -> None:
    case, _code, digits = filed()
    for _ in range(5):
        assert enter(number=case.number, code=wrong(digits), address=HERE, at=MONDAY) is None
    with pytest.raises(TooMany) as refused:
        enter(number=case.number, code=digits, address=HERE, at=MONDAY)
    assert refused.value.wait == 3
    later = MONDAY + timedelta(minutes=3)
    assert enter(number=case.number, code=digits, address=HERE, at=later) is not None


def test_waiting_is_the_same_for_a_number_that_does_not_exist() -> None:
    for _ in range(5):
        enter(number="XF-2026-999999", code="1", address=HERE, at=MONDAY)
    with pytest.raises(TooMany):
        enter(number="XF-2026-999999", code="1", address=HERE, at=MONDAY)


def test_trying_while_one_must_wait_prolongs_nothing() -> None:
    for _ in range(5):
        enter(number="XF-2026-999999", code="1", address=HERE, at=MONDAY)
    for second in range(0, 170, 10):
        with pytest.raises(TooMany):
            enter(number="XF-2026-999999", code="1", address=HERE, at=MONDAY + timedelta(seconds=second))
    assert enter(number="XF-2026-999999", code="1", address=HERE, at=MONDAY + timedelta(seconds=181)) is None


def test_a_village_behind_one_address_is_not_shut_out_by_one_who_mistypes() -> None:
    case, _code, digits = filed()
    for _ in range(5):
        enter(number="XF-2026-000404", code="1", address=HERE, at=MONDAY)
    for _ in range(20):  # what succeeds does not count
        assert enter(number=case.number, code=digits, address=HERE, at=MONDAY) is not None


def test_spraying_many_numbers_from_one_address_is_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.portal.services.entering.ADDRESS", Limit("address", 8, 15))
    for tried in range(8):
        assert enter(number=f"XF-2026-{tried:06d}", code="1", address=HERE, at=MONDAY) is None
    with pytest.raises(TooMany):
        enter(number="XF-2026-000008", code="1", address=HERE, at=MONDAY)


def test_guessing_one_number_from_many_addresses_is_slowed_but_not_for_the_phone_that_knows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bihuan.portal.services.entering.NUMBER", Limit("number", 6, 120))
    case, _code, digits = filed()
    for host in range(6):
        enter(number=case.number, code=wrong(digits), address=f"192.0.2.{host}", at=MONDAY)
    with pytest.raises(TooMany):
        enter(number=case.number, code=digits, address="198.51.100.1", at=MONDAY)
    assert enter(number=case.number, code=digits, address="198.51.100.1", at=MONDAY, known=True) is not None


def test_neither_numbers_nor_addresses_can_be_read_from_the_counts() -> None:
    enter(number="XF-2026-000404", code="1", address=HERE, at=MONDAY)
    assert not [
        row for row in Bucket.objects.all() if HERE in row.key or "404" in row.key.replace("404", "", 0)[:3]
    ]
    assert all(len(row.key) == 64 for row in Bucket.objects.all())
    assert throttle.forget(at=MONDAY + timedelta(days=3)) == 3


@pytest.mark.django_db(transaction=True)
def test_tries_side_by_side_share_one_count() -> None:
    limit = Limit("race", 5, 600)

    def go(_: int) -> bool:
        try:
            throttle.take([(limit, ("x",))], at=MONDAY)
        except TooMany:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(go, range(24))) == 5


def test_a_new_code_makes_the_old_one_worthless_and_the_journal_says_how_identity_was_checked() -> None:
    case, _code, old = filed()
    clerk = actor("dengji")
    issued = issue_code(case=case, actor=clerk, at=MONDAY, checked="id_card")
    assert issued.again
    assert enter(number=case.number, code=old, address=HERE, at=MONDAY) is None
    assert enter(number=case.number, code=issued.code, address=HERE, at=MONDAY) is not None
    entry = Entry.objects.filter(case=case).latest("seq")
    assert (entry.step, entry.account_id) == ("reissue_code", clerk.account_id)
    assert entry.data["checked"]
    assert issued.code not in str(entry.data)


def test_no_second_code_without_a_check_of_identity() -> None:
    case, _code, _digits = filed()
    with pytest.raises(CheckMissing):
        issue_code(case=case, actor=actor("dengji"), at=MONDAY)
    with pytest.raises(NotYours):
        issue_code(case=case, actor=RESIDENT, at=MONDAY, checked="id_card")


def test_an_anonymous_letter_gets_a_second_code_only_against_its_slip() -> None:
    case, _code, _digits = filed(**anonymous())
    with pytest.raises(NobodyToCheck):
        issue_code(case=case, actor=actor("dengji"), at=MONDAY, checked="id_card")
    assert issue_code(case=case, actor=actor("dengji"), at=MONDAY, checked="slip").again


def test_a_letter_registered_at_the_desk_gets_its_code_from_the_clerk() -> None:
    case = registered()
    issued = issue_code(case=case, actor=actor("dengji"), at=MONDAY)
    assert not issued.again
    assert enter(number=issued.number, code=issued.code, address=HERE, at=MONDAY) is not None


def test_another_unit_gives_out_no_codes() -> None:
    with pytest.raises(NotYours):
        issue_code(case=registered(), actor=actor("chengban"), at=MONDAY)


def test_codes_given_out_under_a_former_vault_key_still_open(settings: Settings) -> None:
    case, code, digits = filed()
    settings.VAULT_OLD_KEYS, settings.VAULT_KEY = [settings.VAULT_KEY], a_key()
    keyring.cache_clear()
    assert enter(number=case.number, code=digits, address=HERE, at=MONDAY) == code
    settings.VAULT_OLD_KEYS = []
    keyring.cache_clear()
    assert enter(number=case.number, code=digits, address=HERE, at=MONDAY) is None


def test_the_codes_of_two_signatories_are_told_apart() -> None:
    case = registered()
    with pytest.raises(NotYours):
        issue_code(case=case, actor=actor("dengji"), at=MONDAY, seat=1)
    groups.join(case_id=case.pk, person={"name": "李梅"}, actor=actor("dengji"), at=MONDAY)
    first = issue_code(case=case, actor=actor("dengji"), at=MONDAY)
    second = issue_code(case=case, actor=actor("dengji"), at=MONDAY, seat=1)
    assert AccessCode.objects.count() == 2
    opened = [enter(number=case.number, code=one.code, address=HERE, at=MONDAY) for one in (first, second)]
    assert [row.seat for row in opened if row is not None] == [0, 1]
