"""An inspection from the draw to the end, and what it refuses on the way."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from bihuan.casework.documents import compose
from bihuan.casework.errors import Guarded, Incomplete, NotNow, NotYours
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Account
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.selectors import visible_hazards
from bihuan.safety.inspections import checklists
from bihuan.safety.inspections import services as inspections
from bihuan.safety.inspections.drawing import replay
from bihuan.safety.inspections.models import CheckItem, Checklist, Inspection
from bihuan.safety.inspections.services import Answer, Record, WrongVersion
from bihuan.safety.risk import services as risk
from bihuan.safety.risk.models import RiskPoint
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.lives import inspected, self_found, take

pytestmark = pytest.mark.django_db
ITEMS = [
    checklists.Item("资质证照", "营业执照", "", "依法取得营业执照。", "《公司法》第7条"),
    checklists.Item("现场", "消防", "", "灭火器在有效期内。", "《消防法》第16条"),
    checklists.Item("现场", "用电", "", "配电箱接地可靠。", "《安全生产法》第36条"),
]


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()
    cast.pack()
    for who, number in ((cast.actor("anjian"), "990103-01"), (cast.colleague(), "990103-02")):
        inspections.certify(
            account=Account.objects.get(pk=who.account_id or 0), number=number, issued_on=date(2024, 1, 1),
            expires_on=date(2027, 12, 31), actor=SYSTEM,
        )  # fmt: skip


@pytest.fixture
def firm() -> Enterprise:
    return cast.enterprise()


def sheet() -> Checklist:
    return checklists.publish(
        code="危化品", title="危化品", sector="危化品生产企业", items=ITEMS, at=at("2026-03-01 09:00")
    )[0]


def assigned(firm: Enterprise, when: str = "2026-03-02 09:00", checklist: Checklist | None = None) -> Case:
    case = inspections.plan(
        enterprise=firm,
        kind="unannounced",
        inspect_by=date(2026, 3, 31),
        checklist=checklist or sheet(),
        actor=actor("anjian"),
        at=at(when),
    )
    return take(
        case,
        "assign",
        actor("anjian"),
        when,
        lead=actor("anjian").account_id,
        second=cast.colleague().account_id,
    )


def record(checklist: Checklist, **more: Any) -> Record:
    marks = ["passed", "failed", "na"]
    answers = [
        Answer(item.pk, mark, note="三具灭火器已经过期。" if mark == "failed" else "", place="一车间")
        for item, mark in zip(checklist.items.all(), marks, strict=True)
    ]
    told: dict[str, Any] = {
        "began_at": at("2026-03-03 09:00"), "ended_at": at("2026-03-03 11:00"), "place": "石湾镇工业路1号",
        "content": "证照、消防、用电",
        "answers": answers, "signature": "signed", "signed_by": "钱大有", "checklist_id": checklist.pk,
    }  # fmt: skip
    return Record(**{**told, **more})


def send(case: Case, told: Record, who: Actor | None = None, **more: Any) -> inspections.Submitted:
    key = more.pop("submission", None) or uuid4()
    return inspections.submit_inspection(
        submission=key, case_id=case.pk, record=told, actor=who or actor("anjian"), at=at("2026-03-03 12:00")
    )


def test_a_failed_item_becomes_a_hazard_in_the_same_breath_and_the_inspection_ends_when_it_is_closed(
    firm: Enterprise,
) -> None:
    case = assigned(firm)
    done = send(case, record(Checklist.objects.get()))
    assert (done.case.state, len(done.hazards)) == ("reviewing", 1)
    hazard = Hazard.objects.get(pk=done.hazards[0].pk)
    assert (hazard.enterprise, hazard.found_by, hazard.clause, hazard.case.origin) == (
        firm,
        "inspection",
        "《消防法》第16条",
        case,
    )
    site = done.case.documents.get()
    paper = " ".join(block.text for block in compose(site).body)
    assert site.kind == "site_record"
    assert "2026年3月3日9时00分" in paper
    assert "罗守安（执法证号：990103-01）" in paper
    assert "三具灭火器已经过期。（《消防法》第16条）" in paper
    _judge, head = cast.officers()
    case = take(done.case, "approve", head, "2026-03-04 09:00", opinion="同意。")
    with pytest.raises(Guarded, match=hazard.case.number):
        take(case, "complete", actor("anjian"), "2026-03-05 09:00", result="办结。")
    take(hazard.case, "reject", actor("anjian"), "2026-03-05 09:00", reason="核实时已在更换中，批号看错。")
    assert take(case, "complete", actor("anjian"), "2026-03-05 10:00", result="办结。").state == "completed"
    assert list(verify_journal()) == []


def test_the_same_record_sent_twice_opens_no_second_hazard(firm: Enterprise) -> None:
    case, key = assigned(firm), uuid4()
    told = record(Checklist.objects.get())
    first = send(case, told, submission=key)
    again = send(case, told, submission=key)
    assert again.again
    assert [one.pk for one in again.hazards] == [one.pk for one in first.hazards]
    assert Hazard.objects.count() == 1


def test_two_officers_uploading_one_inspection_the_second_is_told_and_nothing_is_doubled(
    firm: Enterprise,
) -> None:
    case = assigned(firm)
    told = record(Checklist.objects.get())
    send(case, told)
    with pytest.raises(NotNow):
        send(case, told, who=cast.colleague())
    assert Hazard.objects.count() == 1


def test_a_record_of_a_version_retired_meanwhile_still_comes_in_and_one_of_another_version_does_not(
    firm: Enterprise,
) -> None:
    old = sheet()
    case = assigned(firm, checklist=old)
    new, _made = checklists.publish(
        code="危化品", title="危化品", sector="", items=ITEMS[:2], at=at("2026-03-02 12:00")
    )
    assert (new.version, Checklist.objects.get(pk=old.pk).retired_at is not None) == (2, True)
    with pytest.raises(WrongVersion):
        send(case, record(old, checklist_id=new.pk))
    assert send(case, record(old)).case.state == "reviewing"


def test_a_version_of_a_checklist_never_changes() -> None:
    made = sheet()
    again, new = checklists.publish(
        code="危化品", title="危化品", sector="", items=ITEMS, at=at("2026-03-05 09:00")
    )
    assert (again.pk, new) == (made.pk, False)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        CheckItem.objects.filter(checklist=made).update(text="改了")


def test_every_item_is_answered_and_a_failed_one_says_what(firm: Enterprise) -> None:
    case = assigned(firm)
    checklist = Checklist.objects.get()
    told = record(checklist)
    with pytest.raises(Guarded, match="还有 1 项"):
        send(
            case,
            Record(
                **{**{f: getattr(told, f) for f in told.__dataclass_fields__}, "answers": told.answers[:2]}
            ),
        )
    bad = [Answer(checklist.items.all()[0].pk, "failed")]
    with pytest.raises(Incomplete, match="写明发现了什么"):
        send(case, record(checklist, answers=bad))
    assert Inspection.objects.get(pk=case.pk).findings.count() == 0


def test_a_refusal_to_sign_is_recorded_with_what_happened(firm: Enterprise) -> None:
    case = assigned(firm)
    checklist = Checklist.objects.get()
    with pytest.raises(Incomplete, match="第六十八条"):
        send(case, record(checklist, signature="refused", signed_by=""))
    done = send(
        case, record(checklist, signature="refused", signed_by="", refusal="负责人看过记录后离开，拒绝签字。")
    )
    assert done.case.facts["signature"] == "refused"


def test_only_two_different_officers_with_certificates_inspect(firm: Enterprise) -> None:
    case = inspections.plan(
        enterprise=firm,
        kind="routine",
        inspect_by=date(2026, 3, 31),
        checklist=None,
        actor=actor("anjian"),
        at=at("2026-03-02 09:00"),
    )
    mine = actor("anjian").account_id
    with pytest.raises(Guarded, match="不得少于两人"):
        take(case, "assign", actor("anjian"), "2026-03-02 09:00", lead=mine, second=mine)
    head = cast.officers()[1].account_id
    with pytest.raises(Guarded, match="没有有效的执法证"):
        take(case, "assign", actor("anjian"), "2026-03-02 09:00", lead=mine, second=head)


def test_who_inspected_does_not_review_and_who_did_not_does_not_submit(firm: Enterprise) -> None:
    case = assigned(firm)
    _judge, head = cast.officers()
    with pytest.raises(NotYours):
        send(case, record(Checklist.objects.get()), who=head)


def test_a_wrong_clock_on_the_phone_and_a_photo_without_place_are_kept_and_said(firm: Enterprise) -> None:
    case = assigned(firm)
    checklist = Checklist.objects.get()
    told = record(checklist)
    answers = [
        *told.answers[:1],
        Answer(told.answers[1].item_id, "failed", "过期", photos=[{"sha256": "ab", "longitude": None}]),
        told.answers[2],
    ]
    done = send(case, record(checklist, device_now=at("2026-03-03 13:00"), answers=answers))
    assert any("3600" in remark for remark in done.remarks)
    assert any("没有位置" in remark for remark in done.remarks)
    assert Inspection.objects.get(pk=case.pk).clock_offset == 3600


def test_a_draw_lists_inspections_that_anybody_can_draw_again_and_replaces_officers_only_with_a_reason(
    firm: Enterprise,
) -> None:
    for serial in range(2, 8):
        cast.enterprise(serial, f"青岚第{serial}工厂")
    drawn = inspections.draw(
        seed="2026年第25期", count=3, sector="", recused={}, inspect_by=date(2026, 4, 30), checklist=sheet(),
        actor=actor("anjian"),
        at=at("2026-03-02 09:00"),
    )  # fmt: skip
    assert replay(inspections.published(drawn)) == []
    row = Inspection.objects.filter(draw=drawn).order_by("pk").first()
    assert row is not None
    _judge, head = cast.officers()
    inspections.certify(
        account=Account.objects.get(pk=head.account_id or 0), number="990103-03", issued_on=date(2024, 1, 1),
        expires_on=date(2027, 12, 31), actor=SYSTEM,
    )  # fmt: skip
    with pytest.raises(Incomplete, match="理由"):
        take(
            row.case,
            "assign",
            actor("anjian"),
            "2026-03-03 09:00",
            lead=actor("anjian").account_id,
            second=head.account_id,
        )
    take(
        row.case,
        "assign",
        actor("anjian"),
        "2026-03-03 09:00",
        lead=actor("anjian").account_id,
        second=head.account_id,
        reason="住院。",
    )
    assert drawn.replacements.get().reason == "住院。"
    with pytest.raises(Guarded, match="1 到 4"):
        inspections.draw(
            seed="x",
            count=5,
            sector="",
            recused={},
            inspect_by=date(2026, 4, 30),
            checklist=None,
            actor=actor("anjian"),
            at=at("2026-03-03 09:00"),
        )


def test_an_empty_pool_draws_nothing_and_says_so() -> None:
    with pytest.raises(Guarded, match="没有企业"):
        inspections.draw(
            seed="x",
            count=1,
            sector="烟花",
            recused={},
            inspect_by=date(2026, 4, 30),
            checklist=None,
            actor=actor("anjian"),
            at=at("2026-03-03 09:00"),
        )


def test_an_enterprise_sees_nothing_of_an_unannounced_inspection(firm: Enterprise) -> None:
    officer, _principal = cast.staff(firm)
    case = assigned(firm)
    from bihuan.casework.selectors import visible_cases

    assert not visible_cases(officer).filter(pk=case.pk).exists()


# Risk: here, because colours follow from hazards.


def point_of(firm: Enterprise) -> RiskPoint:
    made = risk.add_point(
        enterprise=firm, actor=actor("anjian"), at=at("2026-03-01 09:00"),
        point=risk.Point(name="储罐区", factors="可燃液体泄漏遇火源爆炸", control_level="company"),
    )  # fmt: skip
    risk.assess(
        point=made, stage="residual", method="lec", values={"likelihood": "0.5", "exposure": "6", "consequence": "15"},
        actor=actor("anjian"), at=at("2026-03-01 10:00"),
    )  # fmt: skip
    made.refresh_from_db()
    return made


def test_an_open_major_hazard_turns_its_risk_point_red_and_closing_it_gives_the_colour_back_with_the_history(
    firm: Enterprise,
) -> None:
    made = point_of(firm)
    assert made.colour == "blue"
    judge, head = cast.officers()
    case = inspected(firm, judge, risk_point=made)
    case = take(case, "judge", judge, "2026-03-02 11:00", grade="major", clause="MH/1", reason="符合。")
    made.refresh_from_db()
    assert made.colour == "red"
    case = take(case, "back_to_general", head, "2026-03-03 09:00", grade="general", reason="有备用报警装置。")
    made.refresh_from_db()
    assert made.colour == "blue"
    assert [(one.before, one.after) for one in made.changes.order_by("pk")] == [
        ("", "blue"),
        ("blue", "red"),
        ("red", "blue"),
    ]
    assert made.changes.last().case_number == case.number  # type: ignore[union-attr]


def test_three_open_general_hazards_raise_a_point_by_one_colour(firm: Enterprise) -> None:
    made = point_of(firm)
    officer, _principal = cast.staff(firm)
    for _n in range(3):
        self_found(firm, officer, risk_point=made)
    made.refresh_from_db()
    assert made.colour == "yellow"
    assert visible_hazards(officer).count() == 3


def test_an_assessment_outside_the_tables_is_refused(firm: Enterprise) -> None:
    made = point_of(firm)
    with pytest.raises(Guarded, match=r"0\.4"):
        risk.assess(
            point=made, stage="inherent", method="lec", values={"likelihood": "0.4", "exposure": "6", "consequence": "15"},
            actor=actor("anjian"), at=at("2026-03-01 10:00"),
        )  # fmt: skip
