"""What a person may ask of the vault, and when it lets go of them by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import connection

from bihuan.organizations.actor import RESIDENT
from bihuan.vault import cli, errors, retention, services
from bihuan.vault.models import Amendment, Opening, Person
from bihuan.vault.retention import Kept
from bihuan.vault.tests.conftest import AT, OFFICER, WANG
from bihuan.vault.tests.test_opening import open_wang

pytestmark = pytest.mark.django_db
CASE = "XF-2026-000017"
TODAY = date(2026, 9, 1)


@pytest.fixture
def said() -> Iterator[list[Kept]]:
    """What the slices say about whom they need, and until when."""
    rows: list[Kept] = []

    def source(person_id: UUID | None) -> list[Kept]:
        return [one for one in rows if person_id in (None, one.person_id)]

    retention.keep_by(source)
    yield rows
    retention._sources.remove(source)


def someone(said: list[Kept], *untils: date | None) -> UUID:
    person = services.protect(fields=WANG, at=AT)
    said += [Kept(person, CASE, "appeals.petition", until) for until in untils]
    return person


def test_a_copy_holds_all_fields_and_is_on_record() -> None:
    person = services.protect(fields=WANG, at=AT)
    given = services.copy_for(person_id=person, actor=RESIDENT, case_number=CASE, at=AT)
    assert {field.value: text for field, text in given.items()} == WANG
    assert Opening.objects.get().purpose == "access"
    assert Amendment.objects.get().kind == "copy"


def test_a_correction_changes_what_opens_and_what_is_found() -> None:
    person = services.protect(fields=WANG, at=AT)
    services.correct(
        person_id=person,
        fields={"phone": "13700000000", "address": ""},
        actor=OFFICER,
        case_number=CASE,
        at=AT,
    )
    assert open_wang(person, fields=["name", "phone", "address"]) == {
        "name": "王建国",
        "phone": "13700000000",
    }
    moved = {"name": "王建国", "phone": "13700000000"}
    assert services.find_same(fields=moved, actor=OFFICER, at=AT) == (person,)
    assert services.find_same(fields={**WANG, "identity_number": ""}, actor=OFFICER, at=AT) == ()
    assert Amendment.objects.get().fields == ["phone", "address"]


def test_a_correction_that_leaves_nothing_is_refused() -> None:
    person = services.protect(fields={"name": "李梅"}, at=AT)
    with pytest.raises(errors.NothingToProtectError):
        services.correct(person_id=person, fields={"name": ""}, actor=OFFICER, case_number=CASE, at=AT)
    assert open_wang(person)["name"] == "李梅"


def test_while_the_law_has_it_kept_nobody_is_forgotten(said: list[Kept]) -> None:
    for until in (None, date(2026, 9, 1), date(2030, 1, 1)):
        person = someone(said, date(2020, 1, 1), until)
        with pytest.raises(errors.StillNeededError, match="保存期限"):
            services.forget(person_id=person, actor=RESIDENT, case_number=CASE, at=AT, on=TODAY)
        assert open_wang(person)["name"] == "王建国"


def test_after_that_nothing_of_them_can_ever_be_read(said: list[Kept]) -> None:
    person = someone(said, date(2020, 1, 1))
    open_wang(person)
    services.forget(person_id=person, actor=RESIDENT, case_number=CASE, at=AT, on=TODAY)
    with pytest.raises(errors.PersonForgottenError, match="依法删除"):
        open_wang(person)
    assert services.find_same(fields=WANG, actor=OFFICER, at=AT) == ()
    row = Person.objects.get(pk=person)
    assert bytes(row.wrapped_key) == b""
    assert [name for name in vars(row) if name.startswith(("seal_", "index_")) and getattr(row, name)] == []
    assert Opening.objects.filter(person_id=person).count() == 1, "who opened them stays on record"


def test_only_whose_time_is_over_in_all_matters_is_due(said: list[Kept]) -> None:
    over = someone(said, date(2026, 8, 31))
    someone(said, date(2026, 9, 1))
    someone(said, date(2020, 1, 1), date(2026, 12, 1))
    someone(said, date(2020, 1, 1), None)
    assert [one.person_id for one in services.due(on=TODAY)] == [over]


def test_the_dry_run_names_cases_and_changes_nothing(said: list[Kept]) -> None:
    person = someone(said, date(2026, 8, 31))
    done = CliRunner().invoke(cli.retention, ["--dry-run", "--on", "2026-09-01"])
    assert f"{CASE}  appeals.petition  kept until 2026-08-31" in done.output
    assert "1 persons would be forgotten" in done.output
    assert str(person) not in done.output
    assert open_wang(person)["name"] == "王建国"


def test_the_run_forgets_them_and_a_second_run_nobody(said: list[Kept]) -> None:
    person = someone(said, date(2026, 8, 31))
    other = someone(said, date(2027, 8, 31))
    assert services.expire(at=AT, on=TODAY) == 1
    assert services.expire(at=AT, on=TODAY) == 0
    with pytest.raises(errors.PersonForgottenError):
        open_wang(person)
    assert open_wang(other)["name"] == "王建国"
    assert Amendment.objects.get().kind == "expire"


def test_a_change_of_key_passes_the_forgotten_by(said: list[Kept]) -> None:
    person = someone(said, date(2026, 8, 31))
    services.expire(at=AT, on=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_person SET key_id = 'gone'")
    assert services.rewrap() == 0
    assert Person.objects.get(pk=person).key_id == "gone"
