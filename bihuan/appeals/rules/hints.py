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


def for_entrusting(case: Case, at: datetime) -> dict[str, str]:
    """Art. 22¶1(3), 23¶3: the same, and a report by the day that is set."""
    said = for_forwarding(case, at)[""]
    return {"": _("%(text)s；定下日期，到期报送办结报告") % {"text": said}}


def for_legal_path(case: Case, at: datetime) -> dict[str, str]:
    """行政复议法 art. 20: how long the resident may still apply for reconsideration."""
    said = _in_force("appeals.legal_path.reconsider", case, at)
    return {"known_on": _("可以申请行政复议的必填：从这一天的次日起%(limit)s内申请（%(source)s）") % said}


def for_asking_review(case: Case, at: datetime) -> dict[str, str]:
    """Art. 35: within how many days, and how many the organ then has."""
    return _asking("review", case, at)


def for_asking_re_review(case: Case, at: datetime) -> dict[str, str]:
    """Art. 36."""
    return _asking("re_review", case, at)


def _asking(which: str, case: Case, at: datetime) -> dict[str, str]:
    right = _in_force(f"appeals.petition.{which}_right", case, at)
    duty = _in_force(f"appeals.petition.{which}", case, at)
    return {
        "": _("收到书面答复之日起%(limit)s内提出（%(source)s）") % right,
        "got_on": _("复查、复核的%(limit)s从这一天的次日起算（%(source)s）") % duty,
    }


def for_opinion(case: Case, at: datetime) -> dict[str, str]:
    """Art. 36: the right that the opinion names."""
    said = _in_force("appeals.petition.re_review_right", case, at)
    return {"remedy": _("维持、变更的必填：向哪个机关、在%(limit)s内可以请求复核（%(source)s）") % said}


def for_review_service(case: Case, at: datetime) -> dict[str, str]:
    """Art. 36: the right that begins with the service."""
    said = _in_force("appeals.petition.re_review_right", case, at)
    return {"": _("送达之日的次日起，信访人有%(limit)s可以请求复核（%(source)s）") % said}


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
