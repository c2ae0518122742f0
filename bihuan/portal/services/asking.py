"""An officer asks, whoever filed answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import journal, outbox
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.models import Case
from bihuan.casework.permissions import works_on
from bihuan.casework.services import writing
from bihuan.organizations.actor import RESIDENT, Actor
from bihuan.portal.errors import AlreadyAnswered
from bihuan.portal.models import AccessCode, Question

LONGEST = 4_000


@transaction.atomic
def ask(*, case_id: int, text: str, actor: Actor, at: datetime, seat: int = 0) -> Question:
    """Ask whoever filed. They read it with number and code, and are told as they wished. Raises NotYours, Incomplete."""
    case = writing.lock(case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    if not works_on(case, actor) or actor.account_id is None or actor.unit_id is None:
        raise NotYours
    text = _clean(text, _("请写明要问信访人什么。"), "text")
    question = Question.objects.create(
        case=case, seat=seat, unit_id=actor.unit_id, account_id=actor.account_id, text=text, asked_at=at
    )
    writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="question", step="ask_resident",
        data={"question": question.pk, "seat": seat, "sha256": journal.digest(text)},
    )  # fmt: skip
    return question


@transaction.atomic
def answer(*, code: AccessCode, question_id: int, text: str, at: datetime) -> Question:
    """Answer a question once; the unit that holds the case is told. Raises AlreadyAnswered, Incomplete, NotYours."""
    case = writing.lock(code.case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    question = Question.objects.filter(pk=question_id, case=case, seat=code.seat).first()
    if question is None:
        raise NotYours
    if question.answered_at is not None:
        raise AlreadyAnswered
    question.answer, question.answered_at = _clean(text, _("请写下您的回答。"), "answer"), at
    question.save(update_fields=("answer", "answered_at"))
    entry = writing.record(
        case, actor=RESIDENT, at=at, recorded_at=None, kind="answer", step="resident_answered",
        data={"question": question.pk, "seat": code.seat, "sha256": journal.digest(question.answer)},
    )  # fmt: skip
    outbox.tell_unit(case=case, entry=entry, unit_id=case.holder_unit_id, kind="resident_answered")
    return question


def _clean(text: str, missing: str, field: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise Incomplete({field: missing})
    if len(text) > LONGEST:
        raise Incomplete({field: _("太长了，最多 %(most)s 个字。") % {"most": LONGEST}})
    return text
