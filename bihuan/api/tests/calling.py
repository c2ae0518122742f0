"""Short ways to call the API in tests."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from bihuan.api.tokens import create_token
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at


class Program:
    """A program with a token of one of the cast."""

    def __init__(self, username: str, *, language: str = "zh-hans") -> None:
        self.token, self.secret = create_token(
            actor=actor(username), name="台账同步", days=90, at=at("2026-03-02 08:00")
        )
        self.client = Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {self.secret}", "Accept-Language": language}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any) -> Any:
        return self.client.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=self.headers
        )

    def take(
        self, case: Case, step: str, *, seen: int | None = None, submission: str = "", **given: Any
    ) -> Any:
        return self.post(
            f"/cases/{case.number}/steps/{step}",
            {
                "given": given,
                "seen": case.seq if seen is None else seen,
                "submission": submission or str(uuid4()),
            },
        )


def appeal(**changes: Any) -> dict[str, Any]:
    """The body of a registration."""
    return {
        "subject": "锦园社区夜间施工噪声扰民", "body": "工地每天施工到凌晨两点，全楼居民无法休息。", "channel": "web",
        "received_on": "2026-03-02", "topic": "生态环境/噪声污染/施工与工业噪声", "place": "990103002002",
        "person": {"name": "丁一帆", "phone": "19900001234", "address": "锦园社区7栋301室"}, "submission": str(uuid4()),
        **changes,
    }  # fmt: skip
