"""What the forms of a petition's steps can have filled in beforehand. Everything stays the officer's to change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.appeals import gate
from bihuan.appeals.documents.words import LIMITS
from bihuan.appeals.processes.legal_path import LEGAL_PATH
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.rules import hints, spoken
from bihuan.casework.assistants import Assistant, register
from bihuan.casework.models import Case, Entry
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit

REMEDY = (
    "如不服本处理意见，可以自收到本意见书之日起%(limit)s内向%(organ)s请求复查（《信访工作条例》第三十五条）。"
)
RE_REMEDY = (
    "如不服本复查意见，可以自收到本意见书之日起%(limit)s内向%(organ)s请求复核（《信访工作条例》第三十六条）。"
)
# The pure gate cannot mark its own msgids; a test holds this list equal to what it can say.
LACKS = (
    gettext_noop("请写明信访人的投诉请求（第三十二条）。"),
    gettext_noop("请写明查明的事实和理由，不能只写结论（第三十二条）。"),
    gettext_noop("请写明处理意见：支持什么、怎样办，或者为什么不支持（第三十二条）。"),
    gettext_noop("请写明法律法规依据（第三十二条）。"),
    gettext_noop("请写明救济途径和期限（第三十五条）。"),
    gettext_noop("请写明依据的是哪部法律、法规、规章或者文件的第几条（或文号）。"),
    gettext_noop("请写明可以向哪个机关请求复查（第三十五条）。"),
    gettext_noop("请写明请求复查的期限：自收到书面答复之日起几日内（第三十五条，以现行期限为准）。"),
    gettext_noop("处理意见不能照抄事实部分。"),
    gettext_noop("请写明可以向哪个机关、在几日内请求复核（第三十六条，以现行期限为准）。"),
)
LETTER = ("request", "facts", "opinion", "basis", "remedy")


def remedy_of(unit: Unit | None, *, limit: str) -> str:
    """The remedy sentence with the organ that reviews what the unit decided (art. 35): its superior; `limit`: 30日."""
    superior = unit.superior if unit is not None else None
    return REMEDY % {"organ": superior.name, "limit": limit} if superior is not None else ""


def for_acceptance(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """The day the matter was sent here, and today as the day of the notice."""
    del actor
    sent_on = case.holder_since.astimezone(CHINA).date()
    return {"received_on": max(sent_on, case.received_on), "notified_on": at.astimezone(CHINA).date()}


def for_decision(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """The remedy: the superior of the deciding unit and the days that the resident has."""
    del actor
    unit = Unit.objects.select_related("superior").filter(pk=case.holder_unit_id).first()
    return {"remedy": remedy_of(unit, limit=_limit(case, "review_right", at))}


def for_extension(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """The reason that was asked with, for the head to edit."""
    del actor
    asked = Entry.objects.filter(case=case, step="ask_extension").order_by("-seq").first()
    return {
        "reason": asked.data.get("reason", "") if asked else "",
        "notified_on": at.astimezone(CHINA).date(),
    }


def for_another_try(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """Back to the unit that reported."""
    del actor, at
    return _unit_of(case, "report_execution", "keep_promise", "report_help")


def for_review(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """The organ that reviews, and today."""
    del actor
    return {**_dated(at), **_superior(case, "decide")}


def for_re_review(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """The organ that re-reviews, and today."""
    del actor
    return {**_dated(at), **_superior(case, "decide_review")}


def for_opinion(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """What was asked and when; and the remedy that is left."""
    del actor
    asked = _last(case, "ask_review", "ask_re_review")
    unit = directory.unit(case.holder_unit_id)
    superior = directory.unit(unit.superior_id) if unit is not None else None
    known = {"requested_on": asked.data["asked_on"], "request": asked.data["grounds"]} if asked else {}
    words = (
        {"organ": superior.name, "limit": _limit(case, "re_review_right", at)} if superior is not None else {}
    )
    return {**known, "remedy": RE_REMEDY % words if words else ""}


def _limit(case: Case, right: str, at: datetime) -> str:
    """As a letter says it, in Chinese."""
    local = spoken.in_letters(place=case.jurisdiction_id, on=at.astimezone(CHINA).date())
    return local.get(right, LIMITS[right])


def for_sending_back(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """Back to the unit that decided."""
    del actor
    return {**_unit_of(case, "decide"), "served_on": at.astimezone(CHINA).date()}


def _dated(at: datetime) -> dict[str, Any]:
    today = at.astimezone(CHINA).date()
    return {"asked_on": today, "got_on": today}


def _last(case: Case, *steps: str) -> Entry | None:
    return Entry.objects.filter(case=case, step__in=steps).order_by("-seq").first()


def _unit_of(case: Case, *steps: str) -> dict[str, Any]:
    entry = _last(case, *steps)
    unit = directory.unit(entry.unit_id) if entry is not None else None
    return {"to_unit": unit.short_name} if unit is not None else {}


def _superior(case: Case, step: str) -> dict[str, Any]:
    entry = _last(case, step)
    unit = directory.unit(entry.unit_id) if entry is not None else None
    superior = directory.unit(unit.superior_id) if unit is not None else None
    return {"to_unit": superior.short_name} if superior is not None else {}


def lacking(typed: Mapping[str, str]) -> dict[str, str]:
    """The letter gate, asked while somebody writes: the first lack of each part."""
    found: dict[str, str] = {}
    for lack in gate.lacks(
        typed, limit=gate.ANY_LIMIT
    ):  # which figure it is the step checks, where the place is known
        found.setdefault(lack.part, _(lack.text))
    return found


def register_all() -> None:
    """Make every assistant known to the engine."""
    for step, assistant in (
        ("accept", Assistant(prefill=for_acceptance)),
        ("decide", Assistant(prefill=for_decision, parts=LETTER, lacks=lacking, hints=hints.for_decision)),
        ("ask_extension", Assistant(hints=hints.for_extension)),
        ("forward", Assistant(hints=hints.for_forwarding)),
        ("entrust", Assistant(hints=hints.for_entrusting)),
        ("lead_to_law", Assistant(hints=hints.for_legal_path)),
        ("serve_review", Assistant(hints=hints.for_review_service)),
        ("serve", Assistant(hints=hints.for_service)),
        ("grant_extension", Assistant(prefill=for_extension)),
        ("deny_execution", Assistant(prefill=for_another_try)),
        ("ask_review", Assistant(prefill=for_review, hints=hints.for_asking_review)),
        ("ask_re_review", Assistant(prefill=for_re_review, hints=hints.for_asking_re_review)),
        ("decide_review", Assistant(prefill=for_opinion, hints=hints.for_opinion)),
        ("decide_re_review", Assistant(prefill=for_opinion)),
        ("send_back", Assistant(prefill=for_sending_back)),
        ("execute_review", Assistant(prefill=for_sending_back)),
    ):
        register(PETITION.name, step, assistant)
    register(LEGAL_PATH.name, "open_path", Assistant(hints=hints.for_legal_path))
