"""Every page in both languages, light and dark, on a phone and on a desk: axe finds nothing serious, nothing sticks out.

Two of the eight ways are tried each time; `BIHUAN_AXE=all` tries all.
"""

from __future__ import annotations

import os
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.insight import counting, standing
from tests.journeys import cases
from tests.journeys.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.journey

Way = tuple[str, str, int]
ALL: list[Way] = list(product(("zh-CN", "en"), ("light", "dark"), (DESK, PHONE)))
WAYS: list[Way] = (
    ALL if os.environ.get("BIHUAN_AXE") == "all" else [("zh-CN", "light", DESK), ("en", "dark", PHONE)]
)
SERIOUS = {"serious", "critical"}

PAGES: dict[str, tuple[str, ...]] = {
    "": ("/accounts/login/",),
    "dengji": ("/", "/register/", "/imports/", "/cases/"),
    "chengban": (
        "/", "/cases/", "/cases/?q=漏雨&columns=topic,place,officer,changed", "/cases/?q=没有这样的事", "/cases/{number}/",
        "/cases/{number}/?open=help", "/cases/{number}/?open=files", "/cases/{number}/?open=task",
        "/cases/{number}/take/decide/", "/cases/{number}/take/ask_extension/", "/cases/{number}/print/",
        "/appeals/{number}/petitioner/", "/cases/views/", "/notices/", "/organization/", "/accounts/",
        "/accounts/password/", "/accounts/2fa/", "/accounts/tokens/", "/api/v1/docs", "/board/", "/cases/NONE/",
    ),
    "lingdao": ("/", "/board/", "/board/print/", "/cases/?overdue=1"),
    "shenji": ("/cases/{number}/", "/organization/changes/"),
    "anjian": (
        "/safety/", "/safety/ledger/", "/safety/hazards/new/", "/safety/suspicions/", "/safety/packs/", "/safety/statistics/",
        "/safety/enterprises/", "/safety/inspections/", "/safety/inspections/new/", "/safety/draws/", "/safety/draws/new/",
        "/safety/checklists/", "/safety/risks/", "/safety/map/", "/safety/plans/", "/safety/plans/week/", "/safety/officers/",
    ),
    "guanli": ("/organization/units/QL-ZJ/", "/organization/accounts/", "/organization/accounts/new/",
               "/organization/units/new/"),
}  # fmt: skip


def furnished() -> Case:
    """A case with everything on it that a page can show, among others, counted for the board."""
    at = cases.ago(70)
    case = cases.handling(at)
    officer = cases.actor("chengban", at)
    casework.comment(case_id=case.pk, text="已电话约好看现场。", actor=officer, at=at)
    for days in (20, 40, 55):
        other = cases.decided(cases.ago(days))
    casework.link(case_id=case.pk, other_id=other.pk, kind="related", actor=officer, at=at)
    counting.count_new(at=timezone.now())
    standing.refresh(at=timezone.now())
    return case


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical, with the first place of each."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} ({one['nodes'][0]['failureSummary'][:300]})"
        for one in found
        if one["impact"] in SERIOUS
    ]


def sticks_out(page: Page) -> int:
    """Pixels that the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("username", PAGES)
def test_nothing_serious_on_any_page_and_nothing_wider_than_the_screen(visit: Visit, username: str) -> None:
    case = furnished()
    wrong = []
    for language, scheme, width in WAYS:
        page = visit(username, lang=language, width=width, color_scheme=scheme, expects=("404", "403"))
        for path in PAGES[username]:
            page.goto(path.format(number=case.number))
            page.wait_for_load_state("networkidle")
            where = f"{username} {path} {language} {scheme} {width}"
            wrong += [f"{where}: {one}" for one in serious(page)]
            if (out := sticks_out(page)) > 0:
                wrong.append(f"{where}: {out} pixels wider than the screen")
        page.context.close()
    assert wrong == [], "\n".join(wrong)
