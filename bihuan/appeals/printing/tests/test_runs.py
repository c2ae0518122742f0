"""Printing in batches, with names and envelopes from the vault."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from bihuan.appeals import offices
from bihuan.appeals.documents import LETTERS
from bihuan.appeals.printing import batches, errors, runs
from bihuan.appeals.printing.models import PrintRun
from bihuan.appeals.services import groups
from bihuan.appeals.tests import lives
from bihuan.appeals.together import selectors as together
from bihuan.casework import journal
from bihuan.casework.issued import voiding
from bihuan.casework.issued.models import DocumentPrint
from bihuan.casework.models import Entry, IssuedDocument
from bihuan.casework.tests.cast import actor, at, load_district
from bihuan.common.papers.envelopes import Address
from bihuan.vault.models import Opening

MOMENT = at("2026-03-23 10:00")


@pytest.fixture(autouse=True)
def district(db: None, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    load_district()


def decided(**letter: Any) -> IssuedDocument:
    case = lives.decided(**letter)
    return IssuedDocument.objects.get(case=case, kind="decision")


def start(rows: list[IssuedDocument], who: str = "chengban", **options: Any) -> PrintRun:
    return runs.start(actor=actor(who), at=MOMENT, document_ids=[row.pk for row in rows], **options)


def made(run: PrintRun) -> PrintRun:
    return batches.make(run_id=run.pk, clock=lambda: MOMENT)


def pages(run: PrintRun, part: str = "documents") -> list[str]:
    content = batches.load(run, part)
    assert content is not None
    return [page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(content)).pages]


def test_documents_come_out_in_the_order_chosen_and_are_marked_printed() -> None:
    first, second = decided(), decided()
    run = made(start([second, first]))
    assert run.state == PrintRun.State.DONE
    text = "".join(pages(run))
    assert text.index(second.data["case"]) < text.index(first.data["case"])
    assert not runs.printable(actor=actor("chengban"), kind="decision").exists()
    assert runs.printable(actor=actor("chengban"), kind="decision", unprinted=False).count() == 2
    assert DocumentPrint.objects.filter(document=first, named=False).count() == 1
    entry = Entry.objects.get(case=first.case, step="print_document")
    assert entry.data["document"] == first.number
    assert list(journal.verify(case_id=first.case_id)) == []


def test_without_names_nobody_is_opened() -> None:
    run = made(start([decided()]))
    assert not Opening.objects.exists()
    assert "丁一帆" not in "".join(pages(run))
    assert batches.load(run, "envelopes") is None


def test_with_envelopes_each_person_is_opened_once_for_the_documents_purpose_and_on_record() -> None:
    given = {"person": {"name": "丁一帆", "phone": "19900001234", "address": "990103 青岚区文昌路8号3栋502"}}
    rows = [_with(given), _with(given)]
    run = made(start(rows, envelope="c5"))
    opened = Opening.objects.order_by("pk")
    assert [row.purpose for row in opened] == ["decision", "decision"]
    assert {row.case_number for row in opened} == {row.data["case"] for row in rows}
    assert sorted(opened[0].fields) == ["address", "name"]
    assert "丁一帆" in "".join(pages(run))
    envelope = pages(run, "envelopes")
    assert len(envelope) == 2
    assert "文昌路8号3栋502" in envelope[0]
    assert "丁一帆" in envelope[0]
    assert rows[0].number not in envelope[0]
    assert rows[0].data["case"] not in envelope[0]


@pytest.mark.parametrize("form", ["c5", "dl", "labels"])
def test_an_envelope_says_from_where_it_comes_as_the_office_publishes_it(
    monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    published = offices.Office("990103 青岚区政务路1号\n三楼", "0999-1234567")
    monkeypatch.setattr(offices, "_readers", [lambda _unit: published])
    given = {"person": {"name": "丁一帆", "address": "990103 青岚区文昌路8号3栋502"}}
    envelope = pages(made(start([_with(given)], envelope=form)), "envelopes")[0]
    assert "青岚区政务路1号 三楼" in envelope
    assert "青岚区住房和城乡建设局" in envelope


def test_a_letter_bears_the_telephone_that_its_office_publishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offices, "_readers", [lambda _unit: offices.Office("", "0999-1234567")])
    issued = IssuedDocument.objects.get(case=lives.handling(), kind="acceptance")
    assert "联系电话：0999-1234567" in "".join(pages(made(start([issued]))))


def _with(given: dict[str, Any]) -> IssuedDocument:
    from bihuan.casework import services as casework
    from bihuan.casework.tests.cast import unit

    case = lives.registered(**given)
    for step, who, more in (
        ("forward", "fenliu", {"to_unit": unit("住建局").pk}),
        ("accept", "chengban", {"received_on": date(2026, 3, 2), "notified_on": date(2026, 3, 2)}),
    ):
        casework.take(case_id=case.pk, step=step, actor=actor(who), at=lives.MONDAY, given=more)
    moment = at("2026-03-20 15:00")
    casework.take(case_id=case.pk, step="decide", actor=actor("chengban"), at=moment, given=lives.DECISION)
    return IssuedDocument.objects.get(case=case, kind="decision")


def test_who_left_no_address_has_no_envelope_and_that_is_said() -> None:
    run = made(start([decided(), _with({"person": {}})], envelope="dl"))
    notes = list(run.items.order_by("place").values_list("note", flat=True))
    assert notes == ["没有地址，没有信封", "没有身份信息，没有信封"]


def test_more_than_twenty_persons_wait_for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "ALONE", 1)
    rows = [decided(), decided()]
    run = start(rows, named=True)
    assert run.state == PrintRun.State.UNCONFIRMED
    assert made(run).state == PrintRun.State.UNCONFIRMED
    assert not Opening.objects.exists()
    for who in ("chengban", "fenliu"):
        with pytest.raises(errors.NeedsAnother):
            runs.confirm(run_id=run.pk, actor=actor(who), at=MOMENT)
    run = runs.confirm(run_id=run.pk, actor=actor("shenpi"), at=MOMENT)
    assert made(run).state == PrintRun.State.DONE
    assert Opening.objects.filter(bulk__approval__isnull=False).count() == 2
    assert "丁一帆" in "".join(pages(run))
    assert "赵明川" in PrintRun.objects.get(pk=run.pk).confirmed_by
    with pytest.raises(errors.NotWaiting):
        runs.confirm(run_id=run.pk, actor=actor("shenpi"), at=MOMENT)
    assert start(rows).state == PrintRun.State.RUNNING, "without names nobody is asked"


def test_only_documents_of_ones_own_unit_that_hold() -> None:
    mine = decided()
    transfer = IssuedDocument.objects.get(case=mine.case, kind="transfer")
    with pytest.raises(errors.NotYourDocuments):
        start([transfer])
    voiding.void(document_id=mine.pk, actor=actor("shenpi"), at=MOMENT, reason="错")
    with pytest.raises(errors.NotYourDocuments):
        start([mine])
    with pytest.raises(errors.NothingChosen):
        start([])


def test_a_run_is_made_once_and_its_files_are_forgotten_after_a_day() -> None:
    row = decided()
    run = made(start([row]))
    made(run)
    assert DocumentPrint.objects.filter(document=row).count() == 1
    assert batches.forget(at=at("2026-03-24 09:00")) == 0
    assert batches.forget(at=at("2026-03-24 11:00")) == 1
    assert batches.load(run, "documents") is None
    assert PrintRun.objects.get(pk=run.pk).state == PrintRun.State.FORGOTTEN


def test_what_was_made_lies_sealed(tmp_path: Any) -> None:
    run = made(start([decided()], named=True))
    (file,) = (tmp_path / "printing").iterdir()
    assert b"%PDF" not in file.read_bytes()
    assert "丁一帆" in "".join(pages(run))


def test_on_both_sides_each_document_begins_on_a_new_sheet() -> None:
    run = made(start([decided(), decided()], duplex=True, plain=True))
    found = pages(run)
    assert len(found) % 2 == 0
    starts = [place for place, text in enumerate(found) if "信访处理意见书信访人：" in text]
    assert len(starts) == 2
    assert all(place % 2 == 0 for place in starts)


def test_the_filters_choose_by_kind_and_day() -> None:
    row = decided()
    who = actor("chengban")
    for found, options in (
        (True, {"kind": "decision"}), (False, {"kind": "review"}),
        (True, {"since": date(2026, 3, 20), "until": date(2026, 3, 20)}),
        (False, {"since": date(2026, 3, 21)}), (False, {"until": date(2026, 3, 1)}),
    ):  # fmt: skip
        assert runs.printable(actor=who, **options).filter(pk=row.pk).exists() == found


def test_an_envelope_reads_the_postcode_out_of_the_address() -> None:
    address = Address("丁一帆", "青岚区文昌路8号，邮编：990103", "区住建局", "1-1")
    assert address.postcode == "990103"
    assert "990103" not in address.street


def _together() -> IssuedDocument:
    """A matter of three: who filed, one who signed too and lives elsewhere, and one who stepped out again."""
    given = {"person": {"name": "丁一帆", "address": "990103 青岚区文昌路8号3栋502"}}
    row = _with(given)
    for name, address in (("彭桂芳", "990101 青岚区河沿街2号"), ("邹福生", "990102 青岚区北关路9号")):
        groups.join(
            case_id=row.case_id,
            person={"name": name, "address": address},
            actor=actor("dengji"),
            at=lives.MONDAY,
        )
    groups.leave(case_id=row.case_id, seat=2, actor=actor("dengji"), at=lives.MONDAY)
    return row


def test_everyone_who_signed_gets_a_copy_and_an_envelope_of_their_own_and_who_left_gets_none() -> None:
    row = _together()
    run = made(start([row], envelope="c5"))
    assert list(run.items.order_by("place").values_list("seat", flat=True)) == [0, 1]
    text = "".join(pages(run))
    assert ("丁一帆" in text, "彭桂芳" in text, "邹福生" in text) == (True, True, False)
    first, second = pages(run, "envelopes")
    assert "河沿街2号" in second
    assert "彭桂芳" not in first
    assert "丁一帆" not in second
    assert Opening.objects.count() == 2, "each is opened once, and sees it"
    entry = Entry.objects.get(case=row.case, step="print_document")
    assert entry.data["seats"] == [0, 1]
    assert "彭桂芳" not in str(entry.data)
    told = [[label for label, _when in seat.printed] for seat in together.seats_of(row.case)]
    assert told == [["信访处理意见书"], ["信访处理意见书"], []]
    assert made(start([row], each=False)).total == 1


def test_a_letter_between_offices_is_made_once_however_many_signed() -> None:
    row = _together()
    transfer = IssuedDocument.objects.get(case=row.case, kind="transfer")
    assert start([transfer], who="fenliu").total == 1


def test_all_who_signed_count_towards_the_second_persons_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "ALONE", 1)
    run = start([_together()], named=True)
    assert run.state == PrintRun.State.UNCONFIRMED
    runs.confirm(run_id=run.pk, actor=actor("shenpi"), at=MOMENT)
    assert "彭桂芳" in "".join(pages(made(run)))


def test_every_letter_to_a_resident_is_opened_for_a_purpose() -> None:
    assert set(runs.PURPOSES) == {kind for kind, letter in LETTERS.items() if letter.resident}
