"""Somebody who owns the database rewrites the past. What was published tells, and names the entry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from bihuan.appeals.tests import lives
from bihuan.casework import services as casework
from bihuan.casework.journal import entry_hash
from bihuan.casework.models import Case, Entry
from bihuan.casework.openjournal import services, store
from bihuan.casework.openjournal.audit import Fault, verify
from bihuan.casework.openjournal.models import Leaf, SignedHead, SigningKey, Tile
from bihuan.casework.tests.cast import actor, at
from bihuan.common.merkle import heads, tiles, tree

FIRST = at("2026-03-20 18:00")
SECOND = at("2026-03-25 18:00")
TABLES = (
    "casework_entry", "casework_issueddocument", "openjournal_leaf", "openjournal_tile", "openjournal_signedhead",
    "openjournal_signingkey",
)  # fmt: skip


def as_owner(*statements: str) -> None:
    """Triggers off, the statements, triggers on again: what the owner of the database can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def comment(case: Case, moment: str) -> None:
    casework.comment(case_id=case.pk, actor=actor("chengban"), text="已与社区联系。", at=at(moment))


@pytest.fixture
def published(db: None) -> tuple[Case, Case]:
    """Two decided cases under a first head, one entry more of the second under a second."""
    first = lives.decided(at("2026-03-02 09:00"))
    second = lives.decided(at("2026-03-03 09:00"))
    services.append(at=FIRST)
    comment(second, "2026-03-24 10:00")
    services.append(at=SECOND)
    return first, second


def named(faults: list[Fault]) -> set[tuple[str, int]]:
    return {(fault.case, fault.seq) for fault in faults if fault.case}


def rehash(case: Case) -> list[str]:
    """The chain of the case made whole again after a change, as a careful forger would."""
    statements = []
    previous = bytes(32)
    for entry in Entry.objects.filter(case=case).order_by("seq"):
        entry.previous = previous
        previous = entry_hash(entry)
        statements.append(
            f"UPDATE casework_entry SET previous = '\\x{bytes(entry.previous).hex()}', hash = '\\x{previous.hex()}' "
            f"WHERE id = {entry.pk}"
        )
    return [*statements, f"UPDATE casework_case SET head = '\\x{previous.hex()}' WHERE id = {case.pk}"]


def test_what_nobody_touched_has_no_fault(published: tuple[Case, Case]) -> None:
    assert list(verify()) == []
    assert list(verify(kept=[head.note for head in SignedHead.objects.all()])) == []


def test_a_changed_entry_is_named(published: tuple[Case, Case]) -> None:
    case, _other = published
    as_owner(f"UPDATE casework_entry SET actor = '别人' WHERE case_id = {case.pk} AND seq = 3")
    assert list(verify()) == [Fault("its content is not what was published", case.number, 3)]


def test_a_changed_entry_in_a_chain_made_whole_again_is_named(published: tuple[Case, Case]) -> None:
    from bihuan.casework import journal

    case, _other = published
    as_owner(f"UPDATE casework_entry SET actor = '别人' WHERE case_id = {case.pk} AND seq = 3")
    as_owner(*rehash(case))
    assert list(journal.verify()) == []
    assert named(list(verify())) == {(case.number, 3), (case.number, 4)}


def test_a_removed_entry_is_named(published: tuple[Case, Case]) -> None:
    _first, case = published
    entry = Entry.objects.get(case=case, seq=5)
    constraint = (
        "SELECT conname FROM pg_constraint WHERE conrelid = 'openjournal_leaf'::regclass AND contype = 'f'"
    )
    with connection.cursor() as cursor:
        cursor.execute(constraint)
        name = cursor.fetchone()[0]
    as_owner(
        f"ALTER TABLE openjournal_leaf DROP CONSTRAINT {name}",
        f"DELETE FROM casework_entry WHERE id = {entry.pk}",
    )
    assert list(verify()) == [Fault("was removed from the journal after it was published", case.number, 5)]


def test_an_entry_removed_with_its_leaf_is_missed(published: tuple[Case, Case]) -> None:
    _first, case = published
    entry = Entry.objects.get(case=case, seq=2)
    as_owner(
        f"DELETE FROM openjournal_leaf WHERE entry_id = {entry.pk}",
        f"DELETE FROM casework_entry WHERE id = {entry.pk}",
    )
    assert [fault.what for fault in verify()] == ["leaf 5 is missing; the next is 6"]


def test_the_last_entry_removed_with_its_leaf_is_missed_by_the_head(published: tuple[Case, Case]) -> None:
    as_owner("DELETE FROM openjournal_leaf WHERE index = 8", "DELETE FROM casework_entry WHERE seq = 5")
    (fault,) = verify()
    assert "holds 9 entries; the tree has only 8" in fault.what


