"""A run made: each document with the name of who gets it, in order, as one PDF; envelopes in the same order as another.

A person is opened in the vault one by one, for the purpose of the document, on record, by whoever began the run. What
was made holds names, so it lies sealed and goes after a day.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.appeals import documents as letters
from bihuan.appeals import offices
from bihuan.appeals.printing import runs
from bihuan.appeals.printing.models import PrintItem, PrintRun
from bihuan.casework.imports.sealing import UnsealableError, seal, unseal
from bihuan.casework.issued.making import make as make_file
from bihuan.casework.issued.models import DocumentPrint
from bihuan.casework.models import Case
from bihuan.casework.services import writing
from bihuan.common.papers import PapersError
from bihuan.common.papers.envelopes import Address, render_envelopes
from bihuan.organizations import selectors
from bihuan.organizations.actor import Actor
from bihuan.vault import services as vault
from bihuan.vault.errors import PersonForgottenError, VaultError
from bihuan.vault.fields import Field
from bihuan.vault.purposes import Purpose

if TYPE_CHECKING:
    from pypdf import PdfWriter

log = structlog.get_logger(__name__)
KEPT = timedelta(hours=24)
PARTS = ("documents", "envelopes")


def _writer() -> PdfWriter:
    from pypdf import PdfWriter  # 37 MB in each web process; only the job worker makes a run

    return PdfWriter()


@dataclass(slots=True)
class _Work:
    """What a run has made so far."""

    run: PrintRun
    actor: Actor
    known: dict[runs.Whom, UUID | None]
    opened: dict[tuple[runs.Whom, Purpose], dict[Field, str]] = field(default_factory=dict)
    writer: PdfWriter = field(default_factory=_writer)
    addresses: list[Address] = field(default_factory=list)


def make(*, run_id: int, clock: Callable[[], datetime] = timezone.now) -> PrintRun:
    """Make the files of a running run and say in the journal of each case what was printed. Others are left alone."""
    run = PrintRun.objects.get(pk=run_id)
    if run.state != PrintRun.State.RUNNING:
        return run
    actor = selectors.actor(run.account_id, run.appointment_id, timezone.localdate(clock()))
    if actor is None:
        return _fail(run, _("发起打印的人已不在原来的岗位，请由现任人员重新打印。"), clock())
    items = list(run.items.select_related("document__case").order_by("place"))
    work = _Work(run, actor, runs.known_persons([(item.document, item.seat) for item in items]))
    try:
        _open_together(work, items, clock())
        for item in items:
            _add(work, item, clock())
            PrintRun.objects.filter(pk=run.pk).update(done=item.place)
        content = io.BytesIO()
        work.writer.write(content)
        _store(run, "documents", content.getvalue())
        if run.envelope and work.addresses:
            _store(run, "envelopes", render_envelopes(work.addresses, run.envelope))
    except (PapersError, VaultError) as problem:
        return _fail(run, str(problem), clock())
    return _finish(run, items, actor, clock())


def _add(work: _Work, item: PrintItem, at: datetime) -> None:
    issued, run = item.document, work.run
    name, note = "", ""
    if run.named and letters.LETTERS[issued.kind].resident:
        fields = _open(work, item, at)
        name = fields.get(Field.NAME, "")
        if run.envelope and fields.get(Field.ADDRESS):
            mark = f"{run.pk}-{item.place}"
            sender = " ".join(offices.published(issued.unit_id).address.split())
            work.addresses.append(
                Address(name or "信访人", fields[Field.ADDRESS], issued.data["unit"], mark, sender)
            )
        elif run.envelope:
            note = _("没有地址，没有信封") if fields else _("没有身份信息，没有信封")
    pdf = letters.render(issued, "pdf", addressee=name) if name else make_file(issued, "pdf", at=at).content
    pages = _append(work, pdf)
    if run.plain and letters.LETTERS[issued.kind].resident:
        pages += _append(work, make_file(issued, "plain", at=at).content)
    PrintItem.objects.filter(pk=item.pk).update(pages=pages, note=note)


def _open_together(work: _Work, items: list[PrintItem], at: datetime) -> None:
    """What a second person approved, opened once: a run that was killed after this is begun anew by hand."""
    for request in work.run.requests:
        opened = vault.open_bulk(request_id=UUID(request), actor=work.actor, at=at)
        for item in items:
            whom = (item.document.case_id, item.seat)
            key = work.known.get(whom)
            purpose = runs.PURPOSES.get(item.document.kind)
            if key in opened and purpose is not None:
                work.opened[whom, purpose] = opened[key]


def _open(work: _Work, item: PrintItem, at: datetime) -> dict[Field, str]:
    """Name, and address for an envelope; opened once for two documents of one person with one purpose."""
    issued = item.document
    whom, purpose = (issued.case_id, item.seat), runs.PURPOSES[issued.kind]
    key = work.known.get(whom)
    if key is None:
        return {}
    if (whom, purpose) not in work.opened:
        if work.run.requests:  # not among those approved: forgotten since
            return {}
        try:
            work.opened[whom, purpose] = vault.open(
                person_id=key, fields=runs.fields_of(work.run), purpose=purpose, actor=work.actor,
                case_number=issued.case.number, at=at,
            )  # fmt: skip
        except PersonForgottenError:
            return {}
    return work.opened[whom, purpose]


def _append(work: _Work, pdf: bytes) -> int:
    """Its pages. Printed on both sides, the next document begins on a new sheet."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        work.writer.add_page(page)
    count = len(reader.pages)
    if work.run.duplex and count % 2:
        box = reader.pages[-1].mediabox
        work.writer.add_blank_page(width=float(box.width), height=float(box.height))
        count += 1
    return count


