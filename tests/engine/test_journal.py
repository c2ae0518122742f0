"""The journal cannot be rewritten, and whoever does it behind the application's back is named."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from bihuan.appeals.tests import lives
from bihuan.casework.journal import Fault, verify
from bihuan.casework.models import Case, Entry


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE casework_entry SET step = 'accept'",
        "DELETE FROM casework_entry",
        "TRUNCATE casework_entry CASCADE",
        "UPDATE casework_issueddocument SET number = '青信复〔2026〕1号'",
        "DELETE FROM casework_issueddocument",
    ],
)
def test_the_database_itself_refuses_to_rewrite(statement: str) -> None:
    lives.decided()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(statement)


def tamper(sql: str) -> list[Fault]:
    """What verify says after the owner of the database has switched the trigger off and run `sql`."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE casework_entry DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE casework_entry ENABLE TRIGGER USER")
    return list(verify())


def test_an_untouched_journal_has_no_fault() -> None:
    lives.decided()
    assert list(verify()) == []


def test_a_changed_entry_is_named() -> None:
    case = lives.decided()
    lives.forwarded()
    faults = tamper(
        f"UPDATE casework_entry SET data = jsonb_set(data, '{{opinion}}', '\"不支持\"') WHERE case_id = {case.pk} AND seq = 4"
    )
    assert [(fault.case, fault.seq) for fault in faults] == [(case.number, 4)]
    assert "changed" in faults[0].what


def test_a_backdated_entry_is_named() -> None:
    case = lives.decided()
    faults = tamper(
        f"UPDATE casework_entry SET at = at - interval '10 days' WHERE case_id = {case.pk} AND seq = 3"
    )
    assert [(fault.case, fault.seq) for fault in faults] == [(case.number, 3)]


def test_a_removed_entry_is_named() -> None:
    case = lives.decided()
    faults = tamper(f"DELETE FROM casework_entry WHERE case_id = {case.pk} AND seq = 2")
    assert faults[0] == Fault(case.number, 2, "entry 2 is missing; the next is 3")


def test_a_removed_last_entry_is_named() -> None:
    case = lives.decided()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE casework_issueddocument DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM casework_issueddocument")
    faults = tamper(f"DELETE FROM casework_entry WHERE case_id = {case.pk} AND seq = 4")
    assert "the journal ends at 3" in faults[0].what


def test_a_rewritten_chain_is_named_by_the_head_of_the_case() -> None:
    from bihuan.casework.journal import entry_hash

    case = lives.registered()
    entry = Entry.objects.get(case=case)
    entry.actor = "另一个人"
    forged = entry_hash(entry)
    faults = tamper(
        f"UPDATE casework_entry SET actor = '另一个人', hash = decode('{forged.hex()}', 'hex') WHERE case_id = {case.pk}"
    )
    assert [fault.case for fault in faults] == [case.number]


def test_a_changed_letter_is_named() -> None:
    case = lives.registered()
    Case.objects.filter(pk=case.pk).update(body="别的内容")
    assert [fault.what for fault in verify()] == ["the text of the letter is not the one that was registered"]


def test_a_case_whose_journal_is_gone_is_named() -> None:
    case = lives.registered()
    assert tamper(f"DELETE FROM casework_entry WHERE case_id = {case.pk}") == [
        Fault(case.number, 0, "has no journal at all")
    ]
