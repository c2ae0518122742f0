"""The conditions that the hazard's table names, as functions. Each refuses with what to do instead."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.guards import Attempt, register
from bihuan.casework.journal import actor_line
from bihuan.casework.models import Entry, IssuedDocument
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.models import Unit
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.opinions import one_opinion
from bihuan.safety.hazards.packs import clause_of
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.hazards.recalling import same_deadline, untouched


def clause_in_force(attempt: Attempt) -> None:
    """A major hazard names a criterion of a pack in force on the day: 安全生产法 art. 118."""
    if attempt.given["grade"] != "major":
        return
    named = attempt.given.get("clause", "")
    if not named:
        raise Incomplete({"clause": _("判定为重大隐患，请写明判定标准的代号和条号，例如 MH-2017/12。")})
    clause = clause_of(named, attempt.at.astimezone(CHINA).date())
    if clause is None:
        raise Guarded(
            _("没有找到今天有效的判定标准条款“%(clause)s”，请在判定标准里查对代号和条号。")
            % {"clause": named},
            field="clause",
        )


def brought_in(attempt: Attempt) -> None:
    """Only a row of an old ledger takes an old close-out; what is found today goes the whole way."""
    if "source" not in attempt.case.facts:
        raise Guarded(_("这一步只用于录入原台账已经销号的旧件。"))


def grade_unchanged(attempt: Attempt) -> None:
    """A change of grade is another step, with a second person."""
    if attempt.given["grade"] != attempt.case.facts.get("grade"):
        raise Guarded(_("等级有变化，请用“改判为重大隐患”。"), field="grade")


def second_person(attempt: Attempt) -> None:
    """Who judged does not confirm the judgment."""
    judged = [entry for entry in (attempt.last("judge"), attempt.last("upgrade")) if entry is not None]
    last = max(judged, key=lambda entry: entry.seq, default=None)
    if last is not None and _same(last, attempt):
        raise Guarded(_("定级的人不能自己复核，请由另一人复核。"))


def to_the_enterprise(attempt: Attempt) -> None:
    """What an enterprise must put right goes to that enterprise and to no other."""
    hazard = Hazard.objects.filter(pk=attempt.case.pk).only("enterprise_id").first()
    if hazard is not None and attempt.given["to_unit"] != hazard.enterprise_id:
        name = directory.unit(hazard.enterprise_id)
        raise Guarded(
            _("责任企业应当是本隐患所在的“%(name)s”。") % {"name": name.name if name else ""}, field="to_unit"
        )


def to_an_office(attempt: Attempt) -> None:
    """A transfer (art. 69) goes to another office."""
    unit = directory.unit(attempt.given["to_unit"])
    if unit is None or unit.kind == Unit.Kind.ENTERPRISE or unit.id == attempt.case.registry_unit_id:
        raise Guarded(_("请选择有权处理的另一个部门。"), field="to_unit")


def of_this_enterprise(attempt: Attempt) -> None:
    """Only the enterprise itself reports to its workers."""
    hazard = Hazard.objects.filter(pk=attempt.case.pk).only("enterprise_id").first()
    if hazard is None or attempt.actor.unit_id != hazard.enterprise_id:
        raise Guarded(_("这一步由隐患所在的企业办理。"))


def deadline_ahead(attempt: Attempt) -> None:
    """A time limit that has passed orders nothing."""
    if attempt.given["rectify_by"] < attempt.at.astimezone(CHINA).date():
        raise Guarded(_("整改期限已经过去，请写今天或者以后的日期。"), field="rectify_by")


def order_names_it(attempt: Attempt) -> None:
    """The order is one that the hazard's own inspection issued, and it names this hazard."""
    issued = IssuedDocument.objects.filter(
        case_id=attempt.case.origin_id or 0, kind="rectification_order", number=attempt.given["order_number"]
    ).first()
    if issued is None or not any(attempt.case.number in text for _label, text in issued.data["said"]):
        raise Guarded(
            _("这次检查没有列明本隐患的这份指令书，请在检查案件里办理“责令限期整改”。"), field="order_number"
        )


def asked_in_time(attempt: Attempt) -> None:
    """An extension is asked for before the deadline; the clock runs on until it is decided."""
    due = attempt.due_at("rectification")
    if due is not None and attempt.at >= due:
        last_day = (due - timedelta(microseconds=1)).astimezone(CHINA).date()
        raise Guarded(
            _("整改期限已于 %(day)s 届满，不能再申请延期。请尽快完成整改并报告。")
            % {"day": last_day.isoformat()}
        )


