"""Risk points: two methods of assessment, five kinds of measure, the manual, the colour and why it changed, the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.organizations.models import Appointment
from bihuan.safety.enterprises.models import Enterprise, FileChange
from bihuan.safety.risk import bands, library, selectors, services
from bihuan.safety.risk.models import RiskPoint
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.lives import self_found, take
from bihuan.safety.tests.test_pages import browser

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02 09:00")
MANUAL = (
    "industry,level1,level2,level3,factors,type,measures,reference\n"
    "机械,铸造,熔炼,熔炼炉,高温金属液体遇水爆炸,灼烫,炉坑干燥，设置挡水,某标准第3条\n"
    "机械,装配,行车,吊装,吊钩断裂,起重伤害,每班检查,某标准第5条\n"
    "木业,打磨,除尘,除尘器,粉尘爆炸,火灾,清扫,某标准第8条\n"
).encode()


@pytest.fixture
def firm() -> Enterprise:
    load_district()
    cast.pack()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))
    return cast.enterprise()


def point(firm: Enterprise, name: str = "罐区", **more: Any) -> RiskPoint:
    return services.add_point(
        enterprise=firm, actor=actor("anjian"), at=NOW,
        point=services.Point(name=name, factors="泄漏引发火灾", control_level="company", **more),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("likelihood", "consequence", "score", "colour"),
    [
        ("5", "5", 25, "red"),
        ("4", "4", 16, "orange"),
        ("2", "5", 10, "orange"),
        ("3", "3", 9, "yellow"),
        ("1", "4", 4, "blue"),
    ],
)
def test_the_matrix_gives_the_colour_of_the_table_in_force(
    firm: Enterprise, likelihood: str, consequence: str, score: int, colour: str
) -> None:
    row = point(firm)
    values = {"likelihood": likelihood, "consequence": consequence}
    done = services.assess(
        point=row, stage="residual", method="matrix", values=values, actor=actor("anjian"), at=NOW
    )
    row.refresh_from_db()
    assert (done.score, done.exposure, row.residual, row.colour) == (Decimal(score), None, colour, colour)


def test_a_number_outside_the_matrix_is_refused(firm: Enterprise) -> None:
    for value in ("6", "0", "2.5"):
        with pytest.raises(Guarded):
            services.assess(
                point=point(firm, value), stage="residual", method="matrix", actor=actor("anjian"), at=NOW,
                values={"likelihood": value, "consequence": "1"},
            )  # fmt: skip


def test_the_picture_of_the_matrix_says_what_an_assessment_would(firm: Enterprise) -> None:
    rows = selectors.matrix_rows(date(2026, 3, 2))
    assert firm
    assert rows is not None
    assert rows[0][0] == 5
    assert rows[0][1][4] == ("25", "red")
    assert rows[4][1][3] == ("4", "blue")


def test_a_change_of_a_point_is_on_record_and_leaves_its_colour(firm: Enterprise) -> None:
    row = point(firm)
    services.assess(
        point=row,
        stage="residual",
        method="matrix",
        values={"likelihood": "3", "consequence": "3"},
        actor=actor("anjian"),
        at=NOW,
    )
    new = services.Point(name="罐区", factors="泄漏", control_level="team", measures={"training": "每季演练"})
    changed = services.change_point(row=row, point=new, actor=actor("anjian"), at=NOW)
    assert (changed.training, changed.colour) == ("每季演练", "yellow")
    assert FileChange.objects.get(part="risk").changed["training"] == ["", "每季演练"]
    point(firm, "仓库")
    with pytest.raises(Incomplete):
        services.change_point(
            row=row,
            point=services.Point(name="仓库", factors="x", control_level="team"),
            actor=actor("anjian"),
            at=NOW,
        )
    stranger, _boss = cast.staff(cast.enterprise(2, "白鹭木业有限公司"), "b")
    with pytest.raises(NotYours):
        services.change_point(row=row, point=new, actor=stranger, at=NOW)


def test_the_manual_is_searched_by_every_word_and_by_industry(firm: Enterprise) -> None:
    assert firm
    assert library.enter(content=MANUAL, library="手册") == 3
    assert library.enter(content=MANUAL, library="手册") == 0
    assert [one.accident for one in selectors.search_library("机械 吊", "")] == []
    assert [one.accident for one in selectors.search_library("装配 吊钩", "")] == ["起重伤害"]
    assert {one.industry for one in selectors.search_library("", "木业")} == {"木业"}
    assert selectors.industries() == ["木业", "机械"] or selectors.industries() == ["机械", "木业"]


def test_the_history_names_the_hazard_that_raised_the_colour_and_the_one_that_brought_it_back(
    firm: Enterprise,
) -> None:
    officer, boss = cast.staff(firm)
    row = point(firm)
    for n in range(3):  # three general ones raise it by one colour
        case = self_found(firm, officer, risk_point=row)
        del n
    row.refresh_from_db()
    assert row.colour == "yellow"
    take(case, "reject", boss, "2026-03-02 15:00", reason="当场复核，不是隐患。")
    row.refresh_from_db()
    assert row.colour == "blue"
    text = browser(officer).get(f"/safety/risks/{row.pk}/").content.decode()
    assert text.count(case.number) >= 2
    assert "发现隐患" in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_risk_open_and_take_both_methods(firm: Enterprise, language: str) -> None:
    library.enter(content=MANUAL, library="手册")
    client = browser(actor("anjian"))
    client.cookies["django_language"] = language
    base = f"/safety/enterprises/{firm.credit_code}/risks/new/"
    entry = selectors.search_library("熔炼", "").get().pk
    assert "某标准第3条" in client.get(f"{base}?q=熔炼&entry={entry}").content.decode()
    sent = {
        "name": "熔炼炉",
        "factors": "爆炸",
        "control_level": "post",
        "longitude": "113.1",
        "latitude": "28.1",
    }
    assert client.post(base, {**sent, "latitude": ""}).status_code == 422
    address = client.post(base, sent)["Location"]
    assert client.get(address + "?method=matrix").status_code == 200
    assert (
        client.post(
            address + "?method=matrix", {"stage": "inherent", "likelihood": "5", "consequence": "5"}
        ).status_code
        == 302
    )
    lec = {"stage": "residual", "likelihood": "0.5", "exposure": "6", "consequence": "15"}
    assert client.post(address + "?method=lec", lec).status_code == 302
    row = RiskPoint.objects.get()
    assert (row.inherent, row.residual, row.colour) == ("red", "blue", "blue")
    assert client.post(address + "?method=lec", {"stage": "residual"}).status_code == 422
    assert client.post(f"{address}edit/", {**sent, "protection": "面罩"}).status_code == 302
    for page in (
        address,
        f"{address}edit/",
        f"{address}card/",
        "/safety/risks/?colour=blue&level=post",
        "/safety/risks/export/",
    ):
        assert client.get(page).status_code == 200
    assert client.get(f"/safety/enterprises/{firm.credit_code}/cards/").status_code == 200


BANDS = """method,above,above_included,up_to,up_to_included,level,colour
matrix,15,yes,,,重大,red
matrix,9,yes,15,,较大,orange
matrix,4,yes,9,,一般,yellow
matrix,,,4,,低,blue
"""


def test_a_district_enters_its_own_bands_from_a_day_and_none_with_a_gap(firm: Enterprise) -> None:
    with pytest.raises(bands.BandsRefused, match="分数 4"):
        bands.enter(
            content=BANDS.replace("matrix,4,yes", "matrix,4,").encode(),
            code="QL",
            title="区",
            since=date(2026, 3, 9),
        )
    table, new = bands.enter(content=BANDS.encode(), code="QL", title="区", since=date(2026, 3, 9))
    assert new
    assert bands.enter(content=BANDS.encode(), code="QL", title="区", since=date(2026, 3, 9)) == (
        table,
        False,
    )
    with pytest.raises(bands.BandsRefused, match="另用一个代号"):
        bands.enter(
            content=BANDS.replace("重大", "特大").encode(), code="QL", title="区", since=date(2026, 3, 9)
        )
    where = point(firm)
    colours = [
        services.assess(
            point=where, stage="inherent", method="matrix", values={"likelihood": "4", "consequence": "4"},
            actor=actor("anjian"), at=at(f"2026-03-{day} 09:00"),
        ).colour
        for day in ("08", "09")
    ]  # fmt: skip
    assert colours == ["orange", "red"]
