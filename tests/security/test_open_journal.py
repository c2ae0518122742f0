"""Entries get their place in the tree once and for good; heads are signed; a receipt proves a case's last entry."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from bihuan.appeals.tests import lives
from bihuan.casework import services as casework
from bihuan.casework.models import Entry
from bihuan.casework.openjournal import keys, selectors, services, store
from bihuan.casework.openjournal.errors import NoHeadError, SigningKeyError
from bihuan.casework.openjournal.models import Leaf, SignedHead, SigningKey, Tile
from bihuan.casework.openjournal.services import appending
from bihuan.casework.tests.cast import actor, at
from bihuan.common.merkle import heads, receipts, tiles, tree
from bihuan.common.merkle.proofs import consistent

LATER = at("2026-03-20 18:00")
DAY = timedelta(days=1)


def say(case_id: int, text: str = "已与社区联系。") -> None:
    casework.comment(case_id=case_id, actor=actor("chengban"), text=text, at=LATER)


def placed() -> list[tuple[int, int]]:
    return list(Leaf.objects.order_by("index").values_list("index", "entry_id"))


def test_every_entry_gets_one_place_in_the_order_of_writing() -> None:
    lives.decided()
    head = services.append(at=LATER)
    assert head is not None
    assert placed() == list(enumerate(Entry.objects.order_by("pk").values_list("pk", flat=True)))
    assert head.size == Entry.objects.count()


def test_a_second_round_without_news_changes_nothing() -> None:
    lives.decided()
    first = services.append(at=LATER)
    assert services.append(at=LATER + DAY) == first
    assert SignedHead.objects.count() == 1


def test_an_empty_journal_has_no_head() -> None:
    assert services.append(at=LATER) is None


def test_what_was_placed_keeps_its_place() -> None:
    case = lives.decided()
    services.append(at=LATER)
    before = placed()
    say(case.pk)
    services.append(at=LATER)
    assert placed()[: len(before)] == before
    assert len(placed()) == len(before) + 1


def test_an_entry_that_is_committed_late_with_a_low_key_is_not_forgotten() -> None:
    """Its key was drawn before those of others, which were placed meanwhile."""
    case = lives.forwarded()
    entry = Entry.objects.order_by("-pk").first()
    assert entry is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('casework_entry', 'id'))")
        early = cursor.fetchone()[0]
    other = lives.registered()
    services.append(at=LATER)
    Entry.objects.create(
        pk=early, case=case, seq=99, at=LATER, recorded_at=LATER, kind="comment", step="comment", to_state=entry.to_state,
        holder_unit_id=entry.holder_unit_id, previous=bytes(32), hash=bytes(32),
    )  # fmt: skip
    services.append(at=LATER + timedelta(minutes=10))
    assert Leaf.objects.get(entry_id=early).index == Entry.objects.count() - 1
    assert Leaf.objects.filter(entry__case=other).exists()


@pytest.mark.parametrize("table", ["leaf", "tile", "signedhead", "signingkey"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_itself_refuses_to_take_anything_back(
    table: str, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives.decided()
    services.append(at=LATER)
    Tile.objects.create(level=0, index=0, root=bytes(32), hashes=bytes(64))
    column = {"leaf": "seq", "tile": "root", "signedhead": "note", "signingkey": "key_id"}[table]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(statement.format(f"openjournal_{table}", column, column))


def test_an_entry_can_have_no_second_place() -> None:
    lives.registered()
    services.append(at=LATER)
    leaf = Leaf.objects.get(index=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.create(
            index=1, entry_id=leaf.entry_id, case_number=leaf.case_number, seq=1, entry_hash=leaf.entry_hash
        )


def test_tiles_and_leaves_give_the_root_that_was_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With tiles of four hashes, so that a few entries make tiles of three heights."""
    for module in (store, tiles):
        monkeypatch.setattr(module, "HEIGHT", 2)
        monkeypatch.setattr(module, "WIDTH", 4)
    case = lives.decided()
    sizes = []
    for number in range(40):
        say(case.pk, f"第{number}次记录")
        if number % 3 == 0:
            head = services.append(at=LATER)
            assert head is not None
            sizes.append(head.size)
            hashes = store.leaf_hashes(0, head.size)
            assert bytes(head.root) == tree.root(head.size, tree.of_leaves(hashes))
    assert set(Tile.objects.values_list("level", flat=True)) == {0, 1}
    final = sizes[-1]
    for old in range(1, final + 1):
        later = selectors.consistency(old=old)
        root = tree.root(old, tree.of_leaves(store.leaf_hashes(0, old)))
        assert consistent(old, final, root, heads.read(later.head).head.root, later.proof)


def test_a_long_journal_is_taken_in_batches_each_with_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "BATCH", 4)
    for _ in range(3):
        lives.decided()
    head = services.append(at=LATER)
    assert head is not None
    assert head.size == Entry.objects.count() == 12
    assert [one.size for one in SignedHead.objects.order_by("size")] == [4, 8, 12]
    assert services.append(at=LATER) == head


