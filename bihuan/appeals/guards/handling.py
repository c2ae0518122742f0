"""Conditions of handling, deciding, serving and supervising a petition. Each refuses with what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.appeals import gate
from bihuan.appeals.guards.days import ahead, day_of, limit_of
from bihuan.appeals.rules.figures import figure
from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt


def letter_gate(attempt: Attempt) -> None:
    """Art. 32 and 35: request, facts and reasons, opinion, legal basis, remedy with its limit."""
    found = gate.lacks(attempt.given, limit=limit_of(attempt, "review_right"))
    if found:
        raise Incomplete({lack.part: _(lack.text) for lack in found})


def extension_days(attempt: Attempt) -> None:
    """Art. 34: not more than 30 days, or what a district set below that."""
    most = figure("extension_days", place=attempt.case.jurisdiction_id, on=day_of(attempt.at))
    if not 1 <= attempt.given["days"] <= most.value:
        words = {"most": most.value, "source": most.source}
        raise Guarded(
            _("延长期限不能超过%(most)s日（%(source)s），请填写1到%(most)s。") % words, field="days"
        )


def may_be_public(attempt: Attempt) -> None:
    """What a resident asked to keep confidential is not put out (art. 30¶3, 46(5)); and nothing before its decision."""
    appeal = getattr(attempt.case, "appeal", None)
    if appeal is not None and appeal.confidential:
        raise Guarded(_("信访人要求保密，不能公开。"))
    decided = attempt.last("decide")
    if decided is None:
        raise Guarded(_("还没有出具处理意见，没有可以公开的答复。"))
    if attempt.given["agreed_on"] < day_of(decided.at):
        raise Guarded(_("本人同意的日期早于处理意见，请检查：同意公开的是这一份答复。"), field="agreed_on")


def not_simple_yet(attempt: Attempt) -> None:
    """Once is enough."""
    if attempt.due_at("simple") is not None:
        raise Guarded(_("这件事项已经在简易办理。"))


def is_simple(attempt: Attempt) -> None:
    """Only what is handled simply goes back to the ordinary way."""
    if attempt.due_at("simple") is None:
        raise Guarded(_("这件事项没有适用简易办理。"))


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
    if decided is not None and attempt.given["served_on"] < day_of(decided.at):
        raise Guarded(
            _("信访人不可能在出具处理意见（%(day)s）之前收到，请检查日期。")
            % {"day": day_of(decided.at).isoformat()},
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


def agreement_dates(attempt: Attempt) -> None:
    """Art. 33: what both agreed to is performed after they signed."""
    if attempt.given["execute_by"] < attempt.given["signed_on"]:
        raise Guarded(_("履行期限早于签署日期，请检查。"), field="execute_by")


def not_recused(attempt: Attempt) -> None:
    """Art. 28¶3: who is directly interested does not handle the matter."""
    if attempt.actor.account_id in {entry.data["officer"] for entry in attempt.every("recuse")}:
        raise Guarded(
            _("您在这件事项中已经回避（第二十八条第三款），不能办理。请由单位负责人另行指定承办人。")
        )


def recusal_was_asked(attempt: Attempt) -> None:
    """There is nothing to refuse when nobody asked."""
    if attempt.last("ask_recusal") is None:
        raise Guarded(_("信访人没有申请回避，不用作这个决定。"))


def was_suggested_upward(attempt: Attempt) -> None:
    """Art. 22¶1(1): a decision answers a suggestion, and not from before it."""
    asked = attempt.last("suggest_upward")
    if asked is None:
        raise Guarded(_("这件事项没有报请党委、政府决定。"))
    if attempt.given["instructed_on"] < day_of(asked.at):
        raise Guarded(_("决定日期早于报请日期，请检查。"), field="instructed_on")


def was_urged(attempt: Attempt) -> None:
    """Only what was urged is answered (art. 40)."""
    if attempt.due_at("urging") is None:
        raise Guarded(_("现在没有等待反馈的督办。"))


def was_entrusted(attempt: Attempt) -> None:
    """A report is owed only for what was sent with a set date (art. 22¶1(3))."""
    if attempt.due_at("report") is None:
        raise Guarded(_("这件事项不是交办件，或者办结报告已经报送。"))


def came_from_above(attempt: Attempt) -> None:
    """Feedback goes to an office that sent the matter down."""
    if not {"sender", "feedback_by"} & set(attempt.case.facts):
        raise Guarded(_("这件事项不是上级转来的，登记时没有写转来机关。"))


def feedback_sent(attempt: Attempt) -> None:
    """Art. 22¶1(3): with the case every duty of an office ends, so what is owed upward is paid before."""
    if attempt.due_at("feedback") is not None:
        raise Guarded(_("上级机关要求反馈办理结果，还没有反馈。请先办理“向转来机关反馈”。"))


def report_filed(attempt: Attempt) -> None:
    """Art. 22¶1(3): what was assigned with a report owed is not closed before the report is in."""
    if attempt.due_at("report") is not None:
        raise Guarded(_("这是交办件，承办单位还没有报送办结报告（第二十二条第一款第三项）。请先催报。"))


answer_date_ahead = ahead("answer_by", gettext_noop("要求反馈的日期已经过了，请改为今天以后的日期。"))

GUARDS = (
    may_be_public, not_simple_yet, is_simple, letter_gate,
    extension_days, not_overdue, not_extended, served_after_decision, promise_given, agreement_dates,
    not_recused, recusal_was_asked, was_suggested_upward, was_urged, was_entrusted, came_from_above, feedback_sent,
    report_filed,
)  # fmt: skip
NAMED = {"answer_date_ahead": answer_date_ahead}
