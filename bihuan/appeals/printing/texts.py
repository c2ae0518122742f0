"""Texts to reply with: pieces for the fields of a document, by topic, shared in a unit, filled from the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.appeals.documents import LETTERS, correctable_of
from bihuan.appeals.documents.letter import PLACE
from bihuan.appeals.printing.models import ReplyText
from bihuan.appeals.printing.runs import MAY_PRINT
from bihuan.appeals.processes.words import CHANNELS
from bihuan.casework.errors import Incomplete, NotYours, Text
from bihuan.casework.journal import actor_line
from bihuan.casework.models import Case, ClockRow
from bihuan.casework.permissions import steps_open_to
from bihuan.common.calendar.working import CHINA
from bihuan.common.papers.numbering import written_date
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor

# What can be filled from the case. Nothing of who appeals.
PLACES = (
    ("登记编号", gettext_noop("案件的登记编号")), ("事项", gettext_noop("案件的标题")),
    ("收到日期", gettext_noop("收到信访事项的日期")), ("渠道", gettext_noop("来信、来访、来电或者网上")),
    ("地点", gettext_noop("事项所在的地方")), ("承办单位", gettext_noop("现在承办的单位")),
    ("复查机关", gettext_noop("承办单位的上一级机关")), ("办理期限", gettext_noop("办理期限的最后一天")),
    ("今天", gettext_noop("写的那一天")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suited:
    """A text that suits a case now: filled, for a field of a step that is open to the actor."""

    row: ReplyText
    step: str
    step_label: str
    field_label: str
    text: str


def save(
    *, actor: Actor, at: datetime, kind: str, field: str, title: str, text: str, topic: str = "", text_id: int | None = None,
) -> ReplyText:  # fmt: skip
    """Add a text to the actor's unit, or change one. Raises NotYours, Incomplete."""
    if actor.unit_id is None or not actor.has(*MAY_PRINT):
        raise NotYours
    faults: dict[str, Text] = {}
    if kind not in LETTERS or field not in correctable_of(LETTERS[kind]):
        faults["where"] = _("请选择用在哪种文书的哪一栏。")
    if not title.strip():
        faults["title"] = _("请起一个名称，让同事知道什么时候用。")
    if not text.strip():
        faults["text"] = _("请写明内容。")
    elif unknown := [name for name in PLACE.findall(text) if name not in dict(PLACES)]:
        faults["text"] = _("系统不认识：%(names)s。可以用的位置见下面的列表。") % {
            "names": "、".join(f"{{{{{name}}}}}" for name in unknown)
        }
    if faults:
        raise Incomplete(faults)
    row = (
        texts_of(actor).filter(pk=text_id).first()
        if text_id is not None
        else ReplyText(unit_id=actor.unit_id)
    )
    if row is None:
        raise NotYours
    row.kind, row.field, row.topic = kind, field, topic.strip().strip("/")
    row.title, row.text, row.changed_at, row.changed_by = (
        title.strip()[:80],
        text.strip(),
        at,
        actor_line(actor),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Incomplete({"title": _("本单位这一栏已经有同名的模板，请换一个名称。")}) from None
    return row


def remove(*, actor: Actor, text_id: int) -> None:
    """Take a text out of the unit's list. What was written with it stays as it is. Raises NotYours."""
    if not actor.has(*MAY_PRINT) or not texts_of(actor).filter(pk=text_id).delete()[0]:
        raise NotYours


def texts_of(actor: Actor) -> QuerySet[ReplyText]:
    """The texts of the actor's unit."""
    return ReplyText.objects.filter(unit_id=actor.unit_id or 0).order_by("kind", "field", "topic", "title")


def filled(text: str, case: Case, at: datetime) -> str:
    """The text with its places filled from the case; what the case does not have stays as a place, to be seen."""
    found = _words(case, at, set(PLACE.findall(text)))
    return PLACE.sub(lambda place: found.get(place[1]) or place[0], text)


def suited(case: Case, actor: Actor, at: datetime) -> Iterator[Suited]:
    """The unit's texts for the documents that the actor may issue in this case now, by the case's topic."""
    steps = {step.document: step for step in steps_open_to(case, actor) if step.document}
    if not steps:
        return
    for row in texts_of(actor).filter(kind__in=steps):
        step = steps[row.kind]
        asked = next((one for one in step.gives if one.name == row.field), None)
        if asked is not None and (not row.topic or f"{case.topic}/".startswith(f"{row.topic}/")):
            yield Suited(row, step.name, step.label, asked.label, filled(row.text, case, at))


def _words(case: Case, at: datetime, wanted: set[str]) -> dict[str, str]:
    holder = directory.unit(case.holder_unit_id)
    superior = directory.unit(holder.superior_id) if holder is not None else None
    clock = None
    if "办理期限" in wanted:
        clock = (
            ClockRow.objects.filter(case=case, name="handling", due_at__isnull=False).order_by("-pk").first()
        )
    place = case.jurisdiction if "地点" in wanted else None
    return {
        "登记编号": case.number, "事项": case.subject, "收到日期": written_date(case.received_on),
        "渠道": dict(CHANNELS).get(case.channel, ""), "地点": place.name if place is not None else "",
        "承办单位": holder.name if holder is not None else "", "复查机关": superior.name if superior is not None else "",
        "办理期限": _last_day(clock),
        "今天": written_date(at.astimezone(CHINA).date()),
    }  # fmt: skip


def _last_day(clock: ClockRow | None) -> str:
    if clock is None or clock.due_at is None:
        return ""
    return written_date((clock.due_at - timedelta(microseconds=1)).astimezone(CHINA).date())
