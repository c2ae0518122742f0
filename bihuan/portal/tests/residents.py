"""Short ways for tests: letters filed at the portal by people of the fixed cast."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bihuan.appeals.tests.lives import MONDAY
from bihuan.casework.models import Case
from bihuan.portal.filing import drafts
from bihuan.portal.filing.drafts import OpenDraft
from bihuan.portal.filing.sending import send
from bihuan.portal.models import AccessCode

DING = {
    "what": {"subject": "文昌社区3栋屋面漏雨多年", "happened": "2023年起每逢下雨就漏，社区来看过两次，没有修。"},
    "where": {"place": "990103001003", "spot": "文昌社区3栋2单元"},
    "ask": {"request": "请尽快修好屋面，并告诉我什么时候修。"},
    "who": {
        "sign": "named", "name": "丁一帆", "phone": "19900001234", "address": "文昌社区3栋201", "identity_number": "",
        "email": "ding@example.org", "confidential": "yes", "wish": "sms",
    },
}  # fmt: skip


def written(at: datetime = MONDAY, **changes: dict[str, str]) -> OpenDraft:
    """A draft with everything in it. `who={"wish": "paper"}` changes a step's answers."""
    draft = drafts.begin(at=at)
    draft.answers = {name: {**answers, **changes.get(name, {})} for name, answers in DING.items()}
    drafts.keep(draft, at=at)
    return draft


def filed(at: datetime = MONDAY, **changes: dict[str, str]) -> tuple[Case, AccessCode, str]:
    """A letter that was sent: its case, the row of its code and the code itself."""
    draft = send(key=written(at, **changes).key, at=at)
    case = draft.row.case
    assert case is not None
    return Case.objects.get(pk=case.pk), AccessCode.objects.get(case=case), draft.receipt["code"]


def anonymous() -> dict[str, Any]:
    return {"who": dict.fromkeys(DING["who"], "") | {"sign": "anonymous"}}
