"""What the journeys on site have in common: an enterprise, a checklist, pictures, and an officer's hands on the phone."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from functools import lru_cache

from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from bihuan.casework import services as casework
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Account, Jurisdiction, Unit
from bihuan.organizations.selectors import actor as actor_on
from bihuan.safety.enterprises import services as enterprises
from bihuan.safety.enterprises.codes import check_character
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.inspections import checklists
from bihuan.safety.inspections import services as inspections
from bihuan.safety.inspections.models import Checklist, Inspection
from tests.journeys.conftest import PHONE, Visit

ITEMS = (
    checklists.Item("现场管理", "消防", "", "灭火器在有效期内。", "《消防法》第十六条"),
    checklists.Item("现场管理", "储罐", "", "可燃气体检测报警装置完好。", "《安全生产法》第三十六条"),
    checklists.Item("现场管理", "用电", "", "配电箱接地可靠。", "《安全生产法》第三十六条"),
)


@lru_cache(maxsize=16)
def picture(number: int) -> bytes:
    """A photograph of noise, some 100 KB, another for each number."""
    out = io.BytesIO()
    Image.effect_noise((640, 480), 40 + number).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def officers() -> list[Account]:
    """The two inspectors of 应急局, 罗守安 (anjian) first, each with a certificate in force."""
    found = list(Account.objects.filter(appointments__post__title="安全生产执法员").distinct())
    found.sort(key=lambda one: one.username != "anjian")
    for n, account in enumerate(found):
        inspections.certify(
            account=account,
            number=f"9901030{n}",
            issued_on=date(2020, 1, 1),
            expires_on=date(2099, 1, 1),
            actor=SYSTEM,
        )
    return found


def enterprise() -> Enterprise:
    """One enterprise that 应急局 answers for."""
    code = "91990103MA0000001"
    facts = enterprises.Facts(
        credit_code=code + check_character(code), name="青岚精细化工有限公司", sector="危化品生产企业",
        place=Jurisdiction.objects.get(name="石湾镇"), regulator=Unit.objects.get(code="QL-YJ"), address="石湾镇工业路1号",
    )  # fmt: skip
    return enterprises.enter(facts=facts, actor=SYSTEM, at=timezone.now())


def sheet() -> Checklist:
    """Three items."""
    return checklists.publish(code="通用", title="通用检查表", sector="", items=ITEMS, at=timezone.now())[0]


def acting(username: str) -> Actor:
    """The actor behind a sample account."""
    found = actor_on(Account.objects.get(username=username).pk, None, timezone.localdate())
    assert found is not None
    return found


def assigned() -> Inspection:
    """An unannounced inspection given to the two officers."""
    first, second = officers()
    now, me = timezone.now(), acting("anjian")
    case = inspections.plan(
        enterprise=enterprise(), kind="unannounced", inspect_by=timezone.localdate() + timedelta(days=9),
        checklist=sheet(), actor=me, at=now,
    )  # fmt: skip
    casework.take(
        case_id=case.pk, step="assign", actor=me, at=now, given={"lead": first.pk, "second": second.pk}
    )
    return Inspection.objects.select_related("case").get(pk=case.pk)


PLACED = re.compile("有位置|with place")
ROLES = ("lead", "second", "unit")
PLACE = {"geolocation": {"latitude": 30.5, "longitude": 116.1, "accuracy": 8}, "permissions": ["geolocation"]}
# A browser without signal writes that into its console, and so does one whose request was cut.
EXPECTED = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION",
    "ERR_EMPTY_RESPONSE",
    "ERR_NETWORK",
    "ERR_ABORTED",
    "status of 40",
)


def phone(
    visit: Visit,
    username: str,
    *,
    base_url: str | None = None,
    lang: str = "zh-CN",
    path: str = "/safety/field/",
) -> Page:
    """An officer's phone with the application on it, everything taken along."""
    more = {"base_url": base_url} if base_url else {}
    page = visit(username, width=PHONE, lang=lang, expects=EXPECTED, **PLACE, **more)
    page.goto(path)
    expect(page.locator("#field[data-installed=yes]")).to_be_visible()
    expect(page.locator("#field[data-ready=list] [data-sync]:not([disabled])")).to_be_visible()
    return page


def opened(page: Page, case: int) -> None:
    """The page of one inspection, from the list."""
    page.locator(f"a[href='#/{case}']").first.click()


def mark(page: Page, place: int, answer: str, note: str = "") -> None:
    """Answer an item."""
    item = page.locator(".field-item").nth(place)
    item.locator(f"input[value={answer}]").check(force=True)
    if note:
        item.locator("textarea").fill(note)


def shoot(page: Page, place: int, number: int) -> None:
    """Take a photograph at an item; it stands there with its place before the next hand is laid on."""
    item = page.locator(".field-item").nth(place)
    before = item.locator(".field-photos li").count()
    item.locator("input[type=file]").set_input_files(
        {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": picture(number)}
    )
    expect(item.locator(".field-photos li")).to_have_count(before + 1)
    expect(item.locator(".field-photos li").last).to_contain_text(PLACED)


def sign(page: Page, role: str) -> None:
    """Sign with a finger."""
    page.click(f"[data-sign={role}]")
    pad = page.locator(".field-pad")
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 60 + 9 * ROLES.index(role), steps=4)  # no two sign alike
    page.mouse.move(box["x"] + 60, box["y"] + 150, steps=4)
    page.mouse.up()
    page.click("[data-sign-done]")
    expect(page.locator(f"[data-signature={role}]")).to_have_text("已签")


def sign_all(page: Page) -> None:
    """The record and three signatures."""
    page.fill("[name=content]", "消防、储罐、用电")
    page.fill("[name=signed_by]", "钱大有")
    for role in ROLES:
        sign(page, role)
