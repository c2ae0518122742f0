from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from bihuan.appeals.models import Appeal
from bihuan.appeals.tests.lives import MONDAY
from bihuan.casework.models import Case, Entry
from bihuan.casework.tests.cast import load_district
from bihuan.common.files import store
from bihuan.organizations.models import Unit
from bihuan.portal.errors import DraftGone, TooManyFiles
from bihuan.portal.filing import drafts, sending, steps
from bihuan.portal.filing.sending import body_of, send
from bihuan.portal.models import AccessCode, Draft, DraftFile, Sent, Wish
from bihuan.portal.tests.residents import DING, anonymous, filed, written
from bihuan.vault import selectors as vault

pytestmark = pytest.mark.usefixtures("district")


def test_a_draft_opens_with_the_phones_key_alone() -> None:
    draft = written()
    assert drafts.find(draft.key, at=MONDAY).answers == DING
    with pytest.raises(DraftGone):
        drafts.find("another key", at=MONDAY)
    with pytest.raises(DraftGone):
        drafts.find("", at=MONDAY)


def test_no_word_of_a_draft_lies_readable_in_the_database() -> None:
    draft = written()
    row = Draft.objects.get()
    sealed = bytes(row.sealed)
    for text in ("丁一帆", "19900001234", "漏", "ding@example.org"):
        assert text.encode() not in sealed
    assert draft.key not in row.digest


def test_the_draft_of_one_phone_put_into_the_row_of_another_does_not_open() -> None:
    mine, other = written(), written()
    Draft.objects.filter(pk=other.row.pk).update(sealed=bytes(mine.row.sealed))
    with pytest.raises(DraftGone):
        drafts.find(other.key, at=MONDAY)


def test_a_draft_lives_a_week_from_the_last_word() -> None:
    draft = written()
    drafts.keep(draft, at=MONDAY + timedelta(days=3))
    assert drafts.find(draft.key, at=MONDAY + timedelta(days=9))
    with pytest.raises(DraftGone):
        drafts.find(draft.key, at=MONDAY + timedelta(days=10))
    assert drafts.forget_expired(at=MONDAY + timedelta(days=9)) == 0
    assert drafts.forget_expired(at=MONDAY + timedelta(days=10)) == 1
    assert not Draft.objects.exists()


def test_a_letter_becomes_a_case_at_the_petition_office_of_its_place() -> None:
    case, _code, _digits = filed()
    assert case.registry_unit == Unit.objects.get(kind=Unit.Kind.REGISTRY, jurisdiction__code="990103000000")
    assert (case.channel, case.subject, case.received_on) == ("web", DING["what"]["subject"], MONDAY.date())
    assert "文昌社区3栋2单元" in case.body
    assert DING["ask"]["request"] in case.body
    assert case.jurisdiction is not None
    assert case.jurisdiction.code == "990103001003"
    assert Appeal.objects.get(case=case).confidential


def test_who_filed_goes_into_the_vault_and_nowhere_else() -> None:
    case, _code, _digits = filed()
    appeal = Appeal.objects.get(case=case)
    assert appeal.person_id is not None
    assert not vault.openings_of(person_id=appeal.person_id).exists()
    for table in ("casework_case", "casework_entry", "portal_wish", "portal_accesscode"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text ~ '丁一帆|19900001234|ding@example'"
            )
            assert cursor.fetchone() == (0,), table


def test_the_journal_says_that_the_resident_filed_it() -> None:
    case, _code, _digits = filed()
    assert "信访人" in Entry.objects.get(case=case, seq=1).actor


def test_an_anonymous_letter_keeps_nobody_and_tells_nobody() -> None:
    case, _code, digits = filed(**anonymous())
    assert Appeal.objects.get(case=case).person_id is None
    assert Wish.objects.get(case=case).channel == "none"
    assert len(digits) == 12


def test_what_an_anonymous_writer_had_typed_before_is_not_kept() -> None:
    case, _code, _digits = filed(who={"sign": "anonymous"})
    assert Appeal.objects.get(case=case).person_id is None


