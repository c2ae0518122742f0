"""Bringing in a file of an enterprise's self-reports, and listing what the criteria say may be major."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import journal
from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, NotYours, Refused
from bihuan.casework.models import Case
from bihuan.casework.services import Former
from bihuan.common.calendar.working import CHINA
from bihuan.common.statement import copy_rows
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.importing import as_office
from bihuan.safety.hazards.matching import Criteria
from bihuan.safety.hazards.models import Hazard, RuleClause, RulePack, Suspicion
from bihuan.safety.hazards.packs import in_force
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.hazards.reports_read import Malformed, Report, read

AT_ONCE = 500


@dataclass
class Outcome:
    """What became of a file. `malformed` and `remarked` name every odd line."""

    lines: int = 0
    applied: int = 0
    there_already: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    malformed: list[Malformed] = field(default_factory=list)
    remarked: list[Report] = field(default_factory=list)
    suspected: int = 0


def bring_in(
    *, content: bytes, enterprise: Enterprise, actor: Actor, at: datetime,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Outcome:  # fmt: skip
    """Bring the lines of a file in as hazards that the enterprise found itself, 500 in a transaction.

    The same file twice adds nothing, and one that was stopped goes on. Raises NotYours; Incomplete for another encoding.
    """
    if actor.has(*OUTSIDE) and actor.unit_id != enterprise.unit_id:
        raise NotYours
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Incomplete({"file": _("文件不是 UTF-8 编码，请另存为 UTF-8 的文本。")}) from None
    source = f"self:{hashlib.sha256(content).hexdigest()[:16]}"
    outcome = Outcome(lines=text.rstrip("\n").count("\n") + 1)
    reports: list[Report] = []
    for one in read(text):
        if isinstance(one, Malformed):
            outcome.malformed.append(one)
        else:
            reports.append(one)
            if one.remark:
                outcome.remarked.append(one)
    for start in range(0, len(reports), AT_ONCE):
        _bring(reports[start : start + AT_ONCE], enterprise, actor, at, source, outcome)
        progress(min(start + AT_ONCE, len(reports)), len(reports))
    return outcome


@transaction.atomic
def _bring(
    reports: Sequence[Report],
    enterprise: Enterprise,
    actor: Actor,
    at: datetime,
    source: str,
    outcome: Outcome,
) -> None:
    numbers = [f"{enterprise.credit_code}:{one.line}" for one in reports]
    present = set(
        Hazard.objects.filter(source=source, source_number__in=numbers).values_list(
            "source_number", flat=True
        )
    )
    going = [(one, number) for one, number in zip(reports, numbers, strict=True) if number not in present]
    outcome.there_already += len(present)
    today = at.astimezone(CHINA).date()
    office = as_office(actor, enterprise.regulator_id)
    formers = [
        Former(
            step="bring_in", at=at, subject=" ".join(one.found.split())[:200], body=_body(one), topic=enterprise.sector,
            given={"to_unit": enterprise.unit_id, "received_on": today, "channel": "self", "spot": "", "source": "自查上报"},
            channel="self", jurisdiction_id=enterprise.place_id, registry_unit_id=enterprise.regulator_id, actor=office,
        )
        for one, _number in going
    ]  # fmt: skip
    hazards: list[Hazard] = []
    brought = casework.bring_in(process=HAZARD.name, formers=formers, actor=office, recorded_at=at)
    for (one, number), case in zip(going, brought, strict=True):
        if isinstance(case, Refused):
            outcome.refused.append((one.line, str(case)))
            continue
        hazards.append(
            Hazard(
                case=case, enterprise=enterprise, found_by="self", found_on=today, clause=one.clause[:200], source=source,
                source_number=number, recorded_at=at,
            )
        )  # fmt: skip
    copy_rows(Hazard, hazards)
    outcome.applied += len(hazards)
    outcome.suspected += suspect(hazards=hazards, at=at)


def _body(one: Report) -> str:
    return f"{one.found}\n\n对照条款：{one.clause}" if one.clause else one.found


def suspect(*, hazards: Iterable[Hazard], at: datetime, pack: RulePack | None = None) -> int:
    """List those that the criteria in force (or of one pack) say may be major, for a person to judge. How many were new."""
    packs = [pack] if pack is not None else list(in_force(at.astimezone(CHINA).date()))
    clauses = list(RuleClause.objects.filter(pack__in=packs).order_by("pk"))
    if not clauses:
        return 0
    criteria = Criteria([clause.text for clause in clauses])
    by_sector: dict[str, list[int]] = {}
    for index, clause in enumerate(clauses):
        by_sector.setdefault(clause.sector, []).append(index)
    raised = []
    for hazard in hazards:
        own = by_sector.get(hazard.enterprise.sector, []) if hazard.enterprise.sector else []
        match = criteria.match(hazard.case.subject, own=own)
        if match is not None:
            raised.append(
                Suspicion(
                    hazard=hazard,
                    clause=clauses[match.index],
                    score=Decimal(str(match.score)),
                    raised_at=at,
                    verdict="",
                )
            )
    there = set(
        Suspicion.objects.filter(hazard__in=[one.hazard for one in raised]).values_list(
            "hazard_id", "clause_id"
        )
    )
    new = [one for one in raised if (one.hazard_id, one.clause_id) not in there]
    Suspicion.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def rejudge_open(*, pack: RulePack, at: datetime) -> int:
    """A new pack has come into force: look at every open hazard by it. Returns how many wait for a person.

    No grade changes by itself: a general one that may now be major is listed, and so is each major one, whose clause of
    the old pack has to be named anew.
    """
    waiting = 0
    open_ones = Hazard.objects.filter(open=True).select_related("case", "enterprise").order_by("pk")
    batch: list[Hazard] = []
    for hazard in open_ones.iterator(chunk_size=1000):
        batch.append(hazard)
        if len(batch) == 1000:
            waiting += suspect(hazards=batch, at=at, pack=pack)
            batch = []
    return waiting + suspect(hazards=batch, at=at, pack=pack)


def decide(*, suspicion: Suspicion, verdict: str, reason: str, actor: Actor, at: datetime) -> Suspicion:
    """A person says whether it is major. The grade itself is changed by the hazard's own steps.

    Raises NotYours for an enterprise, Incomplete without a reason.
    """
    if actor.has(*OUTSIDE) or actor.unit_id is None:
        raise NotYours
    if verdict not in (Suspicion.Verdict.MAJOR, Suspicion.Verdict.NOT):
        raise Incomplete({"verdict": _("请从列出的选项中选一个。")})
    if not reason.strip():
        raise Incomplete({"reason": _("请写明理由。")})
    suspicion.verdict, suspicion.reason = verdict, reason.strip()[:200]
    suspicion.decided_at, suspicion.decided_by = at, journal.actor_line(actor)
    suspicion.save(update_fields=["verdict", "reason", "decided_at", "decided_by"])
    return suspicion


def stale_judgments(on: datetime) -> list[Case]:
    """Open major hazards whose judgment names a pack that is no longer in force: to be judged by the new one."""
    today = on.astimezone(CHINA).date()
    rows = (
        Hazard.objects.filter(open=True, grade="major")
        .select_related("case")
        .prefetch_related("judgments__pack")
    )
    found = []
    for hazard in rows:
        last = max(hazard.judgments.all(), key=lambda row: row.pk, default=None)
        pack = last.pack if last is not None else None
        if pack is None or (pack.in_force_to is not None and pack.in_force_to < today):
            found.append(hazard.case)
    return found
