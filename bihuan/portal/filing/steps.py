"""The steps of filing and what each asks. The words are in the templates; here is what is kept and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from bihuan.casework.errors import Text
from bihuan.organizations.models import Jurisdiction
from bihuan.portal.models import Wish
from bihuan.portal.telling.gateways import offered

SUBJECT, LONG = 60, 8_000
MOST_FILES, MOST_MB = 10, 60
NAMED, ANONYMOUS = "named", "anonymous"
Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of filing. `asks`: the names of its fields with the most characters each may have."""

    name: str
    asks: tuple[tuple[str, int], ...]


STEPS = (
    Step("what", (("subject", SUBJECT), ("happened", LONG))),
    Step("where", (("place", 12), ("spot", 200))),
    Step("ask", (("request", LONG),)),
    Step(
        "who",
        (
            ("sign", 12), ("name", 60), ("phone", 30), ("address", 200), ("identity_number", 30), ("email", 120),
            ("confidential", 3), ("wish", 8),
        ),
    ),
    Step("files", ()),
    Step("check", ()),
)  # fmt: skip
NAMES = tuple(step.name for step in STEPS)
IN_VAULT = ("name", "phone", "address", "identity_number", "email")
TOO_LONG = _("太长了，最多 %(most)s 个字。请写得短一些，其余的可以作为附件。")


def step_of(name: str) -> Step:
    """The step of that name. KeyError if there is none."""
    return next((step for step in STEPS if step.name == name), None) or _unknown(name)


def _unknown(name: str) -> Step:
    raise KeyError(name)


def after(name: str) -> str:
    """The step that follows; the last one follows itself."""
    return NAMES[min(NAMES.index(name) + 1, len(NAMES) - 1)]


def before(name: str) -> str:
    """The step before; "" before the first."""
    place = NAMES.index(name)
    return NAMES[place - 1] if place else ""


def read(step: Step, typed: Mapping[str, Any]) -> Answers:
    """What was typed for the step's fields, tidied; nothing is judged and nothing is lost but control characters."""
    return {name: _tidy(str(typed.get(name) or ""))[: most + 1000] for name, most in step.asks}


def faults(step: Step, answers: Mapping[str, str]) -> dict[str, Text]:
    """What is wrong, by field, each with what to do."""
    found: dict[str, Text] = {
        name: TOO_LONG % {"most": most} for name, most in step.asks if len(answers.get(name, "")) > most
    }
    match step.name:
        case "what":
            if not answers.get("subject"):
                found["subject"] = _("请用一句话写明是什么事，例如“楼道灯坏了三个月没人修”。")
            if not answers.get("happened"):
                found["happened"] = _("请写明发生了什么事、什么时候发生的。")
        case "where":
            code = answers.get("place", "")
            if code and place_id(code) is None:
                found["place"] = _("请从列表里选一个地方，或者选“不清楚”。")
        case "ask":
            if not answers.get("request"):
                found["request"] = _("请写明您希望怎么解决。")
        case "who":
            found |= _faults_of_who(answers)
    return found


def complete(content: Mapping[str, Mapping[str, str]]) -> str:
    """The first step with something wrong; "" when the letter can be sent."""
    for step in STEPS:
        if faults(step, content.get(step.name, {})):
            return step.name
    return ""


def place_id(code: str) -> int | None:
    """The key of the place with that official code that still exists."""
    if not re.fullmatch(r"\d{12}", code):
        return None
    return Jurisdiction.objects.filter(code=code, valid_to__isnull=True).values_list("pk", flat=True).first()


def _faults_of_who(answers: Mapping[str, str]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    sign, wish = answers.get("sign"), answers.get("wish")
    if sign not in (NAMED, ANONYMOUS):
        return {"sign": _("请选择实名还是匿名。")}
    if sign == ANONYMOUS:
        return found
    if not answers.get("name"):
        found["name"] = _("请写您的姓名；不想留姓名的，请选“匿名”。")
    phone = answers.get("phone", "")
    if phone and len(re.sub(r"\D", "", phone)) < 7:
        found["phone"] = _("电话号码不完整，请检查。座机请带区号。")
    email = answers.get("email", "")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            found["email"] = _("电子邮箱的写法不对，应当像 name@example.com。")
    if wish not in offered():
        found["wish"] = _("请选择怎样通知您。")
    elif wish == Wish.Channel.SMS and not phone:
        found["phone"] = _("选择短信通知的，请写手机号码。")
    elif wish == Wish.Channel.EMAIL and not email:
        found["email"] = _("选择邮件通知的，请写电子邮箱。")
    elif wish == Wish.Channel.PAPER and not answers.get("address"):
        found["address"] = _("选择纸质信件的，请写通信地址。")
    return found


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c == "\n" or c.isprintable() or c == "\u3000").strip()