def test_a_back_dated_entry_is_named(published: tuple[Case, Case]) -> None:
    """Written down properly, chain and all, only with a date of before the last head."""
    first, _second = published
    comment(first, "2026-03-21 10:00")
    services.append(at=SECOND + timedelta(minutes=10))
    (fault,) = verify()
    assert (fault.case, fault.seq) == (first.number, 5)
    assert "back-dated: it says 2026-03-21" in fault.what


def test_an_entry_put_in_below_what_is_searched_is_named(published: tuple[Case, Case]) -> None:
    first, _second = published
    comment(first, "2026-03-21 10:00")
    (fault,) = verify()
    assert (fault.case, fault.seq) == (first.number, 5)
    assert "is not in the tree" in fault.what


def forge(case: Case) -> None:
    """The entry, its chain, its leaf and every tile: all that the owner of the database alone can change."""
    as_owner(f"UPDATE casework_entry SET actor = '别人' WHERE case_id = {case.pk} AND seq = 3")
    as_owner(*rehash(case))
    as_owner(
        "UPDATE openjournal_leaf SET entry_hash = e.hash FROM casework_entry e WHERE e.id = entry_id",
        "DELETE FROM openjournal_tile",
    )


def test_a_leaf_changed_with_its_entry_is_told_by_the_first_head_that_no_longer_fits(
    published: tuple[Case, Case],
) -> None:
    case, _other = published
    forge(case)
    (fault,) = verify()
    assert "does not fit" in fault.what
    assert f"{case.number} entry 3" in fault.what


def test_a_leaf_changed_with_its_entry_is_named_by_its_tile(
    published: tuple[Case, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bihuan.casework.openjournal import audit

    case, _other = published
    for module in (store, tiles, audit):
        monkeypatch.setattr(module, "WIDTH", 4)
    monkeypatch.setattr(tiles, "HEIGHT", 2)
    monkeypatch.setattr(store, "HEIGHT", 2)
    store.write_whole_tiles(0, 9)
    as_owner(
        f"UPDATE openjournal_leaf SET entry_hash = '\\x{bytes(32).hex()}' "
        f"WHERE case_number = '{case.number}' AND seq = 3"
    )
    assert Tile.objects.filter(level=0).count() == 2
    assert named(list(verify())) == {(case.number, 3)}


def test_who_also_holds_the_signing_key_is_told_by_a_head_that_was_kept_outside(
    published: tuple[Case, Case],
) -> None:
    from bihuan.casework.openjournal import keys

    case, _other = published
    kept = SignedHead.objects.order_by("size").first()
    assert kept is not None
    forge(case)
    secret = keys.signing_key()
    statements = []
    for row in SignedHead.objects.all():
        root = tree.root(row.size, tree.of_leaves(store.leaf_hashes(0, row.size)))
        note = heads.sign(heads.Head("bihuan/journal", row.size, root, row.at), secret)
        statements.append(
            f"UPDATE openjournal_signedhead SET root = '\\x{root.hex()}', note = '{note}' WHERE size = {row.size}"
        )
    as_owner(*statements)
    assert list(verify()) == [], "inside, nothing can tell any more"
    (fault,) = verify(kept=[kept.note])
    assert "the kept head" in fault.what
    assert f"{case.number} entry 3" in fault.what


def test_a_head_signed_by_nobody_is_named(published: tuple[Case, Case]) -> None:
    head = SignedHead.objects.order_by("size").first()
    assert head is not None
    as_owner(f"UPDATE openjournal_signingkey SET public = '\\x{bytes(32).hex()}'")
    assert {fault.what for fault in verify()} == {
        f"the signature of the head of {size} entries does not hold" for size in (8, 9)
    }
    assert SigningKey.objects.count() == 1


def test_a_swapped_pair_of_leaves_is_found(published: tuple[Case, Case]) -> None:
    one, two = Leaf.objects.get(index=1), Leaf.objects.get(index=2)
    as_owner(
        "ALTER TABLE openjournal_leaf DROP CONSTRAINT leaf_index_from_zero",
        "UPDATE openjournal_leaf SET index = -1 WHERE index = 1",
        "UPDATE openjournal_leaf SET index = 1 WHERE index = 2",
        "UPDATE openjournal_leaf SET index = 2 WHERE index = -1",
    )
    (fault,) = verify()
    assert f"{one.case_number} entry {one.seq}" in fault.what
    assert f"{two.case_number} entry {two.seq}" in fault.what
