"""Conditions of review and re-review (信访工作条例 art. 35-36). Each refuses with what to do instead."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.appeals import gate
from bihuan.appeals.guards.days import ahead, day_of, last_day, limit_of
from bihuan.appeals.models import Signatory
from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt
from bihuan.casework.models import Case
from bihuan.organizations import directory

STILL_POSSIBLE = gettext_noop(
    "%(right)s的期限已于%(day)s届满（%(article)s），现在不能再提出。仍然可以：有新的事实或者理由的，重新提出信访事项；"
    "认为没有执行处理意见或者办理违反规定的，请登记单位督办（第四十条）；符合行政复议、诉讼条件的，在法定期限内向复议机关或者法院提出；"
    "生活确有困难的，申请救助（第三十七条第二款）。"
)


def last_day_of(attempt: Attempt, clock: str, lapse: str) -> date | None:
    """The last day of the right that runs or that lapsed; None when it never began or was used."""
    due = attempt.due_at(clock)
    if due is None and attempt.last(lapse) is not None:
        row = attempt.case.clocks.filter(name=clock).order_by("-start_seq").first()
        due = row.due_at if row is not None else None
    days = [last_day(due)] if due is not None else []
    if attempt.case.pk is not None:
        # Where several signed, the matter can be reviewed as long as one of them may ask; each is held to their own day.
        # Their day is that of the letter that stands now: a new one makes them be served anew.
        days += [one.review_until for one in _signatories_left(attempt.case) if one.review_until is not None]
    return max(days, default=None)


def _signatories_left(case: Case) -> list[Signatory]:
    return list(Signatory.objects.filter(case=case, left_at__isnull=True, asked_review_on__isnull=True))


def _in_time(attempt: Attempt, clock: str, lapse: str, right: str, article: str) -> None:
    day = last_day_of(attempt, clock, lapse)
    if day is None:
        raise Guarded(_("现在没有可以请求复查、复核的意见：书面答复送达以后才可以请求，已经用过的不能再用。"))
    if attempt.given["asked_on"] > day:
        raise Guarded(_(STILL_POSSIBLE) % {"right": _(right), "day": day.isoformat(), "article": _(article)})


def review_in_time(attempt: Attempt) -> None:
    """Art. 35: within 30 days of receiving the written reply. Who posted it in time is in time."""
    _in_time(attempt, "review_right", "lapse", gettext_noop("请求复查"), gettext_noop("第三十五条"))


def re_review_in_time(attempt: Attempt) -> None:
    """Art. 36¶1: within 30 days of receiving the review opinion."""
    _in_time(attempt, "re_review_right", "lapse_review", gettext_noop("请求复核"), gettext_noop("第三十六条"))


def asked_today(attempt: Attempt) -> None:
    """What is asked online is asked and received at that moment; on paper, not received before it was asked."""
    today = day_of(attempt.at)
    if attempt.actor.is_resident and {attempt.given["asked_on"], attempt.given["got_on"]} != {today}:
        raise Guarded(_("网上提出的，提出日期和收到日期就是今天。"), field="asked_on")
    if attempt.given["got_on"] < attempt.given["asked_on"]:
        raise Guarded(_("收到日期早于提出日期，请检查。"), field="got_on")


def _organ(attempt: Attempt, decided_by: str) -> None:
    decided = attempt.last(decided_by)
    unit = directory.unit(decided.unit_id) if decided is not None else None
    if unit is None or unit.superior_id is None:
        raise Guarded(_("机构里没有登记原办理单位的上一级机关。请联系系统管理员补上，再提出。"))
    organ = directory.unit(unit.superior_id)
    if attempt.given["to_unit"] != unit.superior_id and organ is not None:
        raise Guarded(
            _("应当向%(organ)s提出：它是%(unit)s的上一级机关。") % {"organ": organ.name, "unit": unit.name},
            field="to_unit",
        )


def review_organ(attempt: Attempt) -> None:
    """Art. 35: the next higher organ of the one that decided."""
    _organ(attempt, "decide")


def re_review_organ(attempt: Attempt) -> None:
    """Art. 36¶1: the next higher organ of the one that reviewed."""
    _organ(attempt, "decide_review")


def _gate(attempt: Attempt, found: list[gate.Lack]) -> None:
    given, facts = attempt.given, attempt.case.facts
    if found:
        raise Incomplete({lack.part: _(lack.text) for lack in found})
    if given["review_result"] == "revoke" and given["to_execute"] == "yes":
        raise Guarded(_("撤销并责令重新办理的，没有需要执行的内容，请选“没有”。"), field="to_execute")
    supported = facts.get("result") == "support" and attempt.last("report_execution") is None
    if given["review_result"] == "uphold" and supported and given["to_execute"] == "no":
        raise Guarded(
            _("维持的是支持请求的意见，而它还没有执行。请选“有”，送达后交原办理单位执行。"),
            field="to_execute",
        )


def entry_runs(attempt: Attempt) -> None:
    """A local rule gives days to decide on taking a request up; without one a request in time is simply dealt with."""
    if attempt.due_at("review_entry") is None:
        raise Guarded(_("这里没有规定决定受理的期限，或者已经受理，不用办理这一步。请直接复查、复核。"))


def review_gate(attempt: Attempt) -> None:
    """Art. 32 and 36: request, facts, opinion, legal basis; and where to ask for re-review, unless it is redone."""
    remedy = attempt.given["review_result"] != "revoke"
    limit = limit_of(attempt, "re_review_right")
    _gate(attempt, gate.review_lacks(attempt.given, remedy=remedy, limit=limit))


def re_review_gate(attempt: Attempt) -> None:
    """Art. 32: request, facts, opinion, legal basis. After a re-review there is no further remedy of this kind."""
    _gate(attempt, gate.review_lacks(attempt.given, remedy=False))


def not_the_decider(attempt: Attempt) -> None:
    """Art. 28¶3, 35-36: nobody reviews what they decided themselves."""
    before = [entry for step in ("decide", "decide_review") if (entry := attempt.last(step)) is not None]
    if attempt.actor.account_id in {entry.account_id for entry in before}:
        raise Guarded(_("原意见是您作出的，不能由您复查、复核。请由其他人员办理。"))


def review_served_after(attempt: Attempt) -> None:
    """A letter is received on the day of the opinion at the earliest."""
    decided = attempt.last("decide_re_review") or attempt.last("decide_review")
    if decided is not None and attempt.given["served_on"] < day_of(decided.at):
        raise Guarded(
            _("信访人不可能在作出意见（%(day)s）之前收到，请检查日期。")
            % {"day": day_of(decided.at).isoformat()},
            field="served_on",
        )


def back_to_the_decider(attempt: Attempt) -> None:
    """What is revoked is done again by the unit that decided; by whoever took over its work when it is gone (art. 24¶2)."""
    decided = attempt.last("decide")
    unit = directory.unit(decided.unit_id) if decided is not None else None
    if unit is not None and unit.open_on(day_of(attempt.at)) and attempt.given["to_unit"] != unit.id:
        raise Guarded(_("应当交原办理单位%(unit)s重新办理。") % {"unit": unit.name}, field="to_unit")


def something_to_execute(attempt: Attempt) -> None:
    """Art. 32¶2: carried out is what the opinion says is to be done."""
    if attempt.case.facts.get("to_execute") != "yes":
        raise Guarded(_("意见里写明没有需要执行的内容，不用交办。"))


redo_ahead = ahead("redo_by", gettext_noop("重新办理的期限已经过了，请改为今天以后的日期。"))
executed_ahead = ahead("execute_by", gettext_noop("执行完毕的日期已经过了，请改为今天以后的日期。"))
hearing_ahead = ahead("hear_by", gettext_noop("听证结束的日期已经过了，请改为今天以后的日期。"))

GUARDS = (
    review_in_time, re_review_in_time, asked_today, review_organ, re_review_organ, entry_runs, review_gate, re_review_gate,
    not_the_decider, review_served_after, back_to_the_decider, something_to_execute,
)  # fmt: skip
NAMED = {"redo_ahead": redo_ahead, "executed_ahead": executed_ahead, "hearing_ahead": hearing_ahead}
