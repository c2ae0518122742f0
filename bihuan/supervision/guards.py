"""What the tables of this slice refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt, Guard, register
from bihuan.casework.permissions import barred
from bihuan.organizations import directory
from bihuan.organizations.models import Unit
from bihuan.supervision.models import Duty
from bihuan.supervision.processes import ALL

DONE_BY = ("answer", "reply", "apply", "report", "carried", "kept", "report_result")
ABOVE = frozenset({"city", "province"})


def not_the_doer(attempt: Attempt) -> None:
    """What was reported is confirmed by another unit than the one that reported it."""
    reported = [entry for step in DONE_BY if (entry := attempt.last(step)) is not None]
    newest = max(reported, key=lambda entry: entry.seq, default=None)
    if newest is not None and newest.unit_id == attempt.actor.unit_id:
        raise Guarded(_("这是本单位办的，不能由本单位核实。请由发出这一件的其他单位核实。"))


def not_the_accused(attempt: Attempt) -> None:
    """A case behind the wall is never handed to the unit it is about (条例第三十条第三款)."""
    origin, unit_id = attempt.case.origin, attempt.given.get("to_unit")
    while origin is not None:
        if unit_id in barred(origin):
            raise Guarded(
                _("这一件反映的就是这个单位，不能发给它（信访工作条例第三十条第三款）。请另选单位。"),
                field="to_unit",
            )
        origin = origin.origin


def an_office(attempt: Attempt) -> None:
    """Only offices are interviewed here: what an enterprise owes is the inspector's, and nobody else is summoned at all."""
    unit = directory.unit(attempt.given.get("to_unit"))
    if unit is not None and unit.kind == Unit.Kind.ENTERPRISE:
        raise Guarded(_("这里约谈的是机关单位。企业由安全生产执法约谈。"), field="to_unit")


def level_from_above(attempt: Attempt) -> None:
    """A listing of the city or the province is theirs: the district writes down by which document."""
    if attempt.given.get("level") in ABOVE and not attempt.given.get("instrument"):
        raise Guarded(_("市级、省级挂牌由上级决定，请填写上级文号。"), field="instrument")


def released_by_its_level(attempt: Attempt) -> None:
    """Whoever listed delists: for a level above, by their document."""
    if attempt.case.facts.get("level") in ABOVE and not attempt.given.get("released_by"):
        raise Guarded(_("这一件由上级挂牌，解除也由上级决定，请填写上级解除文号。"), field="released_by")


def by_the_leader(attempt: Attempt) -> None:
    """An own contact is written down by the leader in charge and nobody else: a contact by staff is progress, not this."""
    duty = Duty.objects.filter(case_id=attempt.case.pk).first()
    if duty is None or duty.leader_id != attempt.actor.account_id:
        raise Guarded(_("只有包案领导本人可以记录本人的接触。工作人员的走访请写进备注。"))


GUARDS: tuple[Guard, ...] = (
    not_the_doer, not_the_accused, an_office, level_from_above, released_by_its_level, by_the_leader,
)  # fmt: skip


def register_all() -> None:
    """Make them known to the engine."""
    for process in ALL:
        for guard in GUARDS:
            if guard.__name__ in process.guards:
                register(process.name, guard.__name__, guard)
