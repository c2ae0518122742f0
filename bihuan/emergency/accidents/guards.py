"""The conditions that the accident's table names. Each refuses with what to do instead."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt, register
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.accidents.grades import REPORTED_TO, Grade
from bihuan.emergency.accidents.models import Accident
from bihuan.emergency.accidents.process import ACCIDENT
from bihuan.organizations import directory
from bihuan.organizations.models import Unit

LEVELS = ("county", "city", "province", "state")
GRADE_OF = {
    "ordinary": Grade.ORDINARY,
    "larger": Grade.LARGER,
    "major": Grade.MAJOR,
    "extraordinary": Grade.EXTRAORDINARY,
}
RECEIPT = {"forward_province": "city_received_at", "forward_state": "province_received_at"}
NEXT = {
    "forward_city": ("province", "city_received_at"),
    "forward_province": ("state", "province_received_at"),
}


def upper_time_given(attempt: Attempt) -> None:
    """When it goes further up, the next two hours run from the receipt there (art. 11)."""
    level, field = NEXT[attempt.step.name]
    wanted = REPORTED_TO[GRADE_OF[str(attempt.case.facts["grade"])]]
    if level in wanted and field not in attempt.given:
        raise Incomplete({field: _("这个等级的事故还要继续上报，请填写上一级接到的时间。")})


def sent_in_order(attempt: Attempt) -> None:
    """A level sends on after it was told and before the next is told; times that cannot be are a false record."""
    sent = attempt.given.get("sent_at")
    if sent is None:
        return
    facts = attempt.case.facts
    told = str(facts.get(RECEIPT.get(attempt.step.name, "received_at")) or facts["received_at"])
    if sent < datetime.fromisoformat(told):
        raise Guarded(_("上报的时间早于这一级接到报告的时间，请检查。"), field="sent_at")
    field = NEXT.get(attempt.step.name, ("", ""))[1]
    if field in attempt.given and attempt.given[field] < sent:
        raise Guarded(_("上一级接到的时间早于上报的时间，请检查。"), field=field)


def found_in_order(attempt: Attempt) -> None:
    """When the unit's head really knew lies between the accident and the report here."""
    true = attempt.given.get("true_learned_at")
    facts = attempt.case.facts
    occurred, received = (datetime.fromisoformat(str(facts[name])) for name in ("occurred_at", "received_at"))
    if true is not None and not occurred <= true <= received:
        raise Guarded(
            _("查明的时间应当在事故发生以后、本机关接到报告以前，请检查。"), field="true_learned_at"
        )


def not_before_the_accident(attempt: Attempt) -> None:
    """Nothing of an accident happened before it, and nothing that was reported is taken back in silence."""
    occurred = datetime.fromisoformat(str(attempt.case.facts["occurred_at"]))
    if attempt.given["changed_on"] < occurred.astimezone(CHINA).date():
        raise Guarded(_("日期早于事故发生的日期，请检查。"), field="changed_on")
    if min(attempt.given[name] for name in ("deaths", "serious", "missing", "loss")) < 0:
        raise Guarded(_("人数和损失不能是负数。"), field="deaths")


def level_high_enough(attempt: Attempt) -> None:
    """The government that investigates has the grade's level, or a higher one (art. 19, 20)."""
    level = str(attempt.given.get("level", attempt.case.facts.get("level", "county")))
    needed = str(attempt.case.facts["authority"])
    if LEVELS.index(level) < LEVELS.index(needed):
        raise Guarded(
            _("按现在的等级，应当由更高一级的政府调查，请先办理“移交上级政府调查”，由接手的政府成立调查组。")
        )


def to_an_upper(attempt: Attempt) -> None:
    """A handing over goes to another government."""
    unit = directory.unit(attempt.given["to_unit"])
    if unit is None or unit.kind != Unit.Kind.GOVERNMENT or unit.id == attempt.case.holder_unit_id:
        raise Guarded(_("请选择接手调查的上级人民政府。"), field="to_unit")


def nobody_hurt(attempt: Attempt) -> None:
    """Only an ordinary accident without casualties may be left to the unit (art. 19)."""
    row = Accident.objects.get(pk=attempt.case.pk)
    if row.grade != "ordinary" or row.deaths or row.serious or row.missing:
        raise Guarded(_("造成人员伤亡的事故不能委托事故单位调查（第十九条第三款）。"))


def sixty_at_most(attempt: Attempt) -> None:
    """The investigation is extended by sixty days at most, all extensions together (art. 29)."""
    before = sum(int(entry.data.get("days", 0)) for entry in attempt.every("extend"))
    if not 0 < attempt.given["days"] <= 60 - before:
        raise Guarded(_("延长的期限合计最长六十日，已经延长%(days)s日。") % {"days": before}, field="days")


def thirty_at_most(attempt: Attempt) -> None:
    """The approval of an extraordinarily serious accident's report is extended by thirty days at most, together (art. 32)."""
    before = sum(int(entry.data.get("days", 0)) for entry in attempt.every("extend_approval"))
    if not 0 < attempt.given["days"] <= 30 - before:
        raise Guarded(
            _("延长批复的时间合计最长三十日，已经延长%(days)s日。") % {"days": before}, field="days"
        )


def redo_ahead(attempt: Attempt) -> None:
    """The day by which a returned report is due lies ahead."""
    if attempt.given["redo_by"] <= attempt.given["received_on"]:
        raise Guarded(_("补充调查的期限应当晚于退回日期。"), field="redo_by")


def not_who_submitted(attempt: Attempt) -> None:
    """Another person approves than who submitted the report: the government answers the team (art. 31, 32)."""
    submitted = attempt.last("submit_report")
    if (
        submitted is not None
        and submitted.account_id is not None
        and submitted.account_id == attempt.actor.account_id
    ):
        raise Guarded(_("提交调查报告的人不能自己批复，请由负责调查的政府的负责人办理。"))


def implemented_first(attempt: Attempt) -> None:
    """What is evaluated was recorded: penalties, sanctions, measures carried out (art. 32, 33; 安全生产法 art. 86)."""
    if attempt.last("implement") is None:
        raise Guarded(_("还没有落实的记录，请先办理“记录落实情况”；确实没有落实的，也要写明。"))


def published_first(attempt: Attempt) -> None:
    """The handling is published, unless it is secret by law, before the file is put away (art. 34)."""
    if attempt.case.facts.get("published_on") is None:
        raise Guarded(_("事故处理情况还没有公布，请先办理“公布事故处理情况”。"))


def register_all() -> None:
    """Make every guard known to the engine."""
    for guard in (
        found_in_order, implemented_first, level_high_enough, nobody_hurt, not_before_the_accident, not_who_submitted,
        published_first, redo_ahead, sent_in_order, sixty_at_most, thirty_at_most, to_an_upper, upper_time_given,
    ):  # fmt: skip
        register(ACCIDENT.name, guard.__name__, guard)
