"""The conditions that the petition's table names, as functions. Each refuses with what to do instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from bihuan.appeals import gate
from bihuan.appeals.process import PETITION
from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt, register
from bihuan.common.calendar.working import CHINA

MOST_EXTENSION = 30  # days in total, 信访工作条例 art. 34


def letter_gate(attempt: Attempt) -> None:
    """Art. 32 and 35: request, facts and reasons, opinion, legal basis, remedy with its limit."""
    found = gate.lacks(attempt.given)
    if found:
        raise Incomplete({lack.part: _(lack.text) for lack in found})


def brought_in(attempt: Attempt) -> None:
    """Only an old case, registered as such, takes an old reply; a case of today is decided by the letter gate."""
    if "source" not in attempt.case.facts:
        raise Guarded(_("这一步只用于录入原系统已经答复的旧件。请出具处理意见。"))


def notified_after_receipt(attempt: Attempt) -> None:
    """A notice before the receipt would be a slip of the pen."""
    if attempt.given["notified_on"] < attempt.given["received_on"]:
        raise Guarded(_("告知日期早于收到日期，请检查。"), field="notified_on")


def received_by_this_unit(attempt: Attempt) -> None:
    """The unit received the matter at the latest when it was sent to it, so the 60 days cannot be moved later."""
    sent_on = attempt.case.holder_since.astimezone(CHINA).date()
    if attempt.given["received_on"] > sent_on:
        raise Guarded(
            _("这件事项在 %(sent)s 已经转到本单位，收到日期不能晚于这一天。60日不因告知较晚而推迟。")
            % {"sent": sent_on.isoformat()},
            field="received_on",
        )
    if attempt.given["received_on"] < attempt.case.received_on:
        raise Guarded(_("收到日期早于信访人提出的日期，请检查。"), field="received_on")


def objection_in_time(attempt: Attempt) -> None:
    """Art. 23¶3: five working days from receipt."""
    due = attempt.due_at("objection")
    if due is not None and attempt.at >= due:
        last_day = (due - timedelta(microseconds=1)).astimezone(CHINA).date()
        raise Guarded(
            _("5个工作日的异议期限已于 %(day)s 届满（第二十三条第三款）。请受理，或者与转送单位协商。")
            % {"day": last_day.isoformat()}
        )


def not_designated(attempt: Attempt) -> None:
    """Once designated, a matter is not sent back again."""
    if attempt.case.facts.get("designated") == "yes":
        raise Guarded(_("这件事项已经核实并指定由本单位办理，不能再次提出异议。请受理并告知信访人。"))


def extension_days(attempt: Attempt) -> None:
    """Art. 34: not more than 30 days."""
    if not 1 <= attempt.given["days"] <= MOST_EXTENSION:
        raise Guarded(_("延长期限不能超过30日（第三十四条），请填写1到30。"), field="days")


def not_overdue(attempt: Attempt) -> None:
    """What has run out cannot be prolonged."""
    due = attempt.due_at("handling")
    if due is not None and attempt.at >= due:
        raise Guarded(_("办理期限已经届满，不能再申请延期。请尽快出具处理意见，并向信访人说明。"))


def not_extended(attempt: Attempt) -> None:
    """Art. 34 gives one extension of at most 30 days in total."""
    if attempt.last("grant_extension") is not None:
        raise Guarded(_("这件事项已经延期过一次，不能再次延期（第三十四条）。"))


def served_after_decision(attempt: Attempt) -> None:
    """A letter is received on the day of the decision at the earliest."""
    decided = attempt.last("decide")
    if decided is not None and attempt.given["served_on"] < _day(decided.at):
        raise Guarded(
            _("信访人不可能在出具处理意见（%(day)s）之前收到，请检查日期。")
            % {"day": _day(decided.at).isoformat()},
            field="served_on",
        )


def promise_given(attempt: Attempt) -> None:
    """A decision in favour names the day by which it will be carried out (art. 32¶2)."""
    if attempt.case.facts.get("result") != "support":
        return
    if "execute_by" not in attempt.given:
        raise Incomplete({"execute_by": _("处理结果为支持，请填写承诺执行完毕的日期。")})
    if attempt.given["execute_by"] < attempt.given["served_on"]:
        raise Guarded(_("承诺执行完毕的日期早于送达日期，请检查。"), field="execute_by")


def not_the_doer(attempt: Attempt) -> None:
    """It ends only when someone other than the doer confirms."""
    reported = attempt.last("report_execution")
    if reported is not None and attempt.actor.account_id == reported.account_id:
        raise Guarded(_("报告执行情况的人不能自己核实，请由登记单位的其他人员核实。"))


def register_all() -> None:
    """Make every guard known to the engine."""
    for guard in (
        letter_gate, brought_in, notified_after_receipt, received_by_this_unit, objection_in_time, not_designated,
        extension_days, not_overdue, not_extended, served_after_decision, promise_given, not_the_doer,
    ):  # fmt: skip
        register(PETITION.name, guard.__name__, guard)


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
