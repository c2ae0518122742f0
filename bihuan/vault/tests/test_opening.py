from __future__ import annotations

import base64
import importlib.util
import inspect
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.roles import Role
from bihuan.vault import errors, selectors, services
from bihuan.vault.fields import FIELD_LABELS
from bihuan.vault.models import LookUp, Opening, Person
from bihuan.vault.purposes import BASES, Purpose
from bihuan.vault.tests.conftest import AT, OFFICER, WANG

pytestmark = pytest.mark.django_db
WITHOUT_A_PERSON = {
    "protect", "protect_many", "sealed", "find_same", "rewrap",
    # several named by a request that a second person approved
    "request_bulk", "approve_bulk", "review_emergency", "open_bulk",
    # by time alone: whose keeping is over, without a name
    "due", "expire",
}  # fmt: skip


def open_wang(person_id: uuid.UUID, **changes: object) -> dict[str, str]:
    given: dict[str, object] = {
        "person_id": person_id,
        "fields": ["name", "phone"],
        "purpose": Purpose.NOTICE,
        "actor": OFFICER,
        "case_number": "XF-2026-000017",
        "at": AT,
    }
    return dict(services.open(**(given | changes)))  # type: ignore[arg-type]


def test_what_was_protected_opens_again_and_only_what_was_asked_for() -> None:
    person = services.protect(fields=WANG, at=AT)
    assert open_wang(person) == {"name": "王建国", "phone": "138 1234 5678"}


def test_no_plain_text_lies_in_the_database() -> None:
    services.protect(fields=WANG | {"email": "wang@example.org", "other": "邻居李阿姨转告"}, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM vault_person p")
        (dump,) = cursor.fetchone()
    stored = bytes.fromhex("".join(c for c in dump if c in "0123456789abcdef"))
    for planted in (*WANG.values(), "wang@example.org", "邻居李阿姨转告", "13812345678", "王"):
        assert planted not in dump
        assert planted.encode() not in stored
        assert planted.encode().hex() not in dump
        assert base64.b64encode(planted.encode()).decode() not in dump


def test_a_short_and_a_long_name_look_alike_in_the_database() -> None:
    services.protect(fields={"name": "王五"}, at=AT)
    services.protect(fields={"name": "欧阳建国同志"}, at=AT)
    assert len({len(bytes(p.seal_name or b"")) for p in Person.objects.all()}) == 1


def test_protecting_is_one_insert(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        services.protect(fields=WANG, at=AT)


def test_an_anonymous_petitioner_has_no_person() -> None:
    with pytest.raises(errors.NothingToProtectError):
        services.protect(fields={"name": " ", "phone": ""}, at=AT)


@pytest.mark.parametrize("purpose", ["", "curiosity", None])
def test_opening_without_a_lawful_purpose_is_refused(purpose: str | None) -> None:
    person = services.protect(fields=WANG, at=AT)
    with pytest.raises(errors.PurposeMissingError, match="法定目的"):
        open_wang(person, purpose=purpose)
    assert not Opening.objects.exists()


def test_opening_without_a_case_is_refused() -> None:
    person = services.protect(fields=WANG, at=AT)
    with pytest.raises(errors.CaseMissingError):
        open_wang(person, case_number="")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.LEADER, Role.SUPERVISOR])
def test_posts_that_do_not_deal_with_the_person_may_not_open(role: Role) -> None:
    person = services.protect(fields=WANG, at=AT)
    actor = Actor(8, 80, 3, 1, "钱进", roles=frozenset({role}))
    with pytest.raises(errors.OpeningRefusedError):
        open_wang(person, actor=actor)
    with pytest.raises(errors.OpeningRefusedError):
        services.find_same(fields=WANG, actor=actor, at=AT)


def test_every_opening_is_on_record_with_who_why_and_what() -> None:
    person = services.protect(fields=WANG, at=AT)
    open_wang(person)
    open_wang(person, fields=["address"], purpose="decision", actor=SYSTEM, at=AT + timedelta(hours=1))
    newest, first = selectors.openings_of(person_id=person)
    assert (first.actor_name, first.unit_name, first.purpose, first.fields) == (
        "赵敏",
        "青山区住建局",
        "notice",
        ["name", "phone"],
    )
    assert (first.law, first.case_number, first.at) == ("信访工作条例 第二十三条", "XF-2026-000017", AT)
    assert (newest.actor_name, newest.account_id, newest.law) == ("系统", None, "信访工作条例 第三十二条")


