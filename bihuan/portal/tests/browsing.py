"""A resident with a phone, as far as forms and cookies go."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from lxml import html

from bihuan.portal.tests.residents import DING


class Phone:
    """A browser without scripts that sends what its pages' forms would."""

    def __init__(self, **options: Any) -> None:
        self.client = Client(**options)

    def see(self, path: str) -> str:
        """The text of a page that must be there."""
        response = self.client.get(path, follow=True)
        assert response.status_code == 200, path
        return text_of(response.content.decode())

    def file(self, **changes: dict[str, str]) -> tuple[str, str]:
        """File Ding's letter step by step; returns number and code as they stand on the receipt."""
        for step in ("what", "where", "ask", "who"):
            answers = {**DING[step], **changes.get(step, {})}
            response = self.client.post(f"/r/file/{step}/", {k: v for k, v in answers.items() if v})
            assert response.status_code == 302, step
        self.client.post("/r/file/files/", {"next": "1"})
        response = self.client.post("/r/file/send/")
        assert response["Location"] == "/r/receipt/"
        return self.receipt()

    def receipt(self) -> tuple[str, str]:
        """Number and code on the receipt."""
        page = self.client.get("/r/receipt/").content.decode()
        found = re.search(r'id="slip-number">([^<]+)<.*?id="slip-code">([^<]+)<', page, re.S)
        assert found is not None
        return found[1], found[2]

    def enter(self, number: str, code: str) -> Any:
        """The answer to number and code."""
        return self.client.post("/r/follow/", {"number": number, "code": code})


def text_of(page: str) -> str:
    """What a reader reads."""
    return " ".join(html.document_fromstring(page).text_content().split())