def test_a_letter_sent_twice_is_registered_once_and_gives_the_same_receipt() -> None:
    draft = written()
    first, second = send(key=draft.key, at=MONDAY), send(key=draft.key, at=MONDAY + timedelta(minutes=1))
    assert first.receipt == second.receipt
    assert Case.objects.count() == 1
    assert AccessCode.objects.get().issue == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_sent_twice_at_the_same_moment_is_registered_once() -> None:
    load_district()
    key = written().key

    def go(_: int) -> str:
        try:
            return send(key=key, at=MONDAY).receipt["code"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        codes = set(pool.map(go, range(4)))
    assert len(codes) == 1
    assert Case.objects.count() == 1


def test_what_breaks_off_after_registering_goes_on_with_the_same_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = written()

    def dies(*_args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(sending, "_finish", dies)
        with pytest.raises(RuntimeError):
            send(key=draft.key, at=MONDAY)
    assert Case.objects.count() == 1
    assert send(key=draft.key, at=MONDAY).receipt["number"] == Case.objects.get().number
    assert Case.objects.count() == 1


def test_after_sending_the_draft_holds_the_receipt_for_a_day_and_nothing_else() -> None:
    draft = send(key=written().key, at=MONDAY)
    assert (draft.answers, draft.files) == ({}, [])
    with pytest.raises(DraftGone):
        drafts.find(draft.key, at=MONDAY + timedelta(hours=24))


def test_a_letter_that_is_not_complete_is_not_sent() -> None:
    draft = written(ask={"request": ""})
    assert steps.complete(draft.answers) == "ask"
    with pytest.raises(DraftGone):
        send(key=draft.key, at=MONDAY)
    assert not Case.objects.exists()


def png(colour: int) -> io.BytesIO:
    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", (4, 4), (colour, 0, 0)).save(content, "PNG")
    content.seek(0)
    return content


def test_a_photograph_goes_with_the_letter_and_its_name_is_sealed_until_then() -> None:
    draft = written()
    drafts.add_file(draft, store.put(png(1), name="我家客厅.png"), at=MONDAY)
    assert "我家客厅".encode() not in bytes(Draft.objects.get().sealed)
    assert drafts.hashes_in_use([draft.files[0]["sha256"], "0" * 64]) == {draft.files[0]["sha256"]}
    send(key=draft.key, at=MONDAY)
    assert [row.attachment.name for row in Sent.objects.all()] == ["我家客厅.png"]
    assert not DraftFile.objects.exists()


def test_the_eleventh_file_is_refused_and_says_how_many_there_may_be() -> None:
    draft = written()
    for colour in range(10):
        drafts.add_file(draft, store.put(png(colour), name=f"{colour}.png"), at=MONDAY)
    with pytest.raises(TooManyFiles, match="10"):
        drafts.add_file(draft, store.put(png(99), name="99.png"), at=MONDAY)


@pytest.mark.parametrize(
    ("step", "changes", "field"),
    [
        ("what", {"subject": ""}, "subject"),
        ("what", {"subject": "长" * 61}, "subject"),
        ("what", {"happened": " "}, "happened"),
        ("where", {"place": "000000000000"}, "place"),
        ("ask", {"request": ""}, "request"),
        ("who", {"sign": ""}, "sign"),
        ("who", {"name": ""}, "name"),
        ("who", {"phone": "123"}, "phone"),
        ("who", {"phone": ""}, "phone"),
        ("who", {"wish": "email", "email": "ding"}, "email"),
        ("who", {"wish": "email", "email": ""}, "email"),
        ("who", {"wish": "paper", "address": ""}, "address"),
        ("who", {"wish": "pigeon"}, "wish"),
    ],
)
def test_each_step_says_what_is_wrong_at_the_field(step: str, changes: dict[str, str], field: str) -> None:
    found = steps.step_of(step)
    assert steps.faults(found, DING[step]) == {}
    assert set(steps.faults(found, steps.read(found, {**DING[step], **changes}))) == {field}


def test_the_letter_reads_as_it_was_asked() -> None:
    assert body_of(written()).splitlines()[0] == DING["what"]["happened"]
