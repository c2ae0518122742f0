"""`python -m tools.pictures [ADDRESS]`: make the pictures of docs/pictures again from a running sample district.

Start one first (`make run`). Everything in the pictures is invented; the dates are those of the day they are made.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tools.browser import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PASSWORD = "qinglan-demo"  # the sample district's own
LARGEST = 250_000  # bytes of one picture
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def main(address: str) -> int:
    """Every picture, one after the other."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        officer = sign_in(browser, address, "chengban", DESK)
        shot(officer, "/", "today-1440")
        shot(officer, "/cases/?sort=due", "cases-1440")
        case = open_case(officer)
        shot(officer, case, "case-1440", ready=unfold)
        decision(officer)
        shot(sign_in(browser, address, "chengban", DESK, dark=True), "/", "today-dark-1440")
        shot(sign_in(browser, address, "chengban", PHONE), case, "case-390")
        shot(sign_in(browser, address, "dengji", PHONE), "/register/", "register-390")
        shot(visitor(browser, address, PHONE), "/r/", "residents-390")
        shot(sign_in(browser, address, "anjian", DESK), "/safety/", "safety-1440")
        shot(sign_in(browser, address, "lingdao", DESK), "/board/", "board-1440", ready=drawn)
        shot(sign_in(browser, address, "chengban", DESK, language="en"), case, "case-en-1440", ready=unfold)
    return 0


def visitor(browser: Browser, address: str, size: ViewportSize) -> Page:
    """A page of somebody without an account."""
    return browser.new_context(base_url=address, viewport=size, locale="zh-CN").new_page()


def sign_in(
    browser: Browser,
    address: str,
    username: str,
    size: ViewportSize,
    *,
    dark: bool = False,
    language: str = "zh-CN",
) -> Page:
    """A page of the account, of that size and look."""
    context = browser.new_context(
        base_url=address, viewport=size, locale=language, color_scheme="dark" if dark else "light"
    )
    page: Page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto("/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector("body[data-page=shell]")
    return page


def shot(page: Page, path: str, name: str, *, ready: Callable[[Page], object] | None = None) -> None:
    """What the screen shows of the address, as a small PNG."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    if ready is not None:
        ready(page)
    keep(Image.open(io.BytesIO(page.screenshot())), name)


def open_case(page: Page) -> str:
    """The address of a case that the officer is handling: the calmest one, so that its clock has something to count."""
    page.goto("/")
    lines = page.locator("#mine .line--calm", has_text="办理中").locator(".line__subject")
    return str(lines.first.get_attribute("href"))


def unfold(page: Page) -> None:
    """Show why the clock ends when it ends."""
    page.locator("#panel-clocks details summary").first.click()


def drawn(page: Page) -> None:
    """The charts have been drawn."""
    page.locator(".chart__canvas svg, .chart__canvas canvas").first.wait_for()


def decision(page: Page) -> None:
    """The first page of a decision, as the PDF has it."""
    if shutil.which("pdftoppm") is None:
        sys.stderr.write(
            "no pdftoppm (apt-get install poppler-utils): the picture of a decision stays as it was\n"
        )
        return
    page.goto("/cases/?phase=waiting&sort=-registered")
    for link in page.locator("#list tbody a[href^='/cases/']").all()[:10]:
        page.goto(str(link.get_attribute("href")))
        papers = page.locator("#case-side a[href$='.pdf']")
        if papers.count():
            break
    content = page.request.get(str(papers.first.get_attribute("href"))).body()
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "decision.pdf"
        pdf.write_bytes(content)
        subprocess.run(["pdftoppm", "-png", "-r", "80", "-l", "1", pdf, Path(folder) / "page"], check=True)
        (png,) = Path(folder).glob("page*.png")
        keep(Image.open(png), "decision")


def keep(picture: Image.Image, name: str) -> None:
    """Write it with as many colours as fit below LARGEST."""
    for colours in (256, 128, 64, 32):
        file = io.BytesIO()
        picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            break
    (FOLDER / f"{name}.png").write_bytes(file.getvalue())
    sys.stdout.write(f"{name}.png  {file.tell() // 1000} kB, {colours} colours\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"))
