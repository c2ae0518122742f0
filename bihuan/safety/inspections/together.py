"""One order for all hazards of an inspection, and one opinion on what became of them (安全生产法 art. 65)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.consequences import Taken
from bihuan.casework.documents import Issuing
from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt
from bihuan.casework.models import Case, Entry, IssuedDocument
from bihuan.casework.spec import Phase
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.opinions import KIND
from bihuan.safety.hazards.process import HAZARD

UNGRADED = HAZARD.step("judge").sources
WAITING = HAZARD.step("order_together").sources
REINSPECTED = ("pass_reinspection", "fail_reinspection")


def hazards_to_order(attempt: Attempt) -> None:
    """All are graded, and at least one waits to be ordered: none is left out unseen."""
    found = hazards_of(attempt.case.pk)
    if ungraded := [one.case.number for one in found if one.case.state in UNGRADED]:
        raise Guarded(_("请先给这些隐患核实定级：%(numbers)s。") % {"numbers": "、".join(ungraded)})
    if not any(one.case.state in WAITING for one in found):
        raise Guarded(_("这次检查没有等待责令整改的隐患，不能制作指令书。"))


def hazards_reinspected(attempt: Attempt) -> None:
    """The opinion speaks of each hazard of the order, so each was looked at again before."""
    ordered = _ordered(attempt.case.pk)
    if not ordered:
        raise Guarded(_("还没有列明全部隐患的指令书，没有可以一并复查的隐患。"))
    if left := [one.case.number for one in ordered if _result(one.case) is None]:
        raise Guarded(_("这些隐患还没有复查：%(numbers)s。") % {"numbers": "、".join(left)})
    if not any(map(_unsaid, ordered)):
        raise Guarded(_("各件隐患的复查结果都已经写进复查意见书，没有新的结果。"))


def opinion_given(attempt: Attempt) -> None:
    """An inspection does not end while a re-inspection was told to the enterprise by no opinion."""
    if left := [one.case.number for one in _ordered(attempt.case.pk) if _unsaid(one)]:
        raise Guarded(
            _("这些隐患的复查结果还没有写进复查意见书：%(numbers)s。请先办理“出具整改复查意见”。")
            % {"numbers": "、".join(left)}
        )


def ordered_hazards(issuing: Issuing) -> list[tuple[str, str]]:
    """Each hazard with its number, place and clause; major ones go by their own plan and are named too."""
    found = hazards_of(issuing.case.pk)
    said = [("事故隐患", "\n".join(_line(n, one) for n, one in enumerate(_waiting(found), start=1)))]
    major = [one for one in found if one.grade == Hazard.Grade.MAJOR and one.case.phase != Phase.ENDED]
    if major:
        said.append(
            (
                "另有重大事故隐患，按经签署的治理方案整改",
                "\n".join(_line(n, one) for n, one in enumerate(major, start=1)),
            )
        )
    return said


def results(issuing: Issuing) -> list[tuple[str, str]]:
    """What the re-inspection found of each hazard of the order."""
    lines = []
    for n, one in enumerate(_ordered(issuing.case.pk), start=1):
        entry = _result(one.case)
        assert entry is not None  # the guard of the step
        passed = entry.step == REINSPECTED[0]
        text = entry.data.get("accepted" if passed else "reason", "")
        own = _own_opinion(one.case, entry)
        text += f"（另见{own}）" if own else ""
        lines.append(f"{_line(n, one)}：{'复查合格' if passed else '复查不合格'}。{text}")
    return [("各项隐患的复查结果", "\n".join(lines))]


def order_each(taken: Taken) -> None:
    """Each waiting hazard goes to the enterprise with the number of the one order and its time limit."""
    number = IssuedDocument.objects.get(case=taken.case, seq=taken.entry.seq).number
    for one in _waiting(hazards_of(taken.case.pk)):
        casework.take(
            case_id=one.pk, step="order_together", actor=taken.actor, at=taken.at,
            given={**taken.given, "to_unit": one.enterprise_id, "order_number": number},
        )  # fmt: skip


def order_of(case: Case) -> IssuedDocument | None:
    """The order of its inspection that a hazard was listed in."""
    number = case.facts.get("order_number")
    if not number or case.origin_id is None:
        return None
    rows = IssuedDocument.objects.filter(case_id=case.origin_id, kind="rectification_order", number=number)
    return rows.select_related("case").first()


def hazards_of(case_id: int) -> list[Hazard]:
    """The hazards that the inspection found, in the order of its sheet."""
    rows = Hazard.objects.filter(case__origin_id=case_id).select_related("case").order_by("case_id")
    return list(rows)


def _waiting(found: list[Hazard]) -> list[Hazard]:
    return [one for one in found if one.case.state in WAITING]


def _ordered(case_id: int) -> list[Hazard]:
    return [one for one in hazards_of(case_id) if one.case.facts.get("order_number")]


def _result(case: Case) -> Entry | None:
    return Entry.objects.filter(case=case, step__in=REINSPECTED).order_by("-seq").first()


def _own_opinion(case: Case, entry: Entry) -> str:
    """The number of the opinion about this hazard alone, where one was issued."""
    rows = IssuedDocument.objects.filter(case=case, seq=entry.seq, kind=KIND).values_list("number", flat=True)
    return rows.first() or ""


def _unsaid(one: Hazard) -> bool:
    """Its last re-inspection stands in no opinion: neither its own nor a later one of the inspection."""
    entry = _result(one.case)
    if entry is None or _own_opinion(one.case, entry):
        return False
    return not IssuedDocument.objects.filter(
        case_id=one.case.origin_id or 0, kind=KIND, issued_at__gte=entry.at
    ).exists()


def _line(n: int, one: Hazard) -> str:
    about = "，".join(filter(None, (one.case.number, one.place, one.clause)))
    return f"{n}. {one.case.subject}（{about}）"
