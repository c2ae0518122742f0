"""The conditions that the tables of suspension name. Each refuses with what to do instead."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt, register
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.safety.enforcement.small_processes import CLOSURE
from bihuan.safety.suspension.models import Suspension
from bihuan.safety.suspension.process import TABLES

NOTICE = timedelta(hours=24)


def to_the_enterprise(attempt: Attempt) -> None:
    """What an enterprise must do goes to that enterprise."""
    row = Suspension.objects.filter(pk=attempt.case.pk).only("enterprise_id").first()
    if row is not None and attempt.given["to_unit"] != row.enterprise_id:
        unit = directory.unit(row.enterprise_id)
        raise Guarded(
            _("责任企业应当是被停产停业的“%(name)s”。") % {"name": unit.name if unit else ""}, field="to_unit"
        )


def danger_is_real(attempt: Attempt) -> None:
    """安全生产法 art. 70: only when there is a real danger of an accident."""
    if attempt.case.facts.get("danger") != "yes":
        raise Guarded(
            _("没有认定有发生事故的现实危险，不能通知停止供电、供应（第七十条）。可以依法处罚或者提请关闭。")
        )


def a_day_ahead(attempt: Attempt) -> None:
    """安全生产法 art. 70 para. 2: power is cut 24 hours after the notice, unless there is an emergency."""
    given = attempt.given
    if given["cut_at"] < attempt.at:
        raise Guarded(_("停止供应的时间已经过去，请改正。"), field="cut_at")
    if given["supply"] == "explosives" or given["emergency"] == "yes":
        return
    if given["cut_at"] - attempt.at < NOTICE:
        earliest = (attempt.at + NOTICE).astimezone(CHINA)
        raise Guarded(
            _(
                "停止供电应当提前二十四小时通知（第七十条第二款），最早可以定在 %(time)s。有紧急情形的，请选“是”并写明理由。"
            )
            % {"time": earliest.strftime("%Y-%m-%d %H:%M")},
            field="cut_at",
        )


def not_before_the_notice(attempt: Attempt) -> None:
    """Not before the hour that was told."""
    told = datetime.fromisoformat(str(attempt.case.facts["cut_at"]))
    if attempt.given["cut_done_at"] < told:
        raise Guarded(
            _("通知的停止时间是 %(time)s，不能提前停止。")
            % {"time": told.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")},
            field="cut_done_at",
        )


def not_before_resumption(attempt: Attempt) -> None:
    """A resumption is published when it has happened."""
    resumed = attempt.case.facts.get("resumed_on")
    if resumed is None or attempt.given["resumption_published_on"].isoformat() < str(resumed):
        raise Guarded(_("公布日期早于恢复生产的日期，请检查。"), field="resumption_published_on")


def said_if_public(attempt: Attempt) -> None:
    """A decision that was published must be withdrawn in public."""
    public = attempt.case.facts.get("published_on") is not None
    if public != (attempt.given["was_public"] == "yes"):
        said = _("案卷里有公布记录，请选“是”。") if public else _("案卷里没有公布记录，请选“否”。")
        raise Guarded(said, field="was_public")


def closure_over(attempt: Attempt) -> None:
    """The closure is decided in its own case; this one follows it."""
    closure = Case.objects.filter(origin=attempt.case, process=CLOSURE.name).order_by("-pk").first()
    if closure is None or closure.phase != Phase.ENDED:
        raise Guarded(_("提请关闭的案件还没有结果，请先在那一件里办理。"))
    closed = closure.facts.get("closed_on") is not None
    if closed != (attempt.step.name == "end_closed"):
        raise Guarded(_("提请关闭的结果与这一步不符，请看那一件的记录。"))


def _cut(attempt: Attempt) -> bool:
    """Whether power or supplies are cut and nobody has lifted it."""
    return Suspension.objects.filter(
        pk=attempt.case.pk, cut_at__isnull=False, lifted_at__isnull=True
    ).exists()


def nothing_cut(attempt: Attempt) -> None:
    """Back to a plain stop only where nothing is cut: a cut must keep its way to be lifted (安全生产法 art. 70 para. 2)."""
    if _cut(attempt):
        raise Guarded(
            _("这家企业还在停止供电、供应，请办理“不予关闭，继续停止供应”；企业履行决定以后再解除。")
        )


def still_cut(attempt: Attempt) -> None:
    """Only what is cut goes on being cut."""
    if not _cut(attempt):
        raise Guarded(_("没有停止供电、供应，请办理“不予关闭，继续停产”。"))


def register_all() -> None:
    """Make every guard known to the engine, for each table."""
    for table in TABLES:
        for guard in (
            a_day_ahead, closure_over, danger_is_real, not_before_resumption, not_before_the_notice, nothing_cut, said_if_public,
            still_cut, to_the_enterprise,
        ):  # fmt: skip
            register(table.name, guard.__name__, guard)
