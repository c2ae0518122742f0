"""Help texts that name a figure, with the figure in force on the day and in the place, and where it is written."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from bihuan.appeals.rules.catalog import BY_NAME
from bihuan.appeals.rules.figures import figure
from bihuan.appeals.rules.selectors import standing
from bihuan.appeals.rules.words import amount_words
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA


def for_extension(case: Case, at: datetime) -> dict[str, str]:
    """Art. 34: how many days at most."""
    return {"days": _("最多%(limit)s（%(source)s）") % _in_force("extension_days", case, at)}


def for_decision(case: Case, at: datetime) -> dict[str, str]:
    """Art. 35: the right that the letter names."""
    said = _in_force("appeals.petition.review_right", case, at)
    return {"remedy": _("写明可以向哪个机关、在%(limit)s内请求复查（%(source)s）") % said}


def for_service(case: Case, at: datetime) -> dict[str, str]:
    """Art. 35: the right that begins with the service."""
    said = _in_force("appeals.petition.review_right", case, at)
    return {"": _("送达之日的次日起，信访人有%(limit)s可以请求复查（%(source)s）") % said}


def for_forwarding(case: Case, at: datetime) -> dict[str, str]:
    """Art. 23¶3: what the receiving unit then owes."""
    objection = _in_force("appeals.petition.objection", case, at)["limit"]
    notice = _in_force("appeals.petition.notice", case, at)["limit"]
    text = _("转送后，承办单位有%(objection)s提出异议，%(notice)s内书面告知信访人")
    return {"": text % {"objection": objection, "notice": notice}}


def of_representatives(*, place: int | None, on: date) -> str:
    """Art. 20¶3: how many speak for a group."""
    most = figure("representatives", place=place, on=on)
    return _("多人走访提出共同事项的，应当推选代表，不得超过%(most)s人（%(source)s）") % {
        "most": most.value,
        "source": most.source,
    }


def _in_force(name: str, case: Case, at: datetime) -> dict[str, str]:
    setting = BY_NAME[name]
    now = standing(setting, place=case.jurisdiction_id, on=at.astimezone(CHINA).date())
    return {
        "limit": amount_words(setting, now.amount, now.unit),
        "source": now.source if now.local else _(setting.article),
    }
