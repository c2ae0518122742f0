"""The tables of supervision, walked with the sample district's people."""

from __future__ import annotations

from typing import Any

import pytest

from bihuan.casework import errors, registry
from bihuan.casework.models import Case, IssuedDocument, Link
from bihuan.casework.selectors import visible_cases
from bihuan.casework.tests.cast import actor, unit
from bihuan.organizations.models import Account
from bihuan.supervision import services
from bihuan.supervision.processes import ALL
from bihuan.supervision.tests.making import NOW, measure, order, take


def state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


@pytest.mark.parametrize("process", ALL, ids=lambda one: one.name)
def test_every_table_may_be_used(process: object) -> None:
    assert registry.problems(process) == []  # type: ignore[arg-type]


def test_an_order_is_a_case_of_its_own_linked_to_what_it_is_about() -> None:
    origin = measure()
    case = order(origin=origin)
    assert (case.origin_id, case.holder_unit_id, case.state) == (origin.pk, unit("住建局").pk, "owed")
    assert Link.objects.filter(case=origin, other=case).exists()
    assert IssuedDocument.objects.get(case=case).kind == "supervision_order"


def test_an_order_ends_only_when_whoever_asked_has_looked() -> None:
    case = order()
    take(case, "reply", actor("chengban"), reply="已完成8个")
    assert state(case) == "replied"
    with pytest.raises(errors.NotYours):
        take(case, "settle", actor("chengban"), checked="看过")
    take(
        case,
        "not_enough",
        actor("ducha"),
        to_unit=unit("住建局").pk,
        reply_by="2026-03-20",
        reason="没有写明依据",
    )
    assert state(case) == "owed"
    take(case, "reply", actor("chengban"), reply="全部完成，附清单")
    take(case, "settle", actor("ducha"), checked="到现场看过")
    assert state(case) == "settled"


def test_the_unit_that_did_it_never_confirms_it() -> None:
    case = order(to="区政府办")  # the supervisor's own unit
    take(case, "reply", actor("ducha"), reply="已办")
    with pytest.raises(errors.Guarded, match="不能由本单位核实"):
        take(case, "settle", actor("ducha"), checked="看过")


def test_an_urging_becomes_an_order_and_that_a_listing() -> None:
    case = services.supervise(
        process="supervision.urging", actor=actor("ducha"), at=NOW, subject="改造进度", origin=measure(),
        given={"to_unit": unit("住建局").pk, "urged": "请加快", "reply_by": "2026-03-06"},
    )  # fmt: skip
    given = {"to_unit": unit("住建局").pk, "requirement": "书面说明", "reply_by": "2026-03-20"}
    take(case, "raise", actor("ducha"), "2026-03-09 09:00", **given)
    made = Case.objects.get(process="supervision.order")
    assert (state(case), made.origin_id, made.state) == ("raised", case.pk, "owed")
    listing = {
        "to_unit": unit("住建局").pk,
        "level": "district",
        "requirement": "挂牌",
        "finish_by": "2026-06-30",
    }
    take(made, "list_up", actor("ducha"), "2026-03-23 09:00", **listing)
    assert Case.objects.get(process="supervision.listing").state == "listed"


def test_a_listing_of_the_city_is_released_by_the_city() -> None:
    given = {
        "to_unit": unit("住建局").pk,
        "level": "city",
        "requirement": "限期办结",
        "finish_by": "2026-06-30",
    }
    opening: dict[str, Any] = {
        "process": "supervision.listing",
        "actor": actor("ducha"),
        "at": NOW,
        "subject": "挂牌",
    }
    with pytest.raises(errors.Guarded, match="上级文号"):
        services.supervise(given=given, **opening)
    case = services.supervise(given={**given, "instrument": "澜政督〔2026〕3号"}, **opening)
    take(case, "apply", actor("chengban"), result="办结")
    with pytest.raises(errors.Guarded, match="上级解除文号"):
        take(case, "delist", actor("ducha"), checked="看过")
    take(case, "delist", actor("ducha"), checked="看过", released_by="澜政督〔2026〕9号")
    assert state(case) == "delisted"


