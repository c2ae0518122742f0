"""Everything the case page shows, read once per request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext

from bihuan.casework import documents, registry
from bihuan.casework.forms import (
    AssignForm,
    CommentForm,
    HelpForm,
    KeptForm,
    LinkForm,
    ReleaseForm,
    ReplyForm,
    TaskForm,
    UploadForm,
    units_on,
)  # fmt: skip
from bihuan.casework.issued.models import DocumentVoid
from bihuan.casework.models import Case, ClockRow, Entry, IssuedDocument, Part, Task
from bihuan.casework.panels import Shown, panels_for
from bihuan.casework.permissions import may_add, may_wall, works_on
from bihuan.casework.posts import officers_in
from bihuan.casework.selectors import visible_cases
from bihuan.casework.showing.clocks import ClockView, clocks_of
from bihuan.casework.showing.journal import EntryView, journal_of, label_of
from bihuan.casework.showing.labels import LINK_KINDS
from bihuan.casework.showing.steps import StepCard, cards_for
from bihuan.casework.spec import Field, Kind, Phase, Process, State
from bihuan.casework.wall.showing import WallLine, lines
from bihuan.common import calendars, habits
from bihuan.common.calendar.working import CHINA
from bihuan.common.compiled import Compiled, keep_read
from bihuan.common.files.kinds import GIF, JPEG, KINDS, PNG, WEBP
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE


@dataclass(frozen=True, slots=True)
class LinkView:
    """A linked case that the actor may see."""

    number: str
    subject: str
    state: str
    phase: str
    kind: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An issued document with the label of its kind."""

    issued: IssuedDocument
    label: str
    resident: bool = False  # with a plain copy beside it
    void: DocumentVoid | None = None


@dataclass(frozen=True, slots=True)
class PartView:
    """A request for help, with the forms that are open to the actor."""

    part: Part
    answers: bool
    releases: bool
    reply_key: str
    release_key: str
    reply_form: Any
    release_form: Any


def view_of(issued: IssuedDocument, process: Process) -> DocumentView:
    """A document (with its `void` loaded) as a page shows it."""
    kind = documents.kind_of(process.name, issued.kind)
    return DocumentView(issued, kind.label, kind.resident, getattr(issued, "void", None))


PICTURES = frozenset({JPEG.media_type, PNG.media_type, GIF.media_type, WEBP.media_type})
ACCEPTED = ",".join(f".{extension}" for kind in KINDS for extension in kind.extensions)


