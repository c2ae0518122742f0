"""Issued documents: numbers without gaps, the same bytes again, void and replaced instead of removed."""

from __future__ import annotations

import hashlib
import io
import threading
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext, override
from docx import Document

from bihuan.appeals import documents as letters
from bihuan.appeals.documents.letter import PLACE
from bihuan.appeals.documents.words import PLAIN
from bihuan.appeals.tests import lives
from bihuan.casework import documents as engine
from bihuan.casework import journal
from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.issued import errors, making, voiding
from bihuan.casework.issued.models import DocumentFile, DocumentVoid
from bihuan.casework.models import Entry, IssuedDocument
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.common.papers.plain import sentences

LATER = at("2026-03-21 10:00")


@pytest.fixture
def district(db: None) -> None:
    load_district()


@pytest.fixture
def folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def decision() -> IssuedDocument:
    return IssuedDocument.objects.get(case=lives.decided(), kind="decision")


def text_of(content: bytes) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)


@pytest.mark.django_db
@pytest.mark.parametrize("form", making.FORMS)
def test_a_file_that_is_gone_is_made_again_byte_for_byte(district: None, folder: None, form: str) -> None:
    issued = decision()
    first = making.make(issued, form, at=LATER)
    place = making.place(first.sha256)
    assert place.read_bytes() == first.content
    place.unlink()
    again = making.make(issued, form, at=at("2027-01-01 09:00"))
    assert again.sha256 == hashlib.sha256(again.content).hexdigest() == first.sha256
    assert again.same
    assert DocumentFile.objects.filter(document=issued).count() == 1


@pytest.mark.django_db
def test_a_file_that_was_tampered_with_is_not_given_out(district: None, folder: None) -> None:
    issued = decision()
    first = making.make(issued, "docx", at=LATER)
    making.place(first.sha256).write_bytes(b"forged")
    assert making.make(issued, "docx", at=LATER).content == first.content