def later_than_now(attempt: Attempt) -> None:
    """An extension leads past the present deadline."""
    due = attempt.due_at("rectification")
    if (
        due is not None
        and attempt.given["asked_until"] <= (due - timedelta(microseconds=1)).astimezone(CHINA).date()
    ):
        raise Guarded(_("申请延至的日期没有晚于现在的整改期限，请检查。"), field="asked_until")


def both_reported(attempt: Attempt) -> None:
    """The dual report (art. 41): to the regulator and to the workers, before rectification begins."""
    facts = attempt.case.facts
    if not facts.get("reported_regulator_on"):
        raise Guarded(_("重大隐患应当先向监管部门报告（第四十一条），请先办理“向监管部门报告”。"))
    if not facts.get("reported_workers_on"):
        raise Guarded(
            _("重大隐患应当先向职工大会或者职工代表大会报告（第四十一条），请先办理“向职工代表大会报告”。")
        )


def report_sent(attempt: Attempt) -> None:
    """There is nothing to sign for before the report."""
    if not attempt.case.facts.get("reported_regulator_on"):
        raise Guarded(_("企业还没有报告，没有可以签收的报告。"))


def both_receipts(attempt: Attempt) -> None:
    """A major hazard is closed with both reports received."""
    facts = attempt.case.facts
    if facts.get("grade") != "major":
        return
    if not facts.get("regulator_receipt"):
        raise Guarded(_("监管部门还没有签收企业的报告，请先办理“监管部门签收报告”。"))
    if not facts.get("workers_receipt"):
        raise Guarded(_("还没有向职工报告的凭据，请企业补充会议记录或者公示的凭据。"))


def not_the_rectifier(attempt: Attempt) -> None:
    """Acceptance is never by the one who rectified: by account, and by the name that was written down."""
    steps = ("rectify", "rectify_inside", "correct_at_once", "correct_on_the_spot")
    done = [entry for entry in map(attempt.last, steps) if entry is not None]
    last = max(done, key=lambda entry: entry.seq, default=None)
    if last is None:
        return
    if _same(last, attempt) or last.data.get("rectifier") == attempt.actor.name:
        raise Guarded(_("整改的人不能自己验收，请由另一人验收。"))


def not_the_reinspector(attempt: Attempt) -> None:
    """The second level is another person."""
    passed = attempt.last("pass_reinspection")
    if passed is not None and _same(passed, attempt):
        raise Guarded(_("复查的人不能自己核验销号，请由另一人核验。"))


def not_the_asker(attempt: Attempt) -> None:
    """Who asked for an extension does not grant it."""
    asked = attempt.last("ask_inside")
    if asked is not None and _same(asked, attempt):
        raise Guarded(_("申请延期的人不能自己批准，请由另一人批准。"))


def not_the_adviser(attempt: Attempt) -> None:
    """Two steps of approval are two persons."""
    advised = attempt.last("advise_extension")
    if advised is not None and _same(advised, attempt):
        raise Guarded(_("审核延期的人不能自己批准，请由负责人批准。"))


def second_level_right(attempt: Attempt) -> None:
    """Major or listed hazards go to a second level."""
    if attempt.given["second_level"] == "no" and (
        attempt.case.facts.get("grade") == "major" or _listed(attempt)
    ):
        raise Guarded(_("重大隐患和挂牌隐患必须报第二级核验，请选“是”。"), field="second_level")


def not_listed(attempt: Attempt) -> None:
    """What is listed is delisted first."""
    if _listed(attempt):
        raise Guarded(_("隐患还在挂牌督办，请先摘牌。"))


def is_listed(attempt: Attempt) -> None:
    """Only what is listed is delisted."""
    if not _listed(attempt):
        raise Guarded(_("这件隐患没有挂牌。"))


def _same(entry: Entry, attempt: Attempt) -> bool:
    """The same person took that step: by account, or by the line of the journal for who has none here."""
    if entry.account_id is None:
        return attempt.actor.account_id is None and entry.actor == actor_line(attempt.actor)
    return entry.account_id == attempt.actor.account_id


def _listed(attempt: Attempt) -> bool:
    listed, delisted = attempt.last("list"), attempt.last("delist")
    return listed is not None and (delisted is None or delisted.seq < listed.seq)


def register_all() -> None:
    """Make every guard known to the engine."""
    for guard in (
        asked_in_time, both_receipts, both_reported, brought_in, clause_in_force, deadline_ahead, grade_unchanged, is_listed,
        later_than_now, not_listed, not_the_adviser, not_the_asker, not_the_rectifier, not_the_reinspector,
        of_this_enterprise, one_opinion, order_names_it, report_sent, same_deadline, second_level_right, second_person,
        to_an_office, to_the_enterprise, untouched,
    ):  # fmt: skip
        register(HAZARD.name, guard.__name__, guard)
