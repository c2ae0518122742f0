"""The open journal's public addresses: no sign-in, no case in them, and what they give can be checked."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.appeals.tests import lives
from bihuan.casework.models import Case
from bihuan.casework.openjournal import services
from bihuan.casework.tests.cast import at
from bihuan.common.merkle import heads, receipts
from bihuan.common.merkle.receipts import Receipt

LATER = at("2026-03-20 18:00")
PLAIN = ["index", "head", "head_file", "keys", "check", "check_file"]


@pytest.fixture
def receipt() -> Receipt:
    """Of a first case; a second one follows in the tree."""
    made = services.receipt_for(case=lives.decided(), at=LATER)
    lives.decided()
    services.append(at=LATER + timedelta(hours=1))
    return made


@pytest.mark.parametrize("name", PLAIN)
def test_everybody_may_read_it_and_nobody_may_write(receipt: Receipt, name: str) -> None:
    address = reverse(f"openjournal:{name}")
    assert Client().get(address).status_code == 200
    assert Client().post(address).status_code == 405


@pytest.mark.parametrize("name", PLAIN)
def test_no_case_can_be_made_out(receipt: Receipt, name: str) -> None:
    page = Client().get(reverse(f"openjournal:{name}")).content.decode()
    for case in Case.objects.all():
        assert case.number not in page
        assert bytes(case.head).hex() not in page


@pytest.mark.parametrize("name", PLAIN)
def test_before_the_first_head_it_says_so(name: str) -> None:
    answer = Client().get(reverse(f"openjournal:{name}"))
    assert answer.status_code == (404 if name in ("head", "head_file") else 200)


def test_the_head_is_the_signed_one_in_both_forms(receipt: Receipt) -> None:
    given = Client().get(reverse("openjournal:head")).json()
    signed = heads.read(Client().get(reverse("openjournal:head_file")).content.decode())
    assert given["size"] == signed.head.size == 8
    assert given["root"] == signed.head.root.hex()
    assert signed.signed_by(base64.b64decode(given["public"]))


def test_what_the_address_gives_checks_an_old_receipt(receipt: Receipt) -> None:
    address = reverse("openjournal:consistency", args=[4])
    later = receipts.read_later(Client().get(address).content.decode())
    assert all(one.holds for one in receipts.check(receipt, later=later))
    between = reverse("openjournal:consistency_between", args=[2, 4])
    assert Client().get(between).status_code == 200


@pytest.mark.parametrize("sizes", [[0], [9], [4, 5], [4, 99], [5, 4]])
def test_a_size_that_never_was_is_not_found(receipt: Receipt, sizes: list[int]) -> None:
    name = "consistency" if len(sizes) == 1 else "consistency_between"
    assert Client().get(reverse(f"openjournal:{name}", args=sizes)).status_code == 404


def test_all_keys_are_public_with_their_hand_over(receipt: Receipt) -> None:
    services.rotate_key(at=LATER)
    first, second = Client().get(reverse("openjournal:keys")).json()["keys"]
    message = heads.succession("bihuan/journal", base64.b64decode(second["public"]))
    assert heads.holds(base64.b64decode(first["public"]), base64.b64decode(second["endorsement"]), message)


def test_the_saved_page_asks_for_nothing(receipt: Receipt) -> None:
    answer = Client().get(reverse("openjournal:check_file"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = answer.content.decode()
    assert "<script>" in page
    for word in ("src=", "href=", "http://", "https://", "import("):
        assert word not in page.replace("http://www.w3.org", "")


def test_the_receipts_json_is_what_the_page_reads(receipt: Receipt) -> None:
    given = json.loads(receipts.write(receipt))
    assert set(given) == {"format", "version", "case", "entry", "index", "proof", "head", "key_id", "keys"}