@pytest.mark.django_db
def test_what_comes_out_differently_is_said(
    district: None, folder: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = decision()
    first = making.make(issued, "docx", at=LATER)
    making.place(first.sha256).unlink()
    monkeypatch.setattr(engine, "render", lambda _issued, _form: b"other")
    made = making.make(issued, "docx", at=LATER)
    assert (made.content, made.same) == (b"other", False)
    assert DocumentFile.objects.get(document=issued).sha256 == first.sha256


@pytest.mark.django_db
def test_a_slip_is_corrected_by_a_new_document_under_the_next_number(district: None) -> None:
    old = decision()
    new = voiding.replace(
        document_id=old.pk,
        actor=actor("shenpi"),
        at=LATER,
        reason="楼号写错",
        changes={"facts": "经现场勘查，4栋屋面防水层破损，情况属实。"},
    )
    assert (new.ordinal, new.unit_id, new.year) == (old.ordinal + 1, old.unit_id, old.year)
    assert "4栋屋面" in text_of(engine.render(new, "docx"))
    assert "2026年3月21日" in text_of(engine.render(new, "docx"))
    assert "4栋屋面" not in text_of(engine.render(old, "docx"))
    void = DocumentVoid.objects.get(document=old)
    assert void.replacement == new
    entry = Entry.objects.get(case=old.case, step="replace_document")
    assert entry.data["document"] == old.number
    assert entry.data["reason"] == "楼号写错"
    assert list(journal.verify(case_id=old.case_id)) == []


@pytest.mark.django_db
def test_a_replacement_passes_the_same_check_as_the_first(district: None) -> None:
    old = decision()
    with pytest.raises(Guarded, match="法律法规依据"):
        voiding.replace(
            document_id=old.pk, actor=actor("shenpi"), at=LATER, reason="改", changes={"basis": " "}
        )
    with pytest.raises(Incomplete):
        voiding.replace(
            document_id=old.pk, actor=actor("shenpi"), at=LATER, reason="改", changes={"result": "refuse"}
        )
    with pytest.raises(errors.NothingChanged):
        voiding.replace(
            document_id=old.pk,
            actor=actor("shenpi"),
            at=LATER,
            reason="改",
            changes={"basis": old.data["basis"]},
        )
    assert IssuedDocument.objects.filter(case=old.case, kind="decision").count() == 1
    assert not DocumentVoid.objects.exists()


@pytest.mark.django_db
def test_only_the_head_of_the_issuing_unit_voids_once_and_with_a_reason(district: None) -> None:
    old = decision()
    for who in ("chengban", "fenliu"):
        with pytest.raises(errors.NotTheIssuer):
            voiding.void(document_id=old.pk, actor=actor(who), at=LATER, reason="错")
    with pytest.raises(errors.ReasonMissing):
        voiding.void(document_id=old.pk, actor=actor("shenpi"), at=LATER, reason=" ")
    voiding.void(document_id=old.pk, actor=actor("shenpi"), at=LATER, reason="错")
    with pytest.raises(errors.AlreadyVoid):
        voiding.void(document_id=old.pk, actor=actor("shenpi"), at=LATER, reason="错")


@pytest.mark.django_db
def test_what_has_been_served_is_corrected_by_review_alone(district: None) -> None:
    old = IssuedDocument.objects.get(case=lives.served(), kind="decision")
    with pytest.raises(errors.AlreadyServed, match="复查"):
        voiding.void(document_id=old.pk, actor=actor("shenpi"), at=at("2026-03-24 10:00"), reason="错")


@pytest.mark.django_db
def test_a_document_and_its_end_can_neither_be_changed_nor_removed(district: None) -> None:
    old = decision()
    voiding.void(document_id=old.pk, actor=actor("shenpi"), at=LATER, reason="错")
    for change in (
        lambda: IssuedDocument.objects.filter(pk=old.pk).update(number="x"),
        lambda: DocumentVoid.objects.all().update(reason="x"),
        lambda: DocumentVoid.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_many_issue_at_once_and_some_fail(district: None) -> None:
    cases = [lives.handling() for _ in range(12)]
    moment = at("2026-03-20 15:00")
    ready = threading.Barrier(4)

    def issue(mine: list[Any]) -> None:
        ready.wait()
        for place, case in enumerate(mine):
            try:
                with transaction.atomic():
                    casework.take(
                        case_id=case.pk,
                        step="decide",
                        actor=actor("chengban"),
                        at=moment,
                        given=lives.DECISION,
                    )
                    if place == 1:
                        raise RuntimeError  # the number that was taken goes back
            except RuntimeError:
                continue
        connection.close()

    threads = [threading.Thread(target=issue, args=(cases[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = IssuedDocument.objects.filter(kind="decision", unit=unit("住建局")).values_list(
        "ordinal", flat=True
    )
    assert sorted(numbers) == list(range(1, 9))


@pytest.mark.django_db
def test_the_plain_copy_says_result_reason_right_deadline_and_place(district: None) -> None:
    issued = decision()
    copy = letters.plain(issued, until=at("2026-04-24 12:00").date())
    told = {question: " ".join(lines) for question, lines in copy.sections}
    assert "支持您的请求" in told["做了什么决定"]
    assert "屋面防水层老化" in told["为什么"]
    assert "复查" in told["您现在可以做什么"]
    assert "2026年4月24日" in told["到什么时候"]
    assert "青岚区人民政府" in told["到哪里去"]
    before = {question: " ".join(lines) for question, lines in letters.plain(issued).sections}
    assert "最后一天" not in before["到什么时候"]
    assert "30天之内" in before["到什么时候"]


@pytest.mark.django_db
def test_nobodys_name_is_kept_with_a_document_and_only_the_copy_that_is_sent_bears_it(district: None) -> None:
    issued = decision()
    assert "丁一帆" not in str(issued.data)
    assert "丁一帆" not in text_of(engine.render(issued, "docx"))
    assert "丁一帆：" in text_of(letters.render(issued, "docx", addressee="丁一帆"))


@pytest.mark.django_db
def test_who_is_sent_elsewhere_gets_it_in_writing_with_where_to_go(district: None) -> None:
    case = lives.take(
        lives.registered(),
        "direct",
        "fenliu",
        "2026-03-03 10:00",
        competent="青岚区人民法院",
        reason="纠纷正在人民法院审理。",
    )
    text = text_of(engine.render(IssuedDocument.objects.get(case=case, kind="refusal"), "docx"))
    assert "第二十三条第一款" in text
    assert "该事项可以向青岚区人民法院提出" in text


@pytest.mark.django_db
def test_who_is_led_into_a_legal_path_gets_in_writing_where_to_go_and_that_their_own_limit_runs_on(
    district: None,
) -> None:
    case = lives.take(
        lives.registered(),
        "lead_to_law",
        "fenliu",
        "2026-03-03 10:00",
        path="administrative",
        competent="青岚区人民政府行政复议机构",
        known_on=date(2026, 2, 12),
        reason="您不服的是行政处罚决定。",
    )
    issued = IssuedDocument.objects.get(case=case, kind="guidance")
    text = text_of(engine.render(issued, "docx"))
    assert "第三十一条第四项" in text
    assert "2026年2月12日）的次日起60日内申请行政复议" in text
    assert "期限不因您已经信访而停止计算" in text
    told = " ".join(line for _question, lines in letters.plain(issued).sections for line in lines)
    assert "请尽早去青岚区人民政府行政复议机构提出" in told


def test_every_sentence_that_stands_in_a_plain_copy_can_be_read_in_english() -> None:
    fixed = set(PLAIN.values())
    for letter in letters.LETTERS.values():
        for question, lines in letter.plain:
            fixed |= {question, *(line for line in lines if not PLACE.search(line))}
    with override("en"):
        assert [text for line in fixed for text in sentences(line) if gettext(text) == text] == []