@transaction.atomic
def _finish(run: PrintRun, items: list[PrintItem], actor: Actor, at: datetime) -> PrintRun:
    seats: dict[int, list[int]] = {}
    for item in items:
        seats.setdefault(item.document_id, []).append(item.seat)
    for issued in {item.document_id: item.document for item in items}.values():
        case = writing.lock(issued.case_id, seen=None, submission=None)
        assert isinstance(case, Case)
        together = {"seats": seats[issued.pk]} if seats[issued.pk] != [0] else {}
        writing.record(
            case, actor=actor, at=at, recorded_at=None, kind="document", step="print_document",
            data={"document": issued.number, "named": run.named, **together},
        )  # fmt: skip
    DocumentPrint.objects.bulk_create(
        DocumentPrint(document=item.document, at=at, by=run.by, named=run.named) for item in items
    )
    run.state, run.finished_at, run.done = PrintRun.State.DONE, at, run.total
    run.save(update_fields=["state", "finished_at", "done"])
    return run


def _fail(run: PrintRun, why: str, at: datetime) -> PrintRun:
    run.state, run.problem, run.finished_at = PrintRun.State.FAILED, why, at
    run.save(update_fields=["state", "problem", "finished_at"])
    log.warning("print_run_failed", run=run.pk)
    return run


def load(run: PrintRun, part: str) -> bytes | None:
    """The PDF of the documents or the envelopes; None when there is none (any more)."""
    try:
        return unseal(_place(run, part).read_bytes(), f"printing:{run.pk}:{part}")
    except (FileNotFoundError, UnsealableError):
        return None


def has(run: PrintRun, part: str) -> bool:
    """Whether that part was made and is still there."""
    return _place(run, part).exists()


def forget(*, at: datetime) -> int:
    """Remove what is a day old. Returns how many runs."""
    old = PrintRun.objects.filter(state=PrintRun.State.DONE, finished_at__lt=at - KEPT)
    for run in old:
        for part in PARTS:
            _place(run, part).unlink(missing_ok=True)
    return old.update(state=PrintRun.State.FORGOTTEN)


def _place(run: PrintRun, part: str) -> Path:
    return Path(settings.DATA_DIR) / "printing" / f"{run.pk}-{part}.sealed"


def _store(run: PrintRun, part: str, content: bytes) -> None:
    path = _place(run, part)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.write_bytes(seal(content, f"printing:{run.pk}:{part}"))
    draft.replace(path)
