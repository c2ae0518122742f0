"""From an empty database to the first administrator, by the command line alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bihuan.organizations.cli import accounts
from bihuan.organizations.models import Appointment, Jurisdiction, Unit
from bihuan.organizations.structure_cli import places, units

pytestmark = pytest.mark.django_db


def test_a_new_district_begins_with_places_a_unit_and_an_administrator(tmp_path: Path) -> None:
    run = CliRunner()
    file = tmp_path / "areas.csv"
    file.write_text("code,name\n9901,澜川市\n990103,青岚区\n990103001,望溪街道\n990103001001,望溪社区\n")
    assert run.invoke(places, ["load", str(file)]).output == "4 places added, 0 were there.\n"
    assert run.invoke(places, ["load", str(file)]).output == "0 places added, 4 were there.\n"
    village = Jurisdiction.objects.get(code="990103001001")
    assert (village.level, village.parent and village.parent.name) == ("village", "望溪街道")
    added = run.invoke(
        units,
        [
            "add",
            "QL-XF",
            "青岚区信访局",
            "--short",
            "信访局",
            "--kind",
            "registry",
            "--place",
            "990103000000",
        ],
    )
    assert added.exit_code == 0, added.output
    made = run.invoke(accounts, ["create", "tang", "--name", "唐以宁", "--administrator-of", "QL-XF"])
    assert made.exit_code == 0, made.output
    assert Appointment.objects.get().post.unit == Unit.objects.get(code="QL-XF")


def test_a_wrong_code_or_an_unknown_place_says_what_is_needed() -> None:
    run = CliRunner()
    assert "12 digits" in run.invoke(places, ["add", "abc", "某地"]).output
    missing = run.invoke(
        units, ["add", "X", "某局", "--short", "某", "--kind", "department", "--place", "990103000000"]
    )
    assert missing.exit_code == 1
    assert "places add" in missing.output
