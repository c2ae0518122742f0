"""What follows from steps of suspension: its columns, the lifting of a cut, the closure case, the penalty that begins it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework.consequences import Taken, register
from bihuan.safety.enforcement import consequences as enforcement
from bihuan.safety.enforcement.models import Penalty
from bihuan.safety.enforcement.services import open_matter
from bihuan.safety.enforcement.small_processes import CLOSURE
from bihuan.safety.suspension.models import Suspension
from bihuan.safety.suspension.process import TABLES
from bihuan.safety.suspension.services import order

KEPT = ("published_on", "resumed_on", "resumption_published_on")
LIFTING = frozenset({"comply", "comply_told", "comply_lift", "revoke"})


def keep_in_step(taken: Taken) -> None:
    """Write what the step says into the row; what was cut is lifted as soon as the decision is obeyed or falls."""
    row = (
        Suspension.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=taken.case.pk)
    )
    changed: dict[str, Any] = {name: taken.given[name] for name in KEPT if name in taken.given}
    if taken.step.name == "notify_cut":
        changed |= {"cut_notified_at": taken.at, "cut_at": None, "lifted_at": None}
    if taken.step.name == "cut":
        changed["cut_at"] = taken.given["cut_done_at"]
    if taken.step.name in LIFTING and row.cut_notified_at is not None and row.lifted_at is None:
        changed["lifted_at"] = taken.at
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    if taken.step.name == "propose_closure":
        open_matter(
            process=CLOSURE.name, step="draft", enterprise=row.enterprise,
            subject=_("提请关闭：%(name)s") % {"name": row.enterprise.name},
            given={"ground": taken.given["ground"], "basis": taken.given["basis"]}, actor=taken.actor, at=taken.at,
            origin=taken.case, hazard=row.hazard,
        )  # fmt: skip


def begin_penalty(taken: Taken) -> None:
    """A penalty that orders suspension begins when it is served (行政处罚法 art. 66)."""
    if taken.case.facts.get("suspension") != "yes":
        return
    penalty = Penalty.objects.select_related("enterprise", "hazard").get(pk=taken.case.pk)
    order(
        enterprise=penalty.enterprise, subject=taken.case.subject, body=taken.case.body, hazard=penalty.hazard,
        penalty=taken.case, actor=taken.actor, at=taken.at,
        given={"received_on": taken.given["served_on"], "scope": "all", "scope_text": _("见处罚决定书。")},
    )  # fmt: skip


def register_all() -> None:
    """Make the consequences known to the engine, for each table."""
    for table in TABLES:
        for step in table.steps:
            if step.sources:
                register(table.name, step.name, keep_in_step)
    enforcement.then("serve", begin_penalty)
