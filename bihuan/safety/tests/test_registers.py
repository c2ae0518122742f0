"""The register of enterprises: what is let in, who sees it, and an office's ledgers brought in."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.imports import running, services
from bihuan.casework.imports.models import Import
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.selectors import visible_cases
from bihuan.common.tables.writing import write_rows
from bihuan.organizations.models import Jurisdiction
from bihuan.safety.enterprises import services as enterprises
from bihuan.safety.enterprises.models import Contact, Enterprise
from bihuan.safety.enterprises.selectors import expiring, masked_name, masked_phone, visible_enterprises
from bihuan.safety.hazards.models import Hazard, Suspicion
from bihuan.safety.hazards.self_reports import bring_in, decide
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, code, load_district, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()
    cast.pack()


def brought(target: str, headings: list[str], rows: list[list[object]], who: str = "anjian") -> Import:
    buffer = io.BytesIO()
    write_rows(headings, rows, to=buffer)  # type: ignore[arg-type]
    job, _new = services.receive(
        target=target,
        content=buffer.getvalue(),
        file_name="台账.xlsx",
        actor=actor(who),
        at=at("2026-03-02 09:00"),
        whole=True,
    )
    services.map_columns(job=job, mapping=job.mapping, at=at("2026-03-02 09:00"))
    services.start(job=job, actor=actor(who), at=at("2026-03-02 09:00"), rehearse=False, inline=True)
    return running.run(job.pk)


def test_a_wrong_check_digit_is_refused_with_what_to_do() -> None:
    wrong = code(7)[:-1] + ("0" if code(7)[-1] != "0" else "1")
    facts = enterprises.Facts(
        credit_code=wrong,
        name="青岚木业",
        place=Jurisdiction.objects.get(name="石湾镇"),
        regulator=unit("应急局"),
    )
    with pytest.raises(Incomplete) as refused:
        enterprises.enter(facts=facts, actor=actor("anjian"), at=at("2026-03-02 09:00"))
    assert "校验码" in str(refused.value.fields["credit_code"])


def test_an_enterprise_changes_its_file_but_neither_its_regulator_nor_another_ones_file() -> None:
    firm, other = cast.enterprise(), cast.enterprise(2, "白鹭木业有限公司")
    officer, _principal = cast.staff(firm)
    assert enterprises.change(enterprise=firm, actor=officer, at=at("2026-03-02 09:00"), staff=99).staff == 99
    with pytest.raises(NotYours):
        enterprises.change(
            enterprise=firm, actor=officer, at=at("2026-03-02 09:00"), regulator=unit("住建局")
        )
    with pytest.raises(NotYours):
        enterprises.change(enterprise=other, actor=officer, at=at("2026-03-02 09:00"), staff=1)


def test_an_enterprise_sees_itself_a_town_its_place_and_inspectors_all() -> None:
    firm, other = cast.enterprise(), cast.enterprise(2, "白鹭木业有限公司")
    enterprises.change(
        enterprise=other,
        actor=actor("anjian"),
        at=at("2026-03-02 09:00"),
        place=Jurisdiction.objects.get(name="白鹭镇"),
    )
    officer, _principal = cast.staff(firm)
    assert list(visible_enterprises(officer)) == [firm]
    assert list(visible_enterprises(actor("chengban3"))) == [firm]  # 石湾镇
    assert set(visible_enterprises(actor("anjian"))) == {firm, other}
    assert not visible_enterprises(actor("chengban")).exists()  # 住建局 regulates neither
    assert not visible_enterprises(actor("guanli")).exists()


def test_a_certificate_is_warned_of_before_it_ends_and_after() -> None:
    firm = cast.enterprise()
    for number, day in (("A", date(2026, 3, 30)), ("B", date(2026, 2, 20)), ("C", date(2027, 1, 1))):
        enterprises.add_certificate(
            enterprise=firm, kind="licence", number=number, expires_on=day, actor=actor("anjian")
        )
    assert [(one.certificate.number, one.days) for one in expiring(actor("anjian"), on=cast.TODAY)] == [
        ("B", -10),
        ("A", 28),
    ]


def test_lists_mask_who_works_at_an_enterprise() -> None:
    assert (masked_name("安小满"), masked_phone("13912345678")) == ("安**", "139****5678")


def test_an_offices_register_comes_in_and_a_wrong_code_is_named() -> None:
    wrong = code(3)[:-1] + ("0" if code(3)[-1] != "0" else "1")
    heads = [
        "统一社会信用代码",
        "单位名称",
        "所属乡镇",
        "行业代码",
        "行业",
        "从业人数",
        "法定代表人",
        "联系电话",
    ]
    rows: list[list[object]] = [
        [code(1), "青岚精细化工有限公司", "石湾镇", "C2614", "危化品生产企业", 120, "钱大有", "13900000001"],
        [code(2).lower(), "白鹭木业有限公司", "白鹭镇", "X9", "粉尘涉爆企业", 40, "孙二娘", ""],
        [wrong, "云坪砖厂", "云坪乡", "", "", "", "", ""],
        [code(4), "无地铸造", "没有这个镇", "", "", "", "", ""],
    ]
    job = brought("enterprises", heads, rows)
    assert (job.applied, job.rejected) == (2, 2)
    firm = Enterprise.objects.get(credit_code=code(1))
    assert (firm.regulator, firm.staff, firm.unit.kind) == (unit("应急局"), 120, "enterprise")
    assert Contact.objects.get(enterprise=firm).name == "钱大有"
    assert Enterprise.objects.get(credit_code=code(2)).industry == ""
    again = brought("enterprises", heads, [*rows, [code(5), "新渡食品厂", "新渡街道", "", "", "", "", ""]])
    assert (again.applied, again.skipped) == (1, 2)


def test_an_old_ledger_comes_in_with_its_real_dates_and_no_invented_steps() -> None:
    firm = cast.enterprise()
    officer, _principal = cast.staff(firm)
    heads = [
        "隐患编号",
        "企业名称",
        "检查日期",
        "问题隐患",
        "隐患等级",
        "整改责任人",
        "整改期限",
        "验收日期",
        "验收人",
    ]
    rows: list[list[object]] = [
        ["1", firm.name, date(2025, 5, 6), "配电箱没有接地", "一般隐患", "李电工", date(2025, 5, 20),
        date(2025, 5, 18), "安小满"],
        ["2", firm.credit_code, date(2025, 6, 1), "罐区没有报警装置", "重大隐患", "", "", "", ""],
        ["3", "没有的企业", date(2025, 6, 1), "通道堵塞", "", "", "", "", ""],
        ["4", firm.name, date(2025, 6, 9), "通道堵塞", "", "", "", date(2025, 6, 1), ""],
    ]  # fmt: skip
    job = brought("hazards", heads, rows)
    assert (job.applied, job.rejected) == (2, 2)
    closed = Hazard.objects.get(source_number__endswith=":1")
    assert (closed.case.state, closed.open, closed.accepted_by, str(closed.accepted_on)) == (
        "closed_before", False, "安小满", "2025-05-18",
    )  # fmt: skip
    assert closed.case.registered_at.year == 2025
    waiting = Hazard.objects.get(source_number__endswith=":2")
    assert (waiting.case.state, waiting.case.holder_unit_id) == ("pending_verification", firm.unit_id)
    assert set(visible_cases(officer)) == {closed.case, waiting.case}
    assert (
        brought(
            "hazards",
            heads,
            [*rows[:2], ["5", firm.name, date(2025, 7, 1), "灭火器过期", "", "", "", "", ""]],
        ).applied
        == 1
    )
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []


REPORTS = (
    "2、安全出口是否畅通； 有货物堆放\n\n4、灭火器材配置情况； 一般\n"
    "1、设置报警装置。 储罐区可燃气体泄漏场所未设置检测报警装置\n灭火器过期\n"
).encode()


def test_self_reports_come_in_with_each_odd_line_named_and_what_may_be_major_listed() -> None:
    firm = cast.enterprise()
    outcome = bring_in(content=REPORTS, enterprise=firm, actor=actor("anjian"), at=at("2026-03-02 09:00"))
    assert (outcome.lines, outcome.applied, [one.line for one in outcome.malformed]) == (5, 3, [2, 3])
    assert [one.line for one in outcome.remarked] == [5]
    suspicion = Suspicion.objects.get()
    assert (suspicion.hazard.case.subject, suspicion.hazard.grade) == (
        "储罐区可燃气体泄漏场所未设置检测报警装置",
        "",
    )
    again = bring_in(content=REPORTS, enterprise=firm, actor=actor("anjian"), at=at("2026-03-02 10:00"))
    assert (again.applied, again.there_already) == (0, 3)
    decide(
        suspicion=suspicion,
        verdict="major",
        reason="符合第1条。",
        actor=actor("anjian"),
        at=at("2026-03-02 11:00"),
    )
    assert Hazard.objects.get(pk=suspicion.hazard_id).grade == ""  # a suggestion changes no grade


def test_an_enterprise_brings_in_no_reports_of_another() -> None:
    firm, other = cast.enterprise(), cast.enterprise(2, "白鹭木业有限公司")
    stranger, _boss = cast.staff(other, "b")
    with pytest.raises(NotYours):
        bring_in(content=REPORTS, enterprise=firm, actor=stranger, at=at("2026-03-02 09:00"))


REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "safety"


@pytest.mark.realdata
@pytest.mark.skipif(not REAL.exists(), reason="the shared data is not beside this checkout")
def test_the_real_criteria_flag_few_of_the_real_reports() -> None:
    from bihuan.safety.hazards.matching import Criteria
    from bihuan.safety.hazards.packs import read_criteria
    from bihuan.safety.hazards.reports_read import Malformed, read

    criteria = Criteria(
        [one.text for one in read_criteria((REAL / "major_hazard_criteria.csv").read_bytes())]
    )
    lines = list(read((REAL / "self_reports.txt").read_text(encoding="utf-8")))
    flagged = [one for one in lines if not isinstance(one, Malformed) and criteria.match(one.found)]
    assert len(lines) > 17_900
    assert 50 < len(flagged) < 120
