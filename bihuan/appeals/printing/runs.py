"""Printing in batches: what may be printed, beginning a run, confirming one that opens many persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from bihuan.appeals.documents import LETTERS
from bihuan.appeals.models import Appeal, Signatory
from bihuan.appeals.printing import errors, tasks
from bihuan.appeals.printing.models import PrintItem, PrintRun
from bihuan.casework.issued.models import DocumentPrint
from bihuan.casework.journal import actor_line
from bihuan.casework.models import IssuedDocument
from bihuan.casework.wall import policy
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.vault import services as vault
from bihuan.vault.fields import Field
from bihuan.vault.purposes import MAY_OPEN, Purpose
from bihuan.vault.services.bulk import MAY_APPROVE

# What each document opens its person for.
PURPOSES = {
    "receipt": Purpose.NOTICE, "acceptance": Purpose.NOTICE, "refusal": Purpose.NOTICE, "extension": Purpose.EXTENSION,
    "mediation": Purpose.DECISION, "decision": Purpose.DECISION, "review": Purpose.REVIEW, "re_review": Purpose.REVIEW,
    "end": Purpose.REVIEW, "guidance": Purpose.NOTICE, "late": Purpose.NOTICE, "whereabouts": Purpose.NOTICE,
    "reconciliation": Purpose.DECISION,
}  # fmt: skip
MOST = 300  # copies in a run
ALONE = 20  # persons that one may open by oneself
MAY_PRINT = (Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER)
Copy = tuple[IssuedDocument, int]  # a document, and for whom of those who raised the matter together
Whom = tuple[int, int]  # a case and a seat of it


def printable(
    *,
    actor: Actor,
    kind: str = "",
    case: str = "",
    since: date | None = None,
    until: date | None = None,
    unprinted: bool = True,
) -> QuerySet[IssuedDocument]:
    """Documents that the actor's unit issued and that hold, the newest day first, in the order of their numbers.

    `since` and `until` are the first and the last day of issue, in China.
    """
    rows = IssuedDocument.objects.filter(
        policy.passes(actor, "case_id"), unit_id=actor.unit_id or 0, kind__in=LETTERS, void__isnull=True
    )
    if kind:
        rows = rows.filter(kind=kind)
    if case:
        rows = rows.filter(case__number=case)
    if since is not None:
        rows = rows.filter(issued_at__gte=_midnight(since))
    if until is not None:
        rows = rows.filter(issued_at__lt=_midnight(until + timedelta(days=1)))
    printed = Exists(DocumentPrint.objects.filter(document=OuterRef("pk")))
    if unprinted:
        rows = rows.filter(~printed)
    signed = Exists(Signatory.objects.filter(case=OuterRef("case_id"), left_at__isnull=True))
    return (
        rows.annotate(was_printed=printed, together=signed)
        .select_related("case")
        .order_by("-issued_at", "kind", "ordinal")
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


@transaction.atomic
def start(
    *, actor: Actor, at: datetime, document_ids: Sequence[int], named: bool = False, plain: bool = False,
    duplex: bool = False, envelope: str = "", each: bool = True,
) -> PrintRun:  # fmt: skip
    """Begin a run of documents in the order given. With more than 20 persons to open it waits for a second's consent.

    What goes to residents is made once for everyone who raised the matter and has not stepped out (art. 23, 32: each is
    told in writing); without `each` only for whoever filed it. Envelopes need the address, so they open names too.
    Raises a Refused; nothing is then written.
    """
    chosen = list(dict.fromkeys(document_ids))
    if not chosen:
        raise errors.NothingChosen
    if len(chosen) > MOST:
        raise errors.TooMany
    rows = {row.pk: row for row in printable(actor=actor, unprinted=False).filter(pk__in=chosen)}
    if len(rows) != len(chosen) or not actor.has(*MAY_PRINT):
        raise errors.NotYourDocuments
    named = named or bool(envelope)
    if named and not actor.has(*MAY_OPEN):
        raise errors.MayNotOpen
    if actor.unit_id is None or actor.account_id is None or actor.appointment_id is None:
        raise errors.NotYourDocuments
    copies = copies_of([rows[pk] for pk in chosen], each=each)
    if len(copies) > MOST:
        raise errors.TooMany
    waits = named and sum(key is not None for key in known_persons(copies).values()) > ALONE
    run = PrintRun.objects.create(
        unit_id=actor.unit_id, account_id=actor.account_id, appointment_id=actor.appointment_id, by=actor_line(actor),
        at=at, named=named, plain=plain, duplex=duplex, envelope=PrintRun.Envelope(envelope), total=len(copies),
        state=PrintRun.State.UNCONFIRMED if waits else PrintRun.State.RUNNING,
    )  # fmt: skip
    PrintItem.objects.bulk_create(
        PrintItem(run=run, place=place, document=row, seat=seat)
        for place, (row, seat) in enumerate(copies, 1)
    )
    if waits:
        _ask(run, copies, actor, at)
    else:
        tasks.enqueue(run.pk)
    return run


def copies_of(rows: Sequence[IssuedDocument], *, each: bool) -> list[Copy]:
    """The documents in their order, each as often as it has to be sent: whoever filed first, then by seat."""
    seats: dict[int, list[int]] = {}
    if each:
        cases = {row.case_id for row in rows if LETTERS[row.kind].resident}
        signed = Signatory.objects.filter(case__in=cases, left_at__isnull=True).order_by("seat")
        for case_id, seat in signed.values_list("case_id", "seat"):
            seats.setdefault(case_id, []).append(seat)
    return [
        (row, seat)
        for row in rows
        for seat in (0, *(seats.get(row.case_id, ()) if LETTERS[row.kind].resident else ()))
    ]


def _ask(run: PrintRun, copies: Sequence[Copy], actor: Actor, at: datetime) -> None:
    """Ask the vault for everybody at once: one request for each purpose, which a second person approves."""
    known = known_persons(copies)
    wanted: dict[Purpose, dict[UUID, str]] = {}
    for row, seat in copies:
        key = known.get((row.case_id, seat))
        if key is not None and row.kind in PURPOSES:
            wanted.setdefault(PURPOSES[row.kind], {})[key] = row.case.number
    reason = _("打印第%(run)s批文书，共%(n)s份") % {"run": run.pk, "n": run.total}
    run.requests = [
        str(
            vault.request_bulk(
                people=list(people.items()),
                fields=fields_of(run),
                purpose=purpose,
                reason=reason,
                actor=actor,
                at=at,
            ).pk
        )
        for purpose, people in wanted.items()
    ]
    run.save(update_fields=["requests"])


def fields_of(run: PrintRun) -> tuple[Field, ...]:
    """What a run reads of each person: the name, and the address for an envelope."""
    return (Field.NAME, Field.ADDRESS) if run.envelope else (Field.NAME,)


def known_persons(copies: Sequence[Copy]) -> dict[Whom, UUID | None]:
    """The key of the person behind each copy that goes to a resident, by case and seat; None for who is anonymous."""
    cases = {row.case_id for row, _seat in copies if LETTERS[row.kind].resident}
    found: dict[Whom, UUID | None] = {
        (case, 0): person
        for case, person in Appeal.objects.filter(pk__in=cases).values_list("pk", "person_id")
    }
    if any(seat for _row, seat in copies):
        signed = Signatory.objects.filter(case__in=cases).values_list("case_id", "seat", "person_id")
        found |= {(case, seat): person for case, seat, person in signed}
    wanted = {(row.case_id, seat) for row, seat in copies}
    return {whom: person for whom, person in found.items() if whom in wanted}


def may_confirm(run: PrintRun, actor: Actor) -> bool:
    """Somebody else of the unit, of those whom the vault takes as a second person."""
    return actor.unit_id == run.unit_id and actor.account_id != run.account_id and actor.has(*MAY_APPROVE)


@transaction.atomic
def confirm(*, run_id: int, actor: Actor, at: datetime) -> PrintRun:
    """A second person of the unit agrees to the opening of many. Raises NeedsAnother, NotWaiting."""
    run = PrintRun.objects.select_for_update().get(pk=run_id)
    if run.state != PrintRun.State.UNCONFIRMED:
        raise errors.NotWaiting
    if not may_confirm(run, actor):
        raise errors.NeedsAnother
    for request in run.requests:
        vault.approve_bulk(request_id=UUID(request), actor=actor, at=at)
    run.state, run.confirmed_by, run.confirmed_at = PrintRun.State.RUNNING, actor_line(actor), at
    run.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    tasks.enqueue(run.pk)
    return run


def runs_of(actor: Actor) -> QuerySet[PrintRun]:
    """The runs of the actor's unit, the newest first."""
    rows = PrintRun.objects.filter(unit_id=actor.unit_id or 0).order_by("-at", "-pk")
    if not policy.asked(actor):
        return rows
    # A run is one file: with one document from behind the wall in it, none of it is given out.
    walled = PrintItem.objects.filter(~policy.passes(actor, "document__case_id"), run=OuterRef("pk"))
    return rows.filter(~Exists(walled))