@dataclass
class CasePage:
    """What the templates of a case read. Forms that were refused replace the fresh ones."""

    case: Case
    process: Process
    state: State
    actor: Actor
    now: datetime
    cards: list[StepCard]
    clocks: list[ClockView]
    journal: list[EntryView]
    newest_first: bool
    panels: list[Shown]
    works: bool
    adds: bool
    forms: dict[str, Any] = field(default_factory=dict)
    submission: UUID = field(default_factory=uuid4)
    pictures: frozenset[str] = PICTURES
    accepted_files: str = ACCEPTED

    @property
    def next_clock(self) -> ClockView | None:
        """The running clock with the earliest deadline that binds an office."""
        return next(
            (view for view in self.clocks if view.row.name == self.case.next_due_clock and view.running), None
        )

    @property
    def channel(self) -> str:
        """The channel in words, as the opening step's choices have it."""
        choices = (
            asked.choices for step in self.process.openings for asked in step.gives if asked.name == "channel"
        )
        return next(
            (gettext(label) for row in choices for key, label in row if key == self.case.channel),
            self.case.channel,
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The kept facts by their labels, but those the head of the page shows already."""
        asked: dict[str, Field] = {
            row.name: row for step in self.process.steps for row in step.gives if row.keep
        }
        shown = []
        for name, value in self.case.facts.items():
            if name == "channel" or name not in asked:
                continue
            shown.append((asked[name].label, _fact(asked[name], value)))
        return shown

    @property
    def running(self) -> list[ClockView]:
        """Clocks that run or stand still."""
        return [view for view in self.clocks if view.running]

    @property
    def ended(self) -> list[ClockView]:
        """Clocks that have ended."""
        return [view for view in self.clocks if not view.running]

    @property
    def over(self) -> bool:
        """The case has ended."""
        return self.case.phase == Phase.ENDED

    @property
    def takes_it(self) -> bool:
        """The actor may take the case in hand: works on it, is in post there, and does not have it."""
        account = self.actor.account_id
        return self.works and account is not None and account != self.case.holder_account_id

    def has(self, kind: str) -> bool:
        """The journal knows of something of this kind, so that it is worth asking for."""
        return any(view.entry.kind == kind for view in self.journal)

    @property
    def units(self) -> list[tuple[str, str]]:
        """What a unit can be chosen from, when a form on the page asks for one."""
        cards = (card.form for card in self.cards if card.form is not None)
        wanted = "help" in self.forms or any(
            asked.kind is Kind.UNIT for form in cards for asked in form.step.gives
        )
        return units_on(self.now.astimezone(CHINA).date()) if wanted else []

    @property
    def shown_journal(self) -> list[EntryView]:
        """The journal in the order asked for."""
        return self.journal[::-1] if self.newest_first else self.journal

    @property
    def comments(self) -> Any:
        """Internal notes, the newest first. An enterprise reads its own, never those of offices."""
        if not self.has("comment"):
            return []
        notes = self.case.comments.order_by("-at", "-pk")
        return notes.filter(unit=self.actor.unit_id) if self.actor.has(*OUTSIDE) else notes

    @property
    def attachments(self) -> Any:
        """Files, in the order they came."""
        return self.case.attachments.order_by("added_at", "pk") if self.has("attach") else []

    @property
    def documents(self) -> list[DocumentView]:
        """Issued documents, the newest first."""
        steps = {step.name for step in self.process.steps if step.document}
        if not any(view.entry.step in steps or view.entry.kind == "document" for view in self.journal):
            return []
        rows = self.case.documents.all()  # as page_of has read them
        return [view_of(row, self.process) for row in rows]

    @property
    def largest_file(self) -> int:
        """In bytes."""
        return settings.ATTACHMENT_LIMIT

    @property
    def sets_tasks(self) -> bool:
        """The actor's unit works on the case or helps, so that it may set itself tasks."""
        unit = self.actor.unit_id
        return (
            self.adds
            and not self.over
            and unit is not None
            and (unit == self.case.holder_unit_id or self.case.involvements.filter(unit_id=unit).exists())
        )

    @property
    def walls(self) -> list[WallLine]:
        """Who is behind the wall of the case."""
        return lines(self.case)

    @property
    def may_wall(self) -> bool:
        """The actor may put somebody there."""
        return may_wall(self.case, self.actor)

    @property
    def offers(self) -> list[tuple[str, str]]:
        """What can be begun here and has no panel yet: the form's name, and words for the link to it."""
        all_offers = (
            ("files", "attach", self.adds and not self.over, gettext("上传附件")),
            ("help", "part", self.works, gettext("请求其他单位协办")),
            ("task", "task", self.sets_tasks, gettext("添加子任务")),
            ("link", "link", self.adds, gettext("关联另一个案件")),
        )
        return [
            (form, words)
            for form, kind, open_to_actor, words in all_offers
            if open_to_actor and form not in self.forms and not self.has(kind)
        ]

    @property
    def parts(self) -> list[PartView]:
        """Requests for help, the oldest first."""
        if not self.has("part"):
            return []
        return [
            self._part(part) for part in self.case.parts.select_related("unit").order_by("asked_at", "pk")
        ]

    def _part(self, part: Part) -> PartView:
        waits = part.replied_at is None and part.released_at is None
        reply, release = f"reply-{part.pk}", f"release-{part.pk}"
        return PartView(
            part=part,
            answers=waits and part.unit_id == self.actor.unit_id,
            releases=waits and self.works,
            reply_key=reply,
            release_key=release,
            reply_form=self.forms.get(reply) or ReplyForm(auto_id=f"{reply}-%s"),
            release_form=self.forms.get(release) or ReleaseForm(auto_id=f"{release}-%s"),
        )

    @property
    def tasks(self) -> list[Task]:
        """Sub-tasks, those still to do first."""
        if not self.has("task"):
            return []
        rows = self.case.tasks.select_related("account", "unit").order_by("added_at", "pk")
        return sorted(rows, key=lambda task: task.done_at is not None)

    @property
    def links(self) -> list[LinkView]:
        """Linked cases on both ends, only those that the actor may see."""
        if not self.has("link"):
            return []
        kinds = dict(self.case.links.values_list("other_id", "kind")) | dict(
            self.case.linked_from.values_list("case_id", "kind")
        )
        rows = visible_cases(self.actor).filter(pk__in=kinds).order_by("number")
        return [
            LinkView(
                row.number, row.subject, registry.get(row.process).state(row.state).label, row.phase,
                str(LINK_KINDS.get(kinds[row.pk], kinds[row.pk])),
            )
            for row in rows
        ]  # fmt: skip


_entries: Compiled[Entry] = Compiled(lambda key: Entry.objects.filter(case=key).order_by("seq"), -1)
_documents: Compiled[IssuedDocument] = Compiled(
    lambda key: IssuedDocument.objects.filter(case=key).select_related("void").order_by("-issued_at", "-pk"),
    -1,
)

# The small forms of the page, by the name under which `?open=` asks for them.
SMALL_FORMS = ("assign", "help", "task", "link", "files")


def page_of(
    *, case: Case, actor: Actor, at: datetime, newest_first: bool = True, cards: bool = True, opened: str = ""
) -> CasePage:
    """Read what the page of a case shows to this actor. `opened`: the small form that is wanted."""
    process = registry.get(case.process)
    # Read once for the whole page: panels ask for the entries and papers again.
    entries = _entries.rows(case.pk)
    keep_read(case, "entries", entries)
    keep_read(case, "documents", _documents.rows(case.pk))
    clocks = clocks_of(
        case=case, process=process, calendar=calendars.current(),
        starts={entry.seq: label_of(entry, process) for entry in entries}, at=at,
    )  # fmt: skip
    rows: list[ClockRow] = [view.row for view in clocks]
    case.running_clocks = {row.name for row in rows if row.stopped_at is None}  # type: ignore[attr-defined]
    page = CasePage(
        case=case, process=process, state=process.state(case.state), actor=actor, now=at,
        cards=cards_for(case=case, process=process, actor=actor, at=at) if cards else [], clocks=clocks,
        journal=journal_of(process=process, actor=actor, entries=entries, clocks=rows), newest_first=newest_first,
        panels=panels_for(case, actor), works=works_on(case, actor), adds=may_add(case, actor),
    )  # fmt: skip
    if page.adds:
        page.forms["comment"] = CommentForm(auto_id="comment-%s")
    if opened in SMALL_FORMS:
        page.forms[opened] = small_form(opened, case=case, actor=actor, at=at)
    return page


def small_form(
    name: str, *, case: Case, actor: Actor, at: datetime, data: Mapping[str, Any] | None = None
) -> KeptForm:
    """One of the page's small forms, fresh or bound to what was typed."""
    today = at.astimezone(CHINA).date()
    match name:
        case "assign":
            return AssignForm(officers_in(case.holder_unit_id, today), data=data, auto_id="assign-%s")
        case "task":
            people = officers_in(actor.unit_id, today) if actor.unit_id is not None else {}
            return TaskForm(people, data=data, auto_id="task-%s")
        case "help":
            return HelpForm(data=data, auto_id="help-%s")
        case "link":
            return LinkForm(data=data, auto_id="link-%s")
        case "files":
            return UploadForm(data=data, auto_id="files-%s")
        case _:
            return CommentForm(data=data, auto_id="comment-%s")


def _fact(asked: Field, value: Any) -> str:
    if asked.kind is Kind.CHOICE:
        return gettext(dict(asked.choices).get(value, str(value)))
    if asked.kind is Kind.DATE:
        return habits.day_short(datetime.fromisoformat(str(value)).date())
    if asked.kind is Kind.UNIT:
        unit = directory.unit(value)
        return unit.name if unit is not None else str(value)
    if asked.kind is Kind.YES:
        return gettext("是") if value else gettext("否")
    return str(value)