def test_a_receipt_proves_the_last_entry_and_can_be_read_without_the_database() -> None:
    lives.registered()
    case = lives.decided()
    receipt = receipts.read(receipts.write(services.receipt_for(case=case, at=LATER)))
    assert receipt.case == case.number
    assert receipt.seq == 4
    assert all(one.holds for one in receipts.check(receipt, trusted=receipt.keys[0].public))


def test_a_receipt_at_once_places_only_its_case_and_the_others_follow() -> None:
    other = lives.registered()
    case = lives.decided()
    services.receipt_for(case=case, at=LATER)
    assert not Leaf.objects.filter(entry__case=other).exists()
    services.append(at=LATER)
    assert Leaf.objects.count() == Entry.objects.count()


def test_a_second_receipt_without_news_signs_nothing_new() -> None:
    case = lives.decided()
    first = services.receipt_for(case=case, at=LATER)
    assert services.receipt_for(case=case, at=LATER + DAY) == first


def test_a_receipt_holds_against_every_later_head() -> None:
    case = lives.decided()
    receipt = services.receipt_for(case=case, at=LATER)
    lives.decided()
    services.append(at=LATER)
    later = selectors.consistency(old=heads.read(receipt.head).head.size)
    assert all(one.holds for one in receipts.check(receipt, later=later))


def test_a_receipt_holds_nothing_personal() -> None:
    case = lives.decided()
    text = receipts.write(services.receipt_for(case=case, at=LATER))
    assert case.number in text
    for word in ("丁一帆", "19900001234", case.subject, case.body):
        assert word not in text


def test_heads_never_go_back_in_time() -> None:
    case = lives.decided()
    first = services.append(at=LATER)
    say(case.pk)
    second = services.append(at=LATER - DAY)
    assert first is not None
    assert second is not None
    assert second.at == first.at


def test_there_is_no_proof_from_a_size_that_never_was() -> None:
    lives.decided()
    services.append(at=LATER)
    for old in (0, 5):
        with pytest.raises(NoHeadError):
            selectors.consistency(old=old)
    with pytest.raises(NoHeadError):
        selectors.consistency(old=1, new=3)


def test_after_a_change_of_key_old_and_new_receipts_hold_for_who_trusts_the_first() -> None:
    case = lives.decided()
    old = services.receipt_for(case=case, at=LATER)
    trusted = old.keys[0].public
    recorded = services.rotate_key(at=LATER)
    say(case.pk)
    new = services.receipt_for(case=case, at=LATER)
    assert new.keys[-1].public == bytes(recorded.public) != trusted
    for receipt in (old, new):
        assert all(one.holds for one in receipts.check(receipt, trusted=trusted))
    assert all(one.holds for one in receipts.check(old, later=selectors.consistency(old=4)))


def test_a_change_of_key_broken_off_between_record_and_file_is_finished_by_the_next_signature(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = lives.decided()
    services.append(at=LATER)
    with monkeypatch.context() as broken:
        broken.setattr(keys, "take_next", lambda: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            services.rotate_key(at=LATER)
    say(case.pk)
    head = services.append(at=LATER)
    assert head is not None
    assert head.key == SigningKey.objects.order_by("-pk").first()
    assert not keys.next_path().exists()


def test_a_foreign_key_file_signs_nothing() -> None:
    case = lives.decided()
    services.append(at=LATER)
    say(case.pk)
    keys.path().unlink()
    with pytest.raises(SigningKeyError, match="rotate-key --lost"):
        services.append(at=LATER)
    services.rotate_key(at=LATER, lost=True)
    receipt = services.receipt_for(case=case, at=LATER)
    assert all(one.holds for one in receipts.check(receipt))
    assert not all(one.holds for one in receipts.check(receipt, trusted=receipt.keys[0].public))


def test_production_invents_no_key(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = False
    lives.decided()
    with pytest.raises(SigningKeyError, match="make-key"):
        services.append(at=LATER)
    assert Leaf.objects.count() == 0
    keys.make()
    keys.path().chmod(0o644)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        services.append(at=LATER)


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_place_every_entry_once() -> None:
    cases = [lives.decided() for _ in range(3)]
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for round_ in range(5):
                say(cases[number % 3].pk, f"{number}-{round_}")
                if number % 2:
                    services.append(at=LATER)
                else:
                    receipt = services.receipt_for(case=cases[number % 3], at=LATER)
                    assert all(one.holds for one in receipts.check(receipt))
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    services.append(at=LATER)
    assert [index for index, _entry in placed()] == list(range(Entry.objects.count()))
    for head in SignedHead.objects.all():
        hashes = store.leaf_hashes(0, head.size)
        assert bytes(head.root) == tree.root(head.size, tree.of_leaves(hashes))
