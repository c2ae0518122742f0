"""Writes of the lists in an enterprise's file. Each leaves a line in the record of changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from bihuan.casework import journal
from bihuan.casework.errors import Incomplete, NotYours, Text
from bihuan.organizations.actor import Actor
from bihuan.safety.enterprises.models import Enterprise, FileChange
from bihuan.safety.enterprises.parts import Asked, PartKind
from bihuan.safety.enterprises.selectors import may_change


@transaction.atomic
def save_part(
    *, enterprise: Enterprise, kind: PartKind, given: Mapping[str, str], actor: Actor, at: datetime, key: int | None = None
) -> models.Model:  # fmt: skip
    """Enter a line of a list, or change the one of that key. Raises NotYours; Incomplete with what is wrong, by field."""
    if not may_change(enterprise, actor):
        raise NotYours
    values, faults = _read(kind, given)
    lines = kind.model._default_manager.filter(enterprise=enterprise)
    there = lines.filter(pk=key).first() if key is not None else None
    if key is not None and there is None:
        raise NotYours
    if (
        not faults
        and kind.once
        and lines.filter(**{n: values[n] for n in kind.once}).exclude(pk=key).exists()
    ):
        faults[kind.once[-1]] = _("档案里已经有这一条。")
    if faults:
        raise Incomplete(faults)
    row = there if there is not None else kind.model(enterprise=enterprise)
    before = {asked.name: getattr(there, asked.name, None) for asked in kind.asked}
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    changed = {
        asked.name: _said(asked, before[asked.name], values[asked.name])
        for asked in kind.asked
        if before[asked.name] != values[asked.name] and (there is not None or values[asked.name])
    }
    if changed:
        record(
            enterprise=enterprise,
            part=kind.name,
            what=_called(kind, row),
            changed=changed,
            actor=actor,
            at=at,
        )
    return row


@transaction.atomic
def remove_part(*, enterprise: Enterprise, kind: PartKind, key: int, actor: Actor, at: datetime) -> None:
    """Take a line out of a list; that it stood there stays in the record. Raises NotYours."""
    row = kind.model._default_manager.filter(enterprise=enterprise, pk=key).first()
    if row is None or not may_change(enterprise, actor):
        raise NotYours
    gone = {
        asked.name: _said(asked, getattr(row, asked.name), None)
        for asked in kind.asked
        if getattr(row, asked.name)
    }
    record(enterprise=enterprise, part=kind.name, what=_called(kind, row), changed=gone, actor=actor, at=at)
    row.delete()


def record(
    *, enterprise: Enterprise, part: str, what: str, changed: Mapping[str, Any], actor: Actor, at: datetime
) -> None:
    """Keep who changed what in a file."""
    FileChange.objects.create(
        enterprise=enterprise,
        at=at,
        by=journal.actor_line(actor),
        part=part,
        what=what[:200],
        changed=dict(changed),
    )


def _read(kind: PartKind, given: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Text]]:
    values: dict[str, Any] = {}
    faults: dict[str, Text] = {}
    for asked in kind.asked:
        typed = str(given.get(asked.name) or "").strip()
        if asked.day:
            values[asked.name] = None
            if typed:
                try:
                    values[asked.name] = date.fromisoformat(typed)
                except ValueError:
                    faults[asked.name] = _("日期请写成 2026-03-05 的样子。")
        else:
            values[asked.name] = typed
        if asked.required and not typed:
            faults[asked.name] = _("请填写这一栏。")
        elif asked.choices and typed and typed not in {choice for choice, _label in asked.choices}:
            faults[asked.name] = _("请从列出的选项中选一个。")
        elif asked.longest and len(typed) > asked.longest:
            faults[asked.name] = _("太长了，最多 %(longest)s 个字。") % {"longest": asked.longest}
    for earlier, later, said in kind.ordered:
        if values[earlier] is not None and values[later] is not None and values[later] < values[earlier]:
            faults.setdefault(later, said)
    return values, faults


def _said(asked: Asked, before: Any, after: Any) -> list[str]:
    """What stands in the record: of a person's own data only that it changed."""
    return ["", ""] if asked.person else [_text(before), _text(after)]


def _text(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _called(kind: PartKind, row: models.Model) -> str:
    shown = getattr(row, f"get_{kind.title}_display", None)
    return str(shown() if shown is not None else getattr(row, kind.title))
