"""The conditions that the tables of enforcement name. Each refuses with what to do instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt, register
from bihuan.casework.models import ClockRow
from bihuan.common import calendars
from bihuan.common.calendar.deadlines import midnight
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.models import Unit
from bihuan.safety.enforcement.counting import fined_days
from bihuan.safety.enforcement.models import Filing, Penalty
from bihuan.safety.enforcement.process import PENALTY
from bihuan.safety.enforcement.selectors import article_on, figure_on, large_fine
from bihuan.safety.enforcement.small_processes import CLOSURE, LISTING
from bihuan.safety.inspections.guards import two_certified


def _row(attempt: Attempt) -> Penalty:
    return Penalty.objects.get(pk=attempt.case.pk)


def by_the_two(attempt: Attempt) -> None:
    """行政处罚法 art. 42: the two officers investigate."""
    row = _row(attempt)
    if attempt.actor.account_id not in (row.lead_id, row.second_id):
        raise Guarded(_("调查由派定的两名执法人员进行，请由其中一人提交。"))


def not_the_investigator(attempt: Attempt) -> None:
    """Who investigated does not decide."""
    row = _row(attempt)
    if attempt.actor.account_id in (row.lead_id, row.second_id):
        raise Guarded(_("本案的调查人员不能作这个决定，请由负责人办理。"))


def amount_in_range(attempt: Attempt) -> None:
    """The fine lies in the range of its article on the day, and is of the kind of party (行政处罚法 art. 4, 5)."""
    given = attempt.given
    article = article_on(given["article"], attempt.at.astimezone(CHINA).date())
    if article is None:
        raise Guarded(
            _("没有今天有效的处罚条款“%(code)s”，请在“处罚条款”里查对代号。") % {"code": given["article"]},
            field="article",
        )
    party = attempt.case.facts.get("party")
    if article.party != party:
        raise Guarded(_("这一条处罚的不是这种当事人，请查对条款。"), field="article")
    bounds = article.bounds(given.get("income"))
    if bounds is None:
        raise Incomplete({"income": _("这一条按上一年年收入的比例处罚，请填写收入。")})
    low, high = bounds
    if not low <= given["amount"] <= high:
        raise Guarded(
            _(
                "%(code)s 规定的罚款是%(low)s元至%(high)s元，%(amount)s元不在这个幅度里。请改正数额，或者另选条款。"
            )
            % {
                "code": article.code,
                "low": f"{low:,}",
                "high": f"{high:,}",
                "amount": f"{given['amount']:,}",
            },
            field="amount",
        )


def evidence_settled(attempt: Attempt) -> None:
    """Evidence registered and preserved is settled before the investigation ends (行政处罚法 art. 56)."""
    if attempt.due_at("evidence") is not None:
        raise Guarded(_("先行登记保存的证据还没有处理，请先办理“处理登记保存的证据”。"))


def hearing_told(attempt: Attempt) -> None:
    """行政处罚法 art. 63: suspension and large fines go with the right to a hearing."""
    if attempt.given["hearing"] == "yes":
        return
    on = attempt.at.astimezone(CHINA).date()
    facts = attempt.case.facts
    limit = large_fine(str(facts.get("party", "unit")), on)
    if facts.get("suspension") == "yes" or int(facts.get("amount", 0)) >= limit:
        raise Guarded(
            _("停产停业或者%(limit)s元以上的罚款应当告知听证权利（第六十三条），请选“是”。")
            % {"limit": f"{limit:,}"},
            field="hearing",
        )


def asked_in_time(attempt: Attempt) -> None:
    """行政处罚法 art. 64 no. 1: within five working days; the last day counts whole."""
    due = _right(attempt)
    asked = attempt.given["asked_on"]
    if due is not None and midnight(asked) >= due:
        raise Guarded(
            _("要求听证的期限到 %(day)s 为止，这一申请已经超过期限。") % {"day": _last_day(due).isoformat()},
            field="asked_on",
        )
    notified = attempt.last("notify")
    if notified is not None and asked.isoformat() < str(notified.data.get("notified_on")):
        raise Guarded(_("申请日期早于告知日期，请检查。"), field="asked_on")


def defence_answered(attempt: Attempt) -> None:
    """行政处罚法 art. 45: what the party said is heard in full and reviewed before anything is decided."""
    if Filing.objects.filter(case=attempt.case, kind=Filing.Kind.DEFENCE, read_at__isnull=True).exists():
        raise Guarded(_("企业提交的陈述申辩还没有复核（第四十五条），请先办理“记录陈述申辩”。"))


def right_over(attempt: Attempt) -> None:
    """A right runs to its last day unless it is waived in writing."""
    due = _right(attempt)
    if attempt.given["waived"] != "yes" and due is not None and attempt.at < due:
        raise Guarded(
            _("当事人可以要求听证到 %(day)s 为止。期满以后，或者当事人书面放弃，才能往下办。")
            % {"day": _last_day(due).isoformat()}
        )


def seven_days_ahead(attempt: Attempt) -> None:
    """行政处罚法 art. 64 no. 2 and art. 85: the party is told seven working days before the hearing."""
    today = attempt.at.astimezone(CHINA).date()
    first = calendars.current().nth_working_after(today.toordinal(), 7)
    held: datetime = attempt.given["hearing_at"]
    if held.astimezone(CHINA).date().toordinal() <= first:
        raise Guarded(
            _("听证应当在七个工作日前通知，最早可以定在 %(day)s。")
            % {"day": (today + timedelta(days=first - today.toordinal() + 1)).isoformat()},
            field="hearing_at",
        )


def chair_apart(attempt: Attempt) -> None:
    """行政处罚法 art. 64 no. 4: who presides did not investigate."""
    row = _row(attempt)
    if attempt.given["chair"] in (row.lead_id, row.second_id):
        raise Guarded(_("听证由非本案调查人员主持，请另选一人。"), field="chair")


def hearing_time_come(attempt: Attempt) -> None:
    """A hearing is recorded when it was held."""
    held = datetime.fromisoformat(str(attempt.case.facts["hearing_at"]))
    if attempt.at < held:
        raise Guarded(_("听证的时间还没有到。"))


def no_more_than_told(attempt: Attempt) -> None:
    """行政处罚法 art. 45: no heavier penalty because the party defended itself. More than was told is told again."""
    told = attempt.case.facts
    if attempt.given["amount"] > int(told.get("amount", 0)) or (
        attempt.given["suspension"] == "yes" and told.get("suspension") != "yes"
    ):
        raise Guarded(
            _("处罚重于告知的内容。不得因陈述、申辩加重处罚；查明新的事实的，请退回补充调查并重新告知。"),
            field="amount",
        )


def reviewed_by_law(attempt: Attempt) -> None:
    """行政处罚法 art. 58: what was heard, or takes away rights, has a legal review before the decision."""
    if attempt.case.facts.get("hearing") == "yes" and not attempt.given.get("legal_review"):
        raise Incomplete({"legal_review": _("告知过听证权利的案件，决定之前应当法制审核（第五十八条）。")})


def refused_after_fine(attempt: Attempt) -> None:
    """安全生产法 art. 112: ordered to correct and fined, and refuses."""
    if not int(attempt.case.facts.get("amount", 0)):
        raise Guarded(_("本案没有罚款，不能按日连续处罚。"))
    if not str(attempt.case.facts.get("article", "")).startswith("安全生产法/"):
        raise Guarded(_("按日连续处罚只用于违反安全生产法的行为（第一百一十二条）。"))
    if fined_days(attempt.given["ordered_on"], attempt.given["checked_on"]) < 1:
        raise Guarded(
            _("按日连续处罚自责令改正的次日起算，复查日期应当晚于责令改正的日期。"), field="checked_on"
        )


def after_the_order(attempt: Attempt) -> None:
    """Correction is recorded of what was refused, and not before it was ordered."""
    ordered = attempt.case.facts.get("ordered_on")
    if ordered is None:
        raise Guarded(_("没有记录过拒不改正，不需要这一步。"))
    if attempt.given["corrected_on"].isoformat() < str(ordered):
        raise Guarded(_("改正日期早于责令改正的日期，请检查。"), field="corrected_on")


def payment_late(attempt: Attempt) -> None:
    """行政处罚法 art. 72: only when the time to pay has passed."""
    due = attempt.due_at("pay")
    if due is not None and attempt.at < due:
        raise Guarded(
            _("缴款期限到 %(day)s 为止，期满之前不能申请强制执行。") % {"day": _last_day(due).isoformat()}
        )


def said_if_public(attempt: Attempt) -> None:
    """A decision that was published must be withdrawn in public."""
    public = attempt.case.facts.get("published_on") is not None
    if public != (attempt.given["was_public"] == "yes"):
        said = _("案卷里有公示记录，请选“是”。") if public else _("案卷里没有公示记录，请选“否”。")
        raise Guarded(said, field="was_public")


def published_first(attempt: Attempt) -> None:
    """安全生产法 art. 78: a decision that stands is published before it is put away."""
    facts = attempt.case.facts
    if facts.get("annulled_on") is None and facts.get("published_on") is None:
        raise Guarded(_("处罚决定还没有公示（第七十八条），请先办理“公示处罚决定”。"))


def to_an_office(attempt: Attempt) -> None:
    """A transfer or a proposal goes to another office."""
    unit = directory.unit(attempt.given["to_unit"])
    if unit is None or unit.kind == Unit.Kind.ENTERPRISE or unit.id == attempt.case.registry_unit_id:
        raise Guarded(_("请选择有权处理的另一个机关。"), field="to_unit")


def closure_published(attempt: Attempt) -> None:
    """The public is told of a closure before it is called done."""
    if attempt.case.facts.get("published_on") is None:
        raise Guarded(_("关闭还没有公告，请先办理“公告关闭”。"))


def within_the_longest(attempt: Attempt) -> None:
    """Local rules: at most so many days from listing, by the level that lists. A dated figure (LocalAmount), by default 365."""
    first = attempt.last("list")
    began = (first.at if first is not None else attempt.at).astimezone(CHINA).date()
    most = figure_on(f"list_days_{attempt.case.facts.get('level', 'district')}", began)
    if not began < attempt.given["govern_by"] <= began + timedelta(days=most.amount):
        raise Guarded(
            _("治理期限从挂牌起最长%(days)s天（%(source)s），请改正日期。")
            % {"days": most.amount, "source": most.source},
            field="govern_by",
        )


def days_before_the_end(attempt: Attempt) -> None:
    """An extension is asked for so many working days before the end. A dated figure (LocalAmount), by default twenty."""
    calendar = calendars.current()
    last = attempt.given["ask_by"].toordinal()
    least = figure_on("list_ask_before", attempt.at.astimezone(CHINA).date())
    if calendar.nth_working_after(last, least.amount) > attempt.given["govern_by"].toordinal():
        raise Guarded(
            _("申请延期的最后一天应当在治理期满的%(days)s个工作日以前（%(source)s），请改早一些。")
            % {"days": least.amount, "source": least.source},
            field="ask_by",
        )


def extension_in_time(attempt: Attempt) -> None:
    """Not after the last day to ask."""
    due = attempt.due_at("extension_ask")
    if due is not None and midnight(attempt.given["asked_on"]) >= due:
        raise Guarded(
            _("申请延期的期限到 %(day)s 为止。") % {"day": _last_day(due).isoformat()}, field="asked_on"
        )


def listing_published(attempt: Attempt) -> None:
    """What was never published is not delisted in public."""
    if attempt.case.facts.get("published_on") is None:
        raise Guarded(_("挂牌还没有公布，请先办理“公布挂牌”。"))


def _right(attempt: Attempt) -> datetime | None:
    row = ClockRow.objects.filter(case=attempt.case, name="hearing_request").order_by("-start_seq").first()
    return row.due_at if row is not None else None


def _last_day(due: datetime) -> date:
    return (due - timedelta(microseconds=1)).astimezone(CHINA).date()


def register_all() -> None:
    """Make every guard known to the engine."""
    for guard in (
        after_the_order, amount_in_range, asked_in_time, by_the_two, chair_apart, defence_answered, evidence_settled,
        hearing_time_come, hearing_told, no_more_than_told, not_the_investigator, payment_late, published_first,
        refused_after_fine, reviewed_by_law, right_over, said_if_public, seven_days_ahead, to_an_office, two_certified,
    ):  # fmt: skip
        register(PENALTY.name, guard.__name__, guard)
    for guard in (closure_published, to_an_office):
        register(CLOSURE.name, guard.__name__, guard)
    for guard in (days_before_the_end, extension_in_time, listing_published, within_the_longest):
        register(LISTING.name, guard.__name__, guard)