@pytest.mark.django_db(transaction=True)
def test_an_opening_stays_on_record_when_the_caller_fails_afterwards() -> None:
    person = services.protect(fields=WANG, at=AT)

    def page() -> None:
        open_wang(person)
        raise RuntimeError("the template broke")

    with pytest.raises(RuntimeError):
        page()
    assert Opening.objects.count() == 1


def test_in_a_transaction_that_rolls_back_the_record_goes_with_everything_else() -> None:
    person = services.protect(fields=WANG, at=AT)

    @transaction.atomic
    def service() -> None:
        open_wang(person)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        service()
    assert not Opening.objects.exists()


def test_a_person_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(errors.PersonNotFoundError):
        open_wang(uuid.uuid4())


@pytest.mark.parametrize("change", ["UPDATE vault_opening SET actor_name = 'x'", "DELETE FROM vault_opening"])
def test_the_database_refuses_to_change_or_delete_an_opening(change: str) -> None:
    open_wang(services.protect(fields=WANG, at=AT))
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert Opening.objects.get().actor_name == "赵敏"


def test_the_same_person_is_found_however_the_number_is_written_and_the_look_up_is_on_record() -> None:
    person = services.protect(fields=WANG, at=AT)
    services.protect(fields={"name": "王建国", "phone": "13900000000"}, at=AT)
    by_number = services.find_same(
        fields={"identity_number": "３７０１０２ 19560312 151X"}, actor=OFFICER, at=AT
    )
    by_contact = services.find_same(
        fields={"name": "王 建国", "phone": "+86-138-1234-5678"},
        actor=OFFICER,
        case_number="XF-2026-000018",
        at=AT,
    )
    assert by_number == by_contact == (person,)
    assert list(LookUp.objects.values_list("found", "law")) == [(1, "信访工作条例 第十九条第三款")] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        LookUp.objects.update(found=0)


def test_a_name_alone_finds_nobody() -> None:
    services.protect(fields=WANG, at=AT)
    assert services.find_same(fields={"name": "王建国"}, actor=OFFICER, at=AT) == ()
    assert services.find_same(fields={}, actor=OFFICER, at=AT) == ()


def test_many_are_protected_in_the_order_given_but_never_opened_together() -> None:
    ids = services.protect_many(people=[WANG, {"name": "李梅"}], at=AT)
    assert open_wang(ids[1], fields=["name", "phone"]) == {"name": "李梅"}
    assert [name for name in services.__all__ if "open" in name] == ["open", "open_bulk"]


def test_a_list_shows_no_part_of_a_name() -> None:
    assert selectors.mask(person_id=uuid.uuid4()) == "信访人（实名）"
    assert selectors.mask(person_id=None) == "信访人（匿名）"


def test_nothing_in_the_vault_lists_persons() -> None:
    """Each reading function takes one person, or is the look-up that is recorded."""
    given = inspect.getmembers(selectors, inspect.isfunction)
    given += [(name, getattr(services, name)) for name in services.__all__]
    for name, function in given:
        if name.startswith("_") or not function.__module__.startswith("bihuan.vault"):
            continue
        parameters = inspect.signature(function).parameters
        assert "person_id" in parameters or name in WITHOUT_A_PERSON, name
    for door in ("admin", "api"):  # its own pages show openings and requests, by case and official
        assert importlib.util.find_spec(f"bihuan.vault.{door}") is None


def test_every_text_of_the_vault_has_english() -> None:
    folder = Path(services.__file__).parent.parent
    with (folder / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        english = {m.id for m in read_po(file) if m.string}
    texts = {*FIELD_LABELS.values(), *(basis.label for basis in BASES.values())}
    for path in folder.rglob("*.py"):
        with path.open("rb") as file:
            texts |= {str(message) for _, message, _, _ in extract("python", file, keywords={"_": None})}
    assert texts - english == set()
