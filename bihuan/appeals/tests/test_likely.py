"""Likely earlier appeals: who is shown what, and that a link merges nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from bihuan.appeals.likely import finding, scoring
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.appeals.tests.lives import MONDAY, registered
from bihuan.casework.models import Case, Link
from bihuan.casework.searching import INDEX
from bihuan.casework.tests.cast import actor, at, load_district
from bihuan.organizations.models import Jurisdiction

pytestmark = pytest.mark.django_db
OTHERS = (
    ("振兴路窨井盖破损", "振兴路十字路口的窨井盖破了一个多月，夜里骑车很危险。"),
    ("幼儿园校车超载", "孩子们挤在一辆面包车里，二十多人，请教育局管一管。"),
    ("村口垃圾池清运不及时", "垃圾堆了半个月，夏天味道很大，苍蝇很多。"),
    ("工资拖欠三个月", "在工地干了三个月活，老板说没有结账，一分钱没有给。"),
    ("广场舞音响太大", "每天晚上七点到十点，楼下广场音响很大，老人休息不好。"),
    ("公交站牌被遮挡", "绿化树把站牌挡住了，司机看不见有人等车。"),
)
ROOF = {
    "subject": "文昌社区3栋屋面漏雨", "body": "3栋屋面一下雨就漏，找过物业，没有人来修。",
}  # fmt: skip


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch) -> None:
    load_district()
    set_clock(monkeypatch, "2026-03-03 09:00")


def place(name: str = "文昌社区") -> int:
    return Jurisdiction.objects.get(name=name).pk


def earlier(**changes: Any) -> Case:
    for subject, body in OTHERS:
        registered(subject=subject, body=body, jurisdiction_id=place())
    return registered(**{"jurisdiction_id": place(), **changes})


def found(who: str = "dengji", moment: str = "2026-03-03 09:00", **changes: Any) -> list[finding.Likely]:
    asked = {**ROOF, "place_id": place(), "topic": "", **changes}
    return finding.for_staff(actor=actor(who), at=at(moment), **asked)


@pytest.mark.parametrize("filed", [True, False])
def test_the_same_matter_at_the_same_place_is_found_whether_filed_or_fresh(filed: bool) -> None:
    case = earlier()
    if filed:
        while INDEX.seal(all_spans=True):
            pass
    assert [one.case.pk for one in found()] == [case.pk]


def test_the_same_words_at_another_place_are_not_offered_unless_the_topic_is_the_same() -> None:
    case = earlier(topic="城乡建设/物业管理/维修资金与漏水")
    other = Jurisdiction.objects.filter(level="village").exclude(parent__children=place()).first()
    assert other is not None
    assert found(place_id=other.pk) == []
    alike = found(place_id=other.pk, topic="城乡建设/物业管理/服务质量")
    assert [one.case.pk for one in alike] == [case.pk]


def test_nobody_is_shown_what_they_may_not_open() -> None:
    earlier()
    assert found("dengji")
    assert found("chengban") == []


def test_a_report_of_wrongdoing_is_never_offered() -> None:
    earlier(track="report")
    assert found() == []


def test_what_ended_more_than_a_year_ago_is_not_offered() -> None:
    case = earlier()
    Case.objects.filter(pk=case.pk).update(phase="ended", ended_at=at("2026-03-02 12:00"))
    assert found(moment="2027-03-01 09:00")
    assert not found(moment="2027-03-03 09:00")


def test_shared_words_are_marked_and_common_ones_are_not() -> None:
    earlier()
    (one,) = found()
    marked = "".join(piece for piece, hit in one.parts if hit)
    assert "屋面漏雨" in marked
    assert "无人" not in marked


def test_likeness_is_one_for_the_same_text_and_nothing_for_another() -> None:
    weighed = dict.fromkeys(scoring.read("屋面漏雨", "").pairs, 1.0)
    assert scoring.likeness(weighed, "屋面漏雨") == pytest.approx(1.0, abs=0.15)
    assert scoring.likeness(weighed, "幼儿园校车超载") == 0


def typed(**changes: str) -> dict[str, str]:
    given = {"track": "petition", "channel": "letter", "received_on": "2026-03-03", "place": "文昌社区"}
    return {**given, **ROOF, **changes}


def test_while_typing_the_list_alone_comes_with_number_state_and_holder() -> None:
    case = earlier()
    text = sign_in("dengji").post(reverse("appeals:likely"), typed(), HTTP_HX_REQUEST="true").content.decode()
    assert case.number in text
    assert case.holder_unit.name in text
    assert "<html" not in text


def test_without_scripts_a_button_looks_and_registers_nothing() -> None:
    case = earlier()
    before = Case.objects.count()
    text = sign_in("dengji").post(reverse("appeals:register"), typed(look="1")).content.decode()
    assert case.number in text
    assert ROOF["body"] in text
    assert Case.objects.count() == before


def test_a_ticked_one_is_linked_and_both_go_on_by_themselves() -> None:
    case = earlier()
    response = sign_in("dengji").post(reverse("appeals:register"), typed(same_matter=case.number))
    link = Link.objects.get()
    assert link.other_id == case.pk
    assert link.kind == "same_matter"
    assert link.case.number in response["Location"]
    assert link.case.number != case.number


def test_a_number_that_is_not_theirs_is_not_linked_and_that_is_said() -> None:
    case = earlier()
    Case.objects.filter(pk=case.pk).update(number="XF-OTHER")
    sign_in("chengban").post(reverse("appeals:register"), typed(same_matter="XF-OTHER"))
    assert not Link.objects.exists()


def test_a_resident_learns_of_nothing_filed_in_confidence_ended_or_elsewhere() -> None:
    asked: dict[str, Any] = {**ROOF, "at": MONDAY}
    case = earlier()
    same = finding.for_resident(place_id=place(), **asked)
    assert same is not None
    assert same.pk == case.pk
    other = Jurisdiction.objects.exclude(pk=place()).filter(level="village").first()
    assert other is not None
    assert finding.for_resident(place_id=other.pk, **asked) is None
    case.appeal.confidential = True
    case.appeal.save()
    assert finding.for_resident(place_id=place(), **asked) is None
    case.appeal.confidential = False
    case.appeal.save()
    Case.objects.filter(pk=case.pk).update(phase="ended", ended_at=MONDAY)
    assert finding.for_resident(place_id=place(), **asked) is None
