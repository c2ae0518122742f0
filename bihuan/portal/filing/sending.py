"""From a draft to a case: the same registration as at the intake desk, once, however often it is sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from bihuan.appeals import services as appeals
from bihuan.appeals.likely import finding
from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import RESIDENT, SYSTEM
from bihuan.portal.errors import DraftGone
from bihuan.portal.filing import drafts
from bihuan.portal.filing.drafts import OpenDraft
from bihuan.portal.filing.steps import ANONYMOUS, IN_VAULT, complete, place_id
from bihuan.portal.models import DraftFile, Sent, Wish
from bihuan.portal.services.codes import issue_code


def send(*, key: str, at: datetime, join: bool = False) -> OpenDraft:
    """Register the letter and give out number and code; the draft then holds nothing but the receipt.

    With `join` it is linked to the matter about the same thing that is being handled at that place, if there still is
    one: both keep thread, number, code and clocks, and which it is leaves the server for nobody.

    Two transactions, because the counter of case numbers is held to the end of the first and a code is slow to make.
    Whatever is broken off between them goes on where it was, with the same case. Raises DraftGone; casework's Refused.
    """
    with transaction.atomic():
        draft = drafts.find(key, at=at, lock=True)
        if not draft.sent:
            if complete(draft.answers):
                raise DraftGone
            same = handled(draft, at) if join else None  # before there is a letter that is most like itself
            draft.row.case = _registered(draft, at)
            if same is not None:
                casework.link(
                    case_id=draft.row.case.pk, other_id=same.pk, kind="same_matter", actor=SYSTEM, at=at
                )
            drafts.keep(draft, at=at)
    with transaction.atomic():
        draft = drafts.find(key, at=at, lock=True)
        if not draft.receipt:
            _finish(draft, at)
    return draft


def _registered(draft: OpenDraft, at: datetime) -> Case:
    answers, who = draft.answers, draft.answers["who"]
    named = who["sign"] != ANONYMOUS
    place = place_id(answers.get("where", {}).get("place", ""))
    return appeals.register(
        letter=appeals.Letter(
            subject=answers["what"]["subject"], body=body_of(draft), channel="web",
            received_on=at.astimezone(CHINA).date(), jurisdiction_id=place,
            person={name: who.get(name, "") for name in IN_VAULT} if named else {},
            confidential=named and bool(who.get("confidential")),
        ),
        actor=RESIDENT, at=at, submission=draft.row.submission,
    )  # fmt: skip


def handled(draft: OpenDraft, at: datetime) -> Case | None:
    """The running matter about the same thing at the same place (`appeals.likely`); the resident learns its unit alone."""
    place = place_id(draft.answers.get("where", {}).get("place", ""))
    if place is None or complete(draft.answers):
        return None
    return finding.for_resident(
        subject=draft.answers["what"]["subject"], body=body_of(draft), place_id=place, at=at
    )


def body_of(draft: OpenDraft) -> str:
    """The letter in the order it is asked in, as an officer reads it."""
    answers = draft.answers
    spot = answers.get("where", {}).get("spot", "")
    parts = [answers["what"]["happened"]]
    if spot:
        parts.append(f"地点：{spot}")
    parts.append(f"请求：{answers['ask']['request']}")
    return "\n\n".join(parts)


def _finish(draft: OpenDraft, at: datetime) -> None:
    case = draft.row.case
    assert case is not None
    for one in draft.files:
        attachment = casework.attach(case_id=case.pk, stored=drafts.stored_file(one), actor=RESIDENT, at=at)
        Sent.objects.get_or_create(attachment=attachment, defaults={"case": case, "at": at})
    who = draft.answers["who"]
    wish = who.get("wish") or Wish.Channel.NONE
    if who["sign"] == ANONYMOUS:
        wish = Wish.Channel.NONE
    Wish.objects.get_or_create(
        case=case, seat=0, defaults={"channel": wish, "language": get_language() or "zh-hans", "set_at": at}
    )
    issued = issue_code(case=case, actor=RESIDENT, at=at)
    draft.receipt = {"number": issued.number, "code": issued.code, "at": at.isoformat(), "wish": wish}
    draft.answers, draft.files = {}, []
    DraftFile.objects.filter(draft=draft.row).delete()
    drafts.keep(draft, at=at)
