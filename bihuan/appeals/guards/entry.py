"""Conditions of registering, sending on and taking on a petition. Each refuses with what to do instead."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.appeals.guards.days import ahead, day_of
from bihuan.appeals.rules.figures import figure
from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt
from bihuan.casework.models import Case, Entry
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.models import Unit


def representatives(attempt: Attempt) -> None:
    """Of a visit. Art. 18¶3: a joint reception names who took part. Art. 20¶3: several who visit together choose
    representatives, five at most, or as few as a district set."""
    if attempt.given.get("joint") and not attempt.given.get("joint_with"):
        raise Incomplete({"joint_with": _("联合接访的，请写明哪些单位一起接待（第十八条第三款）。")})
    people, sent = attempt.given.get("people", 0), attempt.given.get("representatives")
    if not people and sent is None:
        return
    most = figure("representatives", place=attempt.case.jurisdiction_id, on=day_of(attempt.at))
    words = {"most": most.value, "source": most.source}
    if sent is not None and sent > most.value:
        raise Guarded(
            _(
                "代表不得超过%(most)s人（%(source)s）。请他们推选不超过%(most)s名代表，其他人的意见由代表带来，每个人都可以各自收到答复。"
            )
            % words,
            field="representatives",
        )
    if sent is not None and people and sent > people:
        raise Guarded(_("代表人数不会多于来访人数，请检查。"), field="representatives")
    if sent is None and people > most.value:
        raise Incomplete(
            {
                "representatives": _("多人走访提出共同事项的，应当推选代表，请填写代表人数（%(source)s）。")
                % words
            }
        )


def filed_today(attempt: Attempt) -> None:
    """What is filed online is received when it is filed."""
    if attempt.actor.is_resident and attempt.given["received_on"] != day_of(attempt.at):
        raise Guarded(_("网上提出的，收到日期就是今天。"), field="received_on")


def same_matter(attempt: Attempt) -> None:
    """Art. 19¶3 and 36¶3: refused is only what another case already is, and the resident is told which."""
    number = attempt.given["other_case"].strip().upper()
    other = Case.objects.filter(number=number).first()
    if other is None or other.number == attempt.case.number:
        raise Guarded(_("没有这个编号的另一件事项，请核对编号。"), field="other_case")
    if attempt.given["ground"] == "in_progress":
        if other.phase == Phase.ENDED:
            raise Guarded(
                _("%(number)s已经办结，不是正在办理。请登记并分流，或者改选其他依据。") % {"number": number},
                field="other_case",
            )
        return
    if not Entry.objects.filter(case=other, step="decide_re_review").exists():
        raise Guarded(_("%(number)s没有作出过复核意见，不能以“复核后又提出”不予受理（第三十六条第三款）。") % {"number": number},
                      field="other_case")  # fmt: skip


def known_for_reconsideration(attempt: Attempt) -> None:
    """行政复议法 art. 20: the 60 days run from knowledge, also while the matter lies here. The resident must be told."""
    if attempt.given["path"] == "administrative" and "known_on" not in attempt.given:
        raise Incomplete(
            {
                "known_on": _(
                    "请填写信访人知道该行政行为的日期：申请行政复议的期限从这一天起算，要告诉信访人还剩几天。"
                )
            }
        )


def not_to_the_accused(attempt: Attempt) -> None:
    """Art. 30¶3: nothing of a report goes to whom it accuses."""
    accused = attempt.given.get("accused_unit", attempt.case.facts.get("accused_unit"))
    if accused is None:
        return
    if attempt.given.get("to_unit") == accused:
        raise Guarded(
            _("不能把检举、控告转给被检举的单位（第三十条第三款）。请选纪检监察机关或者其上级机关。"),
            field="to_unit",
        )
    if attempt.actor.unit_id == accused:
        raise Guarded(_("本单位是被检举的单位，不能办理。请立即交由纪检监察机关登记（第三十条第三款）。"))


def to_a_hotline(attempt: Attempt) -> None:
    """The hotline's orders are the hotline's."""
    unit = directory.unit(attempt.given["to_unit"])
    if unit is None or unit.kind != Unit.Kind.HOTLINE:
        raise Guarded(_("请选择热线单位。"), field="to_unit")


def brought_in(attempt: Attempt) -> None:
    """Only an old case, registered as such, takes an old reply; a case of today is decided by the letter gate."""
    if "source" not in attempt.case.facts:
        raise Guarded(_("这一步只用于录入原系统已经答复的旧件。请出具处理意见。"))


def notified_after_receipt(attempt: Attempt) -> None:
    """Art. 23¶1, 3: told in writing, unless name or address are not clear. Not before the receipt: a slip of the pen."""
    if "notified_on" not in attempt.given:
        if attempt.given.get("untold"):
            return
        raise Incomplete(
            {
                "notified_on": _(
                    "请填写书面告知日期；只有信访人的姓名、住址不清的才可以不告知，并勾选“无法告知”（第二十三条第一款）。"
                )
            }
        )
    if attempt.given.get("untold"):
        raise Guarded(_("已经告知的，不要勾选“无法告知”。"), field="untold")
    if attempt.given["notified_on"] < attempt.given["received_on"]:
        raise Guarded(_("告知日期早于收到日期，请检查。"), field="notified_on")


def received_by_this_unit(attempt: Attempt) -> None:
    """The unit received the matter at the latest when it was sent to it, so the 60 days cannot be moved later."""
    sent_on = attempt.case.holder_since.astimezone(CHINA).date()
    if attempt.given["received_on"] > sent_on:
        raise Guarded(
            _("这件事项在 %(sent)s 已经转到本单位，收到日期不能晚于这一天。办理期限不因告知较晚而推迟。")
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
            _("提出异议的期限已于 %(day)s 届满（第二十三条第三款）。请受理，或者与转送单位协商。")
            % {"day": last_day.isoformat()}
        )


def not_designated(attempt: Attempt) -> None:
    """Once designated, a matter is not sent back again."""
    if attempt.case.facts.get("designated") == "yes":
        raise Guarded(_("这件事项已经核实并指定由本单位办理，不能再次提出异议。请受理并告知信访人。"))


report_date_ahead = ahead("report_by", gettext_noop("要求报送办结报告的日期已经过了，请改为今天以后的日期。"))

GUARDS = (
    representatives, filed_today, same_matter, known_for_reconsideration, not_to_the_accused, to_a_hotline, brought_in,
    notified_after_receipt, received_by_this_unit, objection_in_time, not_designated,
)  # fmt: skip
NAMED = {"report_date_ahead": report_date_ahead}
