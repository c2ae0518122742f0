"""Conditions of the hotline's orders, of suggestions and of disputes. Each refuses with what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.appeals.gate import ARTICLE, INSTRUMENT
from bihuan.appeals.guards.days import ahead, day_of
from bihuan.appeals.rules.figures import figure
from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt
from bihuan.casework.models import Case, ClockRow
from bihuan.casework.spec import Phase


def law_named(attempt: Attempt) -> None:
    """Longer than the local limit only because a law says so."""
    law = attempt.given["law"]
    if not (INSTRUMENT.search(law) and ARTICLE.search(law)):
        raise Guarded(_("请写明哪部法律、法规、规章的第几条规定了更长的期限。"), field="law")


def some_days(attempt: Attempt) -> None:
    """A whole number of working days, and no slip of the pen."""
    if attempt.given["days"] < 1:
        raise Guarded(_("请填写延长的工作日数。"), field="days")
    most = figure("hotline_extension_days", place=attempt.case.jurisdiction_id, on=day_of(attempt.at))
    if attempt.given["days"] > most.value:
        raise Guarded(
            _("最多延长%(most)s个工作日（%(source)s）。") % {"most": most.value, "source": most.source},
            field="days",
        )


def three_calls(attempt: Attempt) -> None:
    """Nobody is archived unheard after one call."""
    tried = len(attempt.every("call_unreached"))
    calls = figure("call_tries", place=attempt.case.jurisdiction_id, on=day_of(attempt.at))
    if tried < calls.value:
        raise Guarded(
            _("只联系过%(tried)s次。请在不同时间再联系，满%(calls)s次仍联系不上才能归档（%(source)s）。")
            % {"tried": tried, "calls": calls.value, "source": calls.source}
        )


def redone_once(attempt: Attempt) -> None:
    """An order that satisfied nobody is worked on once more before it may be archived with an explanation."""
    if attempt.last("redo_order") is None:
        raise Guarded(_("诉求人不满意的，先退回再次办理；再次办理以后才能解释归档。"))


def is_late(attempt: Attempt) -> None:
    """Why an order is late is explained once it is: while its limit is past and unanswered, or after a late answer."""
    rows = (
        ClockRow.objects.filter(case=attempt.case, name__in=("answer", "solve"))
        if attempt.running is None
        else attempt.running
    )
    if not any(row.due_at is not None and row.due_at <= (row.stopped_at or attempt.at) for row in rows):
        raise Guarded(_("这件工单没有逾期，不用说明逾期原因。"))


def lateness_explained(attempt: Attempt) -> None:
    """济南 art. 15-16, 潍坊 art. 13: whose order was late is told why before it is called done.

    Each time limit that was missed needs an explanation given after it began to run. Old records that are brought in are
    taken as they were.
    """
    if attempt.running is not None:
        return
    explained = max((entry.seq for entry in attempt.every("explain_late")), default=0)
    for row in ClockRow.objects.filter(case=attempt.case, name__in=("answer", "solve"), due_at__isnull=False):
        missed = row.due_at is not None and row.due_at <= (row.stopped_at or attempt.at)
        if missed and row.stopped_by != "void" and row.start_seq > explained:
            raise Guarded(
                _("这件工单逾期了，还没有向诉求人说明原因。请先办理“向诉求人说明逾期原因”，再审核、归档。")
            )


def petition_in_progress(attempt: Attempt) -> None:
    """What the petition office has, the hotline does not take up a second time (潍坊 art. 19)."""
    other = Case.objects.filter(number=attempt.given["other_case"].strip().upper()).first()
    if other is None or other.number == attempt.case.number:
        raise Guarded(_("没有这个编号的另一件事项，请核对编号。"), field="other_case")
    if other.phase == Phase.ENDED:
        raise Guarded(
            _("%(number)s已经办结，请按新的工单受理。") % {"number": other.number}, field="other_case"
        )


def adoption_dated(attempt: Attempt) -> None:
    """Art. 29¶1: what is adopted is carried out by a day."""
    if attempt.given["adopted"] == "none":
        return
    if "carry_by" not in attempt.given:
        raise Incomplete({"carry_by": _("采纳的建议，请填写落实日期。")})
    if attempt.given["carry_by"] < attempt.given["replied_on"]:
        raise Guarded(_("落实日期早于回复日期，请检查。"), field="carry_by")


def performance_dated(attempt: Attempt) -> None:
    """Art. 33: what both agreed to is performed after they signed."""
    if attempt.given["perform_by"] < attempt.given["signed_on"]:
        raise Guarded(_("履行期限早于签署日期，请检查。"), field="perform_by")


GUARDS = (
    law_named,
    some_days,
    three_calls,
    redone_once,
    is_late,
    lateness_explained,
    petition_in_progress,
    adoption_dated,
    performance_dated,
)
NAMED = {
    "finished_ahead": ahead("finish_by", gettext_noop("办完的日期已经过了，请改为今天以后的日期。")),
    "solved_ahead": ahead("solve_by", gettext_noop("解决日期已经过了，请改为今天以后的日期。")),
    "settled_ahead": ahead("settle_by", gettext_noop("化解期限已经过了，请改为今天以后的日期。")),
}
