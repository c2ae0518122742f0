"""How somebody who came to a desk is told what happens. Who tells lies above this slice, and makes itself known here.

Nothing is opened to know what is possible: at the desk the contact has just been typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework.errors import Incomplete
from bihuan.casework.models import Case
from bihuan.vault.fields import Field

AUTO = "auto"  # by what they left: a telephone, else an e-mail address, else a postal address, else nothing
LABELS = {
    AUTO: gettext_lazy("按留下的联系方式"), "sms": gettext_lazy("发短信"), "email": gettext_lazy("发邮件"),
    "paper": gettext_lazy("寄信"), "none": gettext_lazy("不用，自己来问"),
}  # fmt: skip
NEEDS = {"sms": Field.PHONE, "email": Field.EMAIL, "paper": Field.ADDRESS}


class Teller(Protocol):
    """Who tells residents."""

    def offered(self) -> tuple[str, ...]:
        """The ways that are set up here, of `LABELS`."""

    def wish(self, *, case: Case, channel: str, at: datetime) -> None:
        """From now on whoever filed the case is told this way."""


_tellers: list[Teller] = []


def use(teller: Teller) -> None:
    """Make the teller known."""
    _tellers[:] = [teller]


def offered() -> tuple[str, ...]:
    """The ways a clerk may choose, the automatic one first; none where nobody tells."""
    return (AUTO, *_tellers[0].offered()) if _tellers else ()


def channel_for(asked: str, person: Mapping[str, str]) -> str:
    """The way that was asked for, or (AUTO) the best for what was left; "none" where nobody was asked.

    Raises Incomplete for a way without its contact.
    """
    ways = offered()
    if not asked or not ways or not any(value.strip() for value in person.values()):
        return "none"
    left = [way for way, field in NEEDS.items() if way in ways and person.get(field.value, "").strip()]
    if asked == AUTO:
        return left[0] if left else "none"
    if asked not in ways:
        raise Incomplete({"wish": _("请从列出的选项中选一个。")})
    if asked in NEEDS and asked not in left:
        raise Incomplete({"wish": _("要用这个方式告知，请先填写对应的电话、邮箱或者住址。")})
    return asked


def wish(*, case: Case, channel: str, at: datetime) -> None:
    """Keep it with the case; an anonymous one keeps none."""
    if _tellers and channel != "none":
        _tellers[0].wish(case=case, channel=channel, at=at)
