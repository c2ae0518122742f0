"""Conditions of settling: it stays open until it is true, and not the doer says so."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.appeals.guards.days import ahead
from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt

REPORTS = ("report_execution", "keep_promise", "report_help")


def not_the_doer(attempt: Attempt) -> None:
    """It ends only when someone other than the doer confirms."""
    reports = [entry for step in REPORTS if (entry := attempt.last(step)) is not None]
    latest = max(reports, key=lambda entry: entry.seq, default=None)
    if latest is not None and attempt.actor.account_id == latest.account_id:
        raise Guarded(_("报告执行情况的人不能自己核实，请由登记单位的其他人员核实。"))


def something_was_reported(attempt: Attempt) -> None:
    """ "It is not so" answers a report that something was done."""
    if all(attempt.last(step) is None for step in REPORTS):
        raise Guarded(
            _("这件事项没有报告过执行、承诺或者帮扶。不服处理意见的，可以在期限内请求复查（第三十五条）。")
        )


kept_ahead = ahead("keep_by", gettext_noop("承诺的日期已经过了，请改为今天以后的日期。"))
help_ahead = ahead("help_by", gettext_noop("落实帮扶的日期已经过了，请改为今天以后的日期。"))

GUARDS = (not_the_doer, something_was_reported)
NAMED = {"kept_ahead": kept_ahead, "help_ahead": help_ahead}
