"""One order names all hazards of an inspection, and one opinion says what became of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from bihuan.casework.documents import compose
from bihuan.casework.errors import Guarded
from bihuan.casework.models import Case
from bihuan.common.papers import render_docx
from bihuan.organizations.models import Account
from bihuan.safety.inspections.models import Checklist
from bihuan.safety.inspections.together import order_of
from bihuan.safety.panels import hazard_panel
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor
from bihuan.safety.tests.lives import take
from bihuan.safety.tests.test_inspection import assigned, district, record, send

__all__ = ["district"]
pytestmark = pytest.mark.django_db
ORDER = {"responsible": "李电工", "requirements": "逐项整改。", "rectify_by": date(2026, 3, 20)}


def text_of(case: Case, kind: str) -> str:
    return "\n".join(block.text for block in compose(case.documents.get(kind=kind)).body)


def test_all_hazards_of_an_inspection_stand_in_one_order_and_in_one_opinion() -> None:
    firm, inspector, (_judge, head) = cast.enterprise(), actor("anjian"), cast.officers()
    officer, _principal = cast.staff(firm)
    case = assigned(firm)
    told = record(Checklist.objects.get())
    first, *others = told.answers
    answers = [replace(first, answer="failed", note="营业执照已经过期。"), *others]
    done = send(case, replace(told, answers=answers))
    one, two = done.hazards
    with pytest.raises(Guarded, match=f"{one.number}、{two.number}"):
        take(case, "order_all", inspector, "2026-03-03 13:00", **ORDER)
    for hazard in (one, two):
        take(hazard, "judge", inspector, "2026-03-03 13:00", grade="general", reason="一般。")
    take(case, "order_all", inspector, "2026-03-03 14:00", **ORDER)
    order = case.documents.get(kind="rectification_order")
    text = text_of(case, "rectification_order")
    assert f"1. 营业执照已经过期。（{one.number}" in text
    assert f"2. 三具灭火器已经过期。（{two.number}" in text
    assert "请于2026-03-20前整改完毕" in text
    for hazard in (one, two):
        hazard.refresh_from_db()
        assert (hazard.state, hazard.holder_unit_id, order_of(hazard)) == ("ordered", firm.pk, order)
        assert not hazard.documents.exists()
    panel = hazard_panel(one, officer)
    assert panel is not None
    assert panel["order"] == order
    stranger = cast.staff(cast.enterprise(2, "别家工厂"), "b")[0]
    Account.objects.filter(pk__in=(officer.account_id or 0, stranger.account_id or 0)).update(
        must_change_password=False
    )
    client = Client()
    client.force_login(Account.objects.get(pk=officer.account_id or 0))
    assert client.get(f"/safety/hazards/{one.number}/order.docx").content == render_docx(compose(order))
    client.force_login(Account.objects.get(pk=stranger.account_id or 0))
    assert client.get(f"/safety/hazards/{one.number}/order.docx").status_code == 404
    case = take(case, "approve", head, "2026-03-04 09:00", opinion="同意。")
    with pytest.raises(Guarded, match=one.number):
        take(case, "reinspect_all", inspector, "2026-03-10 09:00", opinion="复查。")
    mended = {"rectifier": "李电工", "record": "已换。", "done_on": date(2026, 3, 9)}
    for hazard in (one, two):
        take(hazard, "rectify", officer, "2026-03-09 09:00", **mended)
    take(one, "pass_reinspection", inspector, "2026-03-10 09:00", accepted="执照已换发。", second_level="no")
    take(
        two, "fail_reinspection", inspector, "2026-03-10 09:00", to_unit=firm.pk, reason="仍有一具过期。",
        rectify_by=date(2026, 3, 25),
    )  # fmt: skip
    take(case, "reinspect_all", inspector, "2026-03-10 10:00", opinion="一项合格，一项不合格。")
    opinion = text_of(case, "reinspection_opinion")
    assert "复查合格。执照已换发。" in opinion
    assert "复查不合格。仍有一具过期。" in opinion
    assert not one.documents.filter(kind="reinspection_opinion").exists()  # one opinion, not one more of each
    with pytest.raises(Guarded, match="没有新的结果"):
        take(case, "reinspect_all", inspector, "2026-03-10 11:00", opinion="再写一份。")
    # The second time it is looked at alone, and its own opinion is named where it is needed.
    take(two, "rectify", officer, "2026-03-12 09:00", **mended)
    take(
        two, "pass_reinspection", inspector, "2026-03-13 09:00", accepted="已换。", second_level="no",
        opinion_paper="own",
    )  # fmt: skip
    assert two.documents.filter(kind="reinspection_opinion").count() == 1
    take(case, "complete", inspector, "2026-03-13 10:00", result="整改完成。")


def test_an_inspection_does_not_end_while_a_reinspection_stands_in_no_opinion() -> None:
    firm, inspector, (_judge, head) = cast.enterprise(), actor("anjian"), cast.officers()
    officer, _principal = cast.staff(firm)
    case = assigned(firm)
    (hazard,) = send(case, record(Checklist.objects.get())).hazards
    take(hazard, "judge", inspector, "2026-03-03 13:00", grade="general", reason="一般。")
    take(case, "order_all", inspector, "2026-03-03 14:00", **ORDER)
    take(case, "approve", head, "2026-03-04 09:00", opinion="同意。")
    take(
        hazard,
        "rectify",
        officer,
        "2026-03-09 09:00",
        rectifier="李电工",
        record="已换。",
        done_on=date(2026, 3, 9),
    )
    take(hazard, "pass_reinspection", inspector, "2026-03-10 09:00", accepted="合格。", second_level="no")
    with pytest.raises(Guarded, match=hazard.number):
        take(case, "complete", inspector, "2026-03-10 10:00", result="完成。")
    take(case, "reinspect_all", inspector, "2026-03-10 11:00", opinion="合格。")
    case = take(case, "complete", inspector, "2026-03-10 12:00", result="完成。")
    assert case.phase == "ended"


def test_a_hazard_is_not_listed_in_an_order_that_does_not_name_it() -> None:
    inspector = actor("anjian")
    case = assigned(cast.enterprise())
    (hazard,) = send(case, record(Checklist.objects.get())).hazards
    take(hazard, "judge", inspector, "2026-03-03 13:00", grade="general", reason="一般。")
    with pytest.raises(Guarded, match="没有列明本隐患"):
        take(
            hazard, "order_together", inspector, "2026-03-03 14:00", order_number="应急限改〔2026〕9号",
            to_unit=case.inspection.enterprise_id, **ORDER,
        )  # fmt: skip
