"""The saved page checks a receipt in a real browser, with no server and no network; on a page without WebCrypto too."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from bihuan.appeals.tests import lives
from bihuan.casework import services as casework
from bihuan.casework.openjournal import selectors, services
from bihuan.casework.tests.cast import actor, at
from bihuan.common.merkle import heads, receipts
from tools.browser import NoBrowser, chromium

pytestmark = pytest.mark.journey
LATER = at("2026-03-20 18:00")
WITHOUT_CRYPTO = "Object.defineProperty(globalThis, 'crypto', {value: {}, configurable: true});"
WITHOUT_ED25519 = (
    "const real = crypto.subtle.importKey.bind(crypto.subtle);"
    "crypto.subtle.importKey = (f, k, a, ...r) => a.name === 'Ed25519' ? Promise.reject(new Error('no')) : real(f, k, a, ...r);"
)


@pytest.fixture
def kept(db: None, tmp_path: Path) -> Path:
    """The saved page, a receipt, a later head with its proof, and the key."""
    assert site_settings.ROOT_URLCONF
    case = lives.decided()
    for number in range(6):
        casework.comment(case_id=case.pk, actor=actor("chengban"), text=f"第{number}次", at=LATER)
    receipt = services.receipt_for(case=case, at=LATER)
    (tmp_path / "receipt.json").write_text(receipts.write(receipt))
    (tmp_path / "key.txt").write_text(base64.b64encode(receipt.keys[0].public).decode())
    services.rotate_key(at=LATER)
    for _ in range(3):
        lives.decided()
    services.append(at=LATER + timedelta(hours=1))
    later = selectors.consistency(old=heads.read(receipt.head).head.size)
    (tmp_path / "later.json").write_text(receipts.write_later(later))
    (tmp_path / "check.html").write_bytes(Client().get(reverse("openjournal:check_file")).content)
    return tmp_path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as started:
            yield started
    except NoBrowser as missing:
        pytest.skip(str(missing))


def opened(browser: Browser, kept: Path, script: str = "") -> Page:
    context = browser.new_context(offline=True)
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.goto((kept / "check.html").as_uri())
    return page


@pytest.mark.parametrize(
    "script", ["", WITHOUT_CRYPTO, WITHOUT_ED25519], ids=["own", "no-webcrypto", "no-ed25519"]
)
def test_the_saved_page_finds_a_good_receipt_good(browser: Browser, kept: Path, script: str) -> None:
    page = opened(browser, kept, script)
    page.set_input_files("[name=receipt]", kept / "receipt.json")
    page.fill("[name=key]", (kept / "key.txt").read_text())
    page.set_input_files("[name=later]", kept / "later.json")
    expect(page.locator("#answer .alert--success")).to_contain_text("全部成立")
    expect(page.locator(".check--ok")).to_have_count(5)
    expect(page.locator(".check--bad")).to_have_count(0)
    expect(page.locator("#answer")).to_contain_text("XF-2026-000001 的第 10 条登记记录")


@pytest.mark.parametrize("script", ["", WITHOUT_CRYPTO], ids=["own", "no-webcrypto"])
@pytest.mark.parametrize("change", ["seq", "proof", "head", "key"])
def test_and_a_changed_one_not(browser: Browser, kept: Path, script: str, change: str) -> None:
    given = json.loads((kept / "receipt.json").read_text())
    if change == "seq":
        given["entry"]["seq"] = 3
    elif change == "proof":
        given["proof"][0], given["proof"][1] = given["proof"][1], given["proof"][0]
    elif change == "head":
        given["head"] = given["head"].replace("2026-", "2025-")
    else:
        given["keys"][0]["public"] = base64.b64encode(bytes(32)).decode()
    (kept / "changed.json").write_text(json.dumps(given))
    page = opened(browser, kept, script)
    page.set_input_files("[name=receipt]", kept / "changed.json")
    expect(page.locator("#answer .alert--error")).to_contain_text("不成立")
    expect(page.locator(".check--bad")).to_have_count(1)


def test_a_head_of_a_rewritten_journal_contradicts(browser: Browser, kept: Path) -> None:
    given = json.loads((kept / "later.json").read_text())
    given["proof"][0] = base64.b64encode(bytes(32)).decode()
    (kept / "later.json").write_text(json.dumps(given))
    page = opened(browser, kept)
    page.set_input_files("[name=receipt]", kept / "receipt.json")
    page.set_input_files("[name=later]", kept / "later.json")
    expect(page.locator(".check--bad")).to_contain_text("互相矛盾")


def test_what_is_no_receipt_is_said_to_be_none(browser: Browser, kept: Path) -> None:
    (kept / "receipt.json").write_text("{}")
    page = opened(browser, kept)
    page.set_input_files("[name=receipt]", kept / "receipt.json")
    expect(page.locator("#answer .alert--error")).to_contain_text("不是回执文件")