def test_a_proposal_is_answered_in_writing_and_a_refusal_may_be_pressed() -> None:
    case = services.supervise(
        process="supervision.proposal", actor=actor("fenliu"), at=NOW, subject="物业费公示",
        given={"to_unit": unit("住建局").pk, "kind": "policy", "finding": "多件同类", "proposal": "制定公示办法"},
    )  # fmt: skip
    take(case, "decline", actor("chengban"), reasons="已有规定")
    take(case, "insist", actor("ducha"), to_unit=unit("住建局").pk, reason="规定没有执行")
    take(case, "adopt", actor("chengban"), adopted="part", reasons="修订办法", carry_by="2026-05-01")
    take(case, "carried", actor("chengban"), result="已印发")
    take(case, "close", actor("fenliu"), checked="查看文件")
    assert state(case) == "closed"


def test_an_unannounced_check_is_not_seen_by_the_unit_until_it_is_handed_over() -> None:
    case = services.supervise(
        process="supervision.check", actor=actor("ducha"), at=NOW, subject="接访窗口",
        given={"kind": "unannounced", "unit_checked": unit("住建局").pk, "look_at": "窗口值守", "on_day": "2026-03-04"},
    )  # fmt: skip
    bureau = actor("chengban")
    assert not visible_cases(bureau).filter(pk=case.pk).exists()
    take(case, "record", actor("ducha"), seen_on="2026-03-03", found="无人值守", outcome="faults")
    assert not visible_cases(bureau).filter(pk=case.pk).exists()
    take(
        case,
        "hand_over",
        actor("ducha"),
        to_unit=unit("住建局").pk,
        faults="无人值守",
        rectify_by="2026-03-20",
    )
    assert visible_cases(bureau).filter(pk=case.pk).exists()


def test_an_interview_is_of_an_office() -> None:
    case = services.supervise(
        process="supervision.interview", actor=actor("ducha"), at=NOW, subject="久拖不决",
        given={"to_unit": unit("住建局").pk, "why": "三次退回", "meets_on": "2026-03-05", "place": "区政府",
               "who_comes": "局长"},
    )  # fmt: skip
    take(
        case, "hold", actor("ducha"), "2026-03-05 15:00", held_on="2026-03-05", who_came="局长", said="久拖不决",
        undertaken="一个月办结", rectify_by="2026-04-05",
    )  # fmt: skip
    assert state(case) == "rectifying"
    kinds = set(IssuedDocument.objects.filter(case=case).values_list("kind", flat=True))
    assert kinds == {"interview_notice", "interview_record"}


def charge() -> Case:
    leader = Account.objects.get(username="lingdao")
    given = {"matter": "拆迁安置", "due_by": "2026-06-30"}
    return services.take_charge(
        leader=leader, actor=actor("fenliu"), at=NOW, subject="拆迁安置", given=given, origin=measure()
    )


def test_only_the_leader_writes_down_an_own_contact() -> None:
    case = charge()
    contact = {"met_on": "2026-03-03", "how": "met", "heard": "要求安置", "answered": "一周内回复"}
    mayor = next(one for one in Account.objects.all() if one.username == "ducha")
    assert mayor.pk != case.duty.leader_id
    with pytest.raises(errors.Guarded, match="本人"):
        take(case, "contact", actor("ducha"), **contact)
    take(case, "contact", actor("lingdao"), **contact)
    assert case.entries.filter(step="contact").count() == 1


def test_a_hard_case_is_solved_when_the_people_concerned_say_so() -> None:
    case = charge()
    take(case, "make_plan", actor("lingdao"), plan="先查清面积")
    take(case, "report_result", actor("lingdao"), "2026-05-01 09:00", result="已安置")
    with pytest.raises(errors.NotYours):
        take(case, "confirm", actor("lingdao"), "2026-05-02 09:00", said="满意", checked="电话")
    take(case, "confirm", actor("fenliu"), "2026-05-02 09:00", said="已经住上", checked="电话核对")
    assert state(case) == "done"


def test_a_case_behind_the_wall_is_never_handed_to_the_unit_it_is_about() -> None:
    """条例第三十条第三款: through an order on an accusation the accused would read it."""
    bars = [process for process in registry.all_processes() if process.bars]
    assert bars
    origin = measure()
    origin.process, origin.facts = bars[0].name, {bars[0].bars[0]: unit("住建局").pk}
    Case.objects.filter(pk=origin.pk).update(process=origin.process, facts=origin.facts)
    with pytest.raises(errors.Refused):
        order(origin=origin)
