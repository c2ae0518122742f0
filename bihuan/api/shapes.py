"""From rows and tables to what the API gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.api.fields import schema_of
from bihuan.casework import registry
from bihuan.casework.explaining import explain_row
from bihuan.casework.models import Case, ClockRow, Entry, IssuedDocument
from bihuan.casework.showing.journal import journal_of
from bihuan.casework.spec import Clock, Kind, Phase, Process, Step, targets
from bihuan.casework.wall import named
from bihuan.common.calendar.working import CHINA
from bihuan.common.calendar_texts import translated
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit


def process_line(process: Process) -> dict[str, Any]:
    """A kind of case."""
    return {
        "name": process.name, "label": _(process.label), "prefix": process.prefix,
        "source": _(process.source) if process.source else "",
    }  # fmt: skip


def process_table(process: Process) -> dict[str, Any]:
    """Its whole table."""
    return {
        **process_line(process),
        "states": [
            {
                "name": state.name, "label": _(state.label), "phase": state.phase, "clocks": list(state.clocks),
                "why_no_clock": _(state.unclocked_because) if state.unclocked_because else "",
            }
            for state in process.states
        ],
        "steps": [step_row(step) for step in process.steps],
        "clocks": [_clock_rule(clock) for clock in process.clocks],
    }  # fmt: skip


def step_row(step: Step, **known: Any) -> dict[str, Any]:
    """A step of the table; `known` goes to the schema of its fields."""
    reached = {target for source in (step.sources or ("",)) for target in targets(step, source)}
    return {
        "name": step.name, "label": _(step.label), "article": _(step.article), "help": _(step.help) if step.help else "",
        "sources": list(step.sources), "targets": sorted(reached), "roles": [str(role) for role in step.roles],
        "who": str(step.who), "starts": [start.clock for start in step.starts], "meets": list(step.meets),
        "voids": list(step.voids), "document": step.document, "final": step.final, "given": schema_of(step, **known),
    }  # fmt: skip


def _clock_rule(clock: Clock) -> dict[str, Any]:
    dated = clock.due_from is not None
    return {
        "name": clock.name, "label": _(clock.label), "article": _(clock.article), "amount": None if dated else clock.amount,
        "unit": "given" if dated else str(clock.unit), "roll": str(clock.roll), "obliges": str(clock.obliges),
        "due_from": clock.due_from.field if clock.due_from else None,
    }  # fmt: skip


def _unit(unit: Unit) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name}


def case_line(case: Case, *, at: datetime) -> dict[str, Any]:
    """A case in a list; loaded with its holder, officer and place."""
    return {
        "number": case.number, "process": case.process, "subject": case.subject, "state": case.state,
        "state_label": _(registry.get(case.process).state(case.state).label), "phase": case.phase,
        "holder": _unit(case.holder_unit),
        "officer": {"username": case.holder_account.username, "name": case.holder_account.name}
        if case.holder_account
        else None,
        "place": {"code": case.jurisdiction.code, "name": case.jurisdiction.name} if case.jurisdiction else None,
        "topic": case.topic, "channel": case.channel, "received_on": case.received_on,
        "registered_at": case.registered_at, "changed_at": case.changed_at, "ended_at": case.ended_at,
        "due_at": case.next_due_at, "due_clock": case.next_due_clock, "seq": case.seq,
        "overdue": case.phase != Phase.ENDED and case.next_due_at is not None and case.next_due_at <= at,
    }  # fmt: skip


def case_whole(case: Case, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """All that the page shows of a case; its Appeal, and so the person, is never read."""
    process = registry.get(case.process)
    documents = IssuedDocument.objects.filter(case=case).select_related("unit").order_by("seq", "pk")
    return {
        **case_line(case, at=at),
        "body": case.body, "registry": _unit(case.registry_unit), "facts": _facts(case, process),
        "clocks": [_clock(row, process) for row in ClockRow.objects.filter(case=case).order_by("pk")],
        "journal": entries(list(Entry.objects.filter(case=case).order_by("seq")), actor, process=process),
        "documents": [_document(case, row) for row in documents],
    }  # fmt: skip


def _facts(case: Case, process: Process) -> dict[str, Any]:
    """What steps kept, without what may hold personal data; units by code."""
    asked = {field.name: field for step in process.steps for field in step.gives}
    hidden = {name for name, field in asked.items() if field.private}
    keys = {
        name: value for name, value in case.facts.items()
        if name in asked and asked[name].kind is Kind.UNIT and isinstance(value, int)
    }  # fmt: skip
    codes = dict(Unit.objects.filter(pk__in=keys.values()).values_list("pk", "code")) if keys else {}
    return {
        name: codes.get(value, "") if name in keys else value
        for name, value in case.facts.items()
        if name not in hidden and name != named.KEY
    }


def _clock(row: ClockRow, process: Process) -> dict[str, Any]:
    known = {clock.name: clock for clock in process.clocks}
    if row.stopped_at is None:
        status, end = ("running" if row.due_at is not None else "paused"), None
    else:
        status, end = row.stopped_by, row.stopped_at
    why = explain_row(row)
    return {
        "name": row.name, "label": _(known[row.name].label) if row.name in known else row.name,
        "article": _(row.article), "obliges": row.obliges, "status": status, "started_at": row.started_at,
        "due_at": row.due_at, "stopped_at": end, "provisional": row.provisional, "extended_by": row.extended_by,
        "rule": row.rule, "late": bool(end and row.stopped_by == "met" and row.due_at and end >= row.due_at),
        "why": translated(why) if why is not None else None,
    }  # fmt: skip


def entries(rows: Sequence[Entry], actor: Actor, *, process: Process | None = None) -> list[dict[str, Any]]:
    """Journal entries in words, as the page shows them: private fields are not among them."""
    if not rows:
        return []
    table = process or registry.get(rows[0].case.process)
    return [
        {
            "seq": view.entry.seq, "at": view.entry.at.astimezone(CHINA), "recorded_at": view.entry.recorded_at.astimezone(CHINA),
            "kind": view.entry.kind, "step": view.entry.step, "label": _(view.label), "actor": view.entry.actor,
            "from_state": view.entry.from_state, "to_state": view.entry.to_state, "hash": view.hash,
            "given": [{"label": given.label, "text": given.text} for given in view.given],
        }
        for view in journal_of(process=table, actor=actor, entries=list(rows))
    ]  # fmt: skip


def _document(case: Case, row: IssuedDocument) -> dict[str, Any]:
    return {
        "number": row.number, "kind": row.kind, "issued_at": row.issued_at, "unit": _unit(row.unit), "seq": row.seq,
        **{form: reverse("casework:document", args=[case.number, row.pk, form]) for form in ("pdf", "docx")},
    }  # fmt: skip
