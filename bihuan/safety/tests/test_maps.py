"""The map: boundaries let in with every odd one named, what is drawn for whom, and the policy of the page."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from bihuan.casework.errors import NotYours
from bihuan.organizations.actor import SYSTEM
from bihuan.organizations.models import Appointment
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.maps import drawing, geojson, selectors, services
from bihuan.safety.maps.drawing import Spot
from bihuan.safety.models import Boundary, RiskPoint
from bihuan.safety.sample import geography
from bihuan.safety.sample.words import TOWNS
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.test_pages import browser

NOW = at("2026-03-02 09:00")
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[112.8, 28.0], [113.2, 28.0], [113.2, 28.3], [112.8, 28.3], [112.8, 28.0]]],
}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(name: str, geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


def test_every_odd_feature_is_named_and_the_others_are_read() -> None:
    metres = {
        "type": "Polygon",
        "coordinates": [[[500000, 3100000], [500100, 3100000], [500100, 3100100], [500000, 3100000]]],
    }
    found = list(
        geojson.read(
            collection(
                feature("石湾镇", SQUARE), feature("", SQUARE), feature("点", {"type": "Point", "coordinates": [1, 2]}),
                feature("米", metres), feature("空", None), feature("名", {"type": "Polygon", "coordinates": [[["a", 1]]]}), 7,
            )
        )
    )  # fmt: skip
    assert isinstance(found[0], geojson.Outline)
    assert found[0].box == (112.8, 28.0, 113.2, 28.3)
    reasons = [one.reason for one in found[1:] if isinstance(one, geojson.Odd)]
    assert reasons == ["no_name", "no_area", "not_degrees", "no_area", "no_area", "no_name"]
    for bad in (b"\xff", b"[]", b"{}", b'{"features": []}'):
        with pytest.raises(geojson.NotGeoJson):
            geojson.read(bad)


def test_of_many_points_those_that_lie_together_are_one_with_the_highest_colour() -> None:
    picture = drawing.frame((112.8, 28.0, 113.2, 28.3))
    many = [Spot(112.9 + n * 1e-6, 28.1, str(n), "/", "blue") for n in range(drawing.FEW)]
    marks = drawing.marks(
        picture, [*many, Spot(112.9, 28.1, "red one", "/", "red"), Spot(1.0, 1.0, "elsewhere", "/", "red")]
    )
    assert [(one.count, one.colour) for one in marks] == [(drawing.FEW + 1, "red")]
    few = drawing.marks(picture, [Spot(112.9, 28.1, "r", "/", "red"), Spot(113.0, 28.1, "b", "/", "blue")])
    assert [one.colour for one in few] == ["blue", "red"]  # the highest is drawn last, on top


def test_the_towns_of_the_sample_share_their_borders_and_hold_their_enterprises() -> None:
    shapes = geography.outlines()
    a, b = (set(map(tuple, shapes[name]["coordinates"][0])) for name in TOWNS[:2])
    assert len(a & b) == geography.STEPS + 1
    assert set(shapes) == {geography.DISTRICT, *TOWNS}


@pytest.fixture
def firm(db: None) -> Enterprise:
    load_district()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))
    return cast.enterprise(longitude=Decimal("113.0"), latitude=Decimal("28.1"))


def point(firm: Enterprise, name: str, colour: str, **more: Any) -> RiskPoint:
    return RiskPoint.objects.create(
        enterprise=firm,
        name=name,
        factors="火灾",
        control_level="company",
        colour=colour,
        entered_at=NOW,
        **more,
    )


def test_an_office_uploads_boundaries_and_is_told_what_was_left_out(firm: Enterprise) -> None:
    client = browser(actor("anjian"))
    content = collection(feature("石湾镇", SQUARE), feature("不存在的镇", SQUARE))
    answer = client.post(
        "/safety/map/boundaries/", {"file": SimpleUploadedFile("边界.geojson", content)}, follow=True
    )
    text = answer.content.decode()
    assert "已录入1个边界" in text
    assert "不存在的镇" in text
    assert Boundary.objects.get().place == firm.place
    again = client.post(
        "/safety/map/boundaries/", {"file": SimpleUploadedFile("x.geojson", b"nothing")}, follow=True
    )
    assert "不是 GeoJSON" in again.content.decode()
    officer, _boss = cast.staff(firm)
    with pytest.raises(NotYours):
        services.enter(content=content, source="x", actor=officer, at=NOW)


def test_a_district_of_a_national_file_is_found_by_its_six_digits(firm: Enterprise) -> None:
    assert services.enter(
        content=collection(feature("别名", SQUARE, adcode=990103)), source="x", actor=SYSTEM, at=NOW
    ).entered
    assert firm


def test_an_enterprise_has_the_colour_of_its_highest_point_and_others_are_not_shown_to_it(
    firm: Enterprise,
) -> None:
    other = cast.enterprise(2, "白鹭木业有限公司", longitude=Decimal("113.1"), latitude=Decimal("28.2"))
    point(firm, "罐区", "yellow")
    point(firm, "仓库", "orange")
    point(other, "车间", "red", longitude=Decimal("113.11"), latitude=Decimal("28.21"))
    officer, _boss = cast.staff(firm)
    assert {(one.name, one.colour) for one in selectors.enterprises(actor("anjian"))} == {
        (firm.name, "orange"), (other.name, "red"),
    }  # fmt: skip
    assert [one.name for one in selectors.enterprises(officer)] == [firm.name]
    assert {one.name for one in selectors.points(officer)} == {"罐区", "仓库"}
    assert [(one.longitude, one.latitude) for one in selectors.points(actor("anjian"), colour="red")] == [
        (113.11, 28.21)
    ]
    page = browser(officer).get("/safety/map/?show=points").content.decode()
    assert "罐区" in page
    assert other.name not in page


@pytest.mark.parametrize(
    "query", ["", "?show=points", "?place=1&colour=red", "?box=112,28,113,29", "?box=x&place=y&colour=z"]
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_map_opens_empty_and_filled(firm: Enterprise, query: str, language: str) -> None:
    client = browser(actor("anjian"))
    client.cookies["django_language"] = language
    assert client.get("/safety/map/" + query).status_code == 200
    services.enter(content=collection(feature("石湾镇", SQUARE)), source="x", actor=SYSTEM, at=NOW)
    point(firm, "罐区", "yellow")
    assert client.get("/safety/map/" + query).status_code == 200


def test_only_a_tile_server_that_is_set_is_asked_and_only_by_this_page(
    firm: Enterprise, settings: Settings
) -> None:
    client = browser(actor("anjian"))
    assert firm
    assert "tiles" not in client.get("/safety/map/")["Content-Security-Policy"]
    settings.MAP_TILES = "https://tiles.intranet/{z}/{x}/{y}.png"
    answer = client.get("/safety/map/")
    policy = answer["Content-Security-Policy"]
    assert "img-src 'self' data: https://tiles.intranet" in policy
    assert policy.count("tiles.intranet") == 1
    assert 'href="https://tiles.intranet/' in answer.content.decode()
    assert "tiles.intranet" not in client.get("/safety/")["Content-Security-Policy"]


@pytest.mark.realdata
def test_the_boundaries_of_a_real_city_are_read_whole() -> None:
    file = (
        Path(__file__).resolve().parents[4] / "shared" / "data" / "reference" / "changsha_districts.geojson"
    )
    if not file.is_file():
        pytest.skip("../shared/data is not beside this checkout")
    found = list(geojson.read(file.read_bytes()))
    assert len(found) == 9
    assert all(isinstance(one, geojson.Outline) and one.code for one in found)
