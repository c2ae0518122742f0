"""What a phone sends: once each, nothing lost, and what has changed meanwhile is said."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from PIL import Image
from pytest_django import Settings

from bihuan.casework.errors import Guarded, Incomplete, NotNow
from bihuan.casework.models import Case
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Account
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.field import keeping, receiving
from bihuan.safety.field.errors import Damaged, FilesMissing, HowMissing, NoPicture, OtherContent, Unreadable
from bihuan.safety.field.models import Arrival, Evidence
from bihuan.safety.field.receiving import Receipt
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.inspections import checklists
from bihuan.safety.inspections import services as inspections
from bihuan.safety.inspections.models import Checklist, Inspection, OfficerCertificate
from bihuan.safety.risk import services as risk
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.lives import take

pytestmark = pytest.mark.django_db
NOON = "2026-03-03 12:00"
ITEMS = [
    checklists.Item("现场", "消防", "", "灭火器在有效期内。", "《消防法》第16条"),
    checklists.Item("现场", "用电", "", "配电箱接地可靠。", "《安全生产法》第36条"),
]


@pytest.fixture(autouse=True)
def district(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    load_district()
    cast.pack()
    for who, number in ((cast.actor("anjian"), "990103-01"), (cast.colleague(), "990103-02")):
        inspections.certify(
            account=Account.objects.get(pk=who.account_id or 0), number=number, issued_on=date(2024, 1, 1),
            expires_on=date(2027, 12, 31), actor=SYSTEM,
        )  # fmt: skip


@lru_cache(maxsize=16)
def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16 + shade, 16), (shade, 90, 120)).save(out, "JPEG")
    return out.getvalue()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sheet() -> Checklist:
    return checklists.publish(code="通用", title="通用", sector="", items=ITEMS, at=at("2026-03-01 09:00"))[0]


def assigned(firm: Enterprise | None = None) -> Inspection:
    case = inspections.plan(
        enterprise=firm or cast.enterprise(), kind="unannounced", inspect_by=date(2026, 3, 31), checklist=sheet(),
        actor=actor("anjian"), at=at("2026-03-02 09:00"),
    )  # fmt: skip
    case = take(
        case, "assign", actor("anjian"), "2026-03-02 09:00", lead=actor("anjian").account_id,
        second=cast.colleague().account_id,
    )  # fmt: skip
    return Inspection.objects.select_related("case").get(pk=case.pk)


def upload(row: Inspection, content: bytes, who: Actor | None = None, **more: Any) -> str:
    about = {
        "name": "IMG_1.jpg", "kind": "photo", "taken_at": "2026-03-03T09:20:00+08:00", "offset": 2,
        "offset_at": "2026-03-03T08:00:00+08:00", "position": {"longitude": 116.1234567, "latitude": 30.5, "accuracy": 12.4},
        **more,
    }  # fmt: skip
    keeping.keep(
        inspection=row, sha256=sha(content), stream=io.BytesIO(content), size=len(content), about=about,
        actor=who or actor("anjian"), device=None, at=at(NOON),
    )  # fmt: skip
    return sha(content)


def told(row: Inspection, shots: tuple[str, ...] = (), **more: Any) -> str:
    """The text of a record: the first item failed with its photographs, the second passed, signed by three."""
    assert row.checklist is not None
    first, second = row.checklist.items.order_by("number")
    return json.dumps({
        "format": "bihuan-field-1", "kind": "record", "inspection": row.case.number, "checklist": row.checklist_id,
        "began_at": "2026-03-03T09:00:00+08:00", "ended_at": "2026-03-03T11:00:00+08:00", "place": "石湾镇工业路1号",
        "content": "消防、用电", "handling": "", "position": None, "photos": [],
        "answers": [
            {"item": first.pk, "answer": "failed", "note": "三具灭火器已经过期。", "place": "一车间", "photos": list(shots)},
            {"item": second.pk, "answer": "passed"},
        ],
        "signature": "signed", "signed_by": "钱大有",
        "signatures": {kind: sha(picture(shade)) for kind, shade in (("lead", 1), ("second", 2), ("unit", 3))},
        "offsets": [2], **more,
    }, ensure_ascii=False)  # fmt: skip


def sign(row: Inspection, who: Actor | None = None) -> None:
    for kind, shade in (("lead", 1), ("second", 2), ("unit", 3)):
        upload(row, picture(shade), who, kind=kind, name=f"{kind}.png", position=None, no_place="signature")


def send(
    row: Inspection, body: str, who: Actor | None = None, key: UUID | None = None, **more: Any
) -> Receipt:
    return receiving.receive(
        submission=key or uuid4(), number=row.case.number, body=body, actor=who or actor("anjian"), device=None, at=at(NOON),
        **more,
    )  # fmt: skip


def test_a_record_is_taken_with_its_evidence_and_the_receipt_names_every_hash() -> None:
    row = assigned()
    photo = upload(row, picture(50))
    sign(row)
    body = told(row, (photo,))
    receipt = send(row, body)
    assert receipt.arrival.outcome == "taken"
    assert receipt.arrival.sha256 == sha(body.encode())
    assert receipt.files == {sha(picture(s)): len(picture(s)) for s in (50, 1, 2, 3)}
    assert receipt.hazards == [Hazard.objects.get().case.number]
    case = Case.objects.get(pk=row.pk)
    entry = case.entries.get(step="submit")
    assert receipt.arrival.sha256 in entry.data["evidence"]
    assert photo in entry.data["evidence"]
    assert row.findings.get(answer="failed").photos[0]["longitude"] == "116.123457"


def test_the_same_record_sent_again_is_answered_alike_and_opens_nothing() -> None:
    row, key = assigned(), uuid4()
    sign(row)
    first = send(row, told(row), key=key)
    again = send(row, told(row), key=key)
    assert (again.again, again.hazards, again.files) == (True, first.hazards, first.files)
    assert (Hazard.objects.count(), Arrival.objects.count()) == (1, 1)


def test_other_words_under_the_same_key_are_refused_and_the_first_stands() -> None:
    row, key = assigned(), uuid4()
    sign(row)
    send(row, told(row), key=key)
    with pytest.raises(OtherContent):
        send(row, told(row, content="别的"), key=key)
    assert Arrival.objects.get().body == told(row)


def test_a_record_waits_until_every_file_it_names_is_there() -> None:
    row = assigned()
    sign(row)
    with pytest.raises(FilesMissing) as missing:
        send(row, told(row, (sha(picture(77)),)))
    assert missing.value.hashes == [sha(picture(77))]
    assert (Arrival.objects.count(), Hazard.objects.count()) == (0, 0)


def test_two_officers_send_the_same_inspection_the_second_is_held_whole_and_told_whose_came_first() -> None:
    row = assigned()
    sign(row)
    send(row, told(row))
    other = upload(row, picture(60), cast.colleague())
    receipt = send(row, told(row, (other,)), who=cast.colleague())
    assert (receipt.arrival.outcome, receipt.arrival.why) == ("held", "submitted")
    assert "罗守安" in receipt.arrival.said
    assert receipt.files[other] == len(picture(60))
    assert Hazard.objects.count() == 1
    assert list(receiving_held(actor("anjian"))) == [receipt.arrival]


def receiving_held(who: Actor) -> Any:
    from bihuan.safety.field.selectors import held

    return held(who)


def test_a_checklist_retired_while_the_phone_had_no_signal_is_said_and_the_record_stands() -> None:
    row = assigned()
    sign(row)
    checklists.publish(code="通用", title="通用", sector="", items=ITEMS[:1], at=at("2026-03-03 08:00"))
    receipt = send(row, told(row))
    assert receipt.arrival.outcome == "taken"
    assert any("第1版已于2026-03-03停用" in text for text in receipt.arrival.remarks)


def test_a_record_on_another_checklist_is_held() -> None:
    row = assigned()
    sign(row)
    receipt = send(row, told(row, checklist=row.checklist_id + 1 if row.checklist_id else 0))
    assert (receipt.arrival.outcome, receipt.arrival.why) == ("held", "checklist")


def test_a_record_of_an_inspection_that_was_cancelled_or_given_to_others_is_held() -> None:
    row = assigned()
    sign(row)
    _judge, head = cast.officers()
    inspections.certify(
        account=Account.objects.get(pk=head.account_id or 0), number="990103-03", issued_on=date(2024, 1, 1),
        expires_on=date(2027, 12, 31), actor=SYSTEM,
    )  # fmt: skip
    mine = cast.colleague().account_id
    take(
        row.case,
        "assign",
        actor("anjian"),
        "2026-03-03 08:00",
        lead=mine,
        second=head.account_id,
        reason="住院。",
    )
    assert send(row, told(row)).arrival.why == "replaced"
    take(row.case, "cancel", head, "2026-03-03 09:00", reason="企业停产。")
    assert send(row, told(row)).arrival.why == "moved"
    assert Hazard.objects.count() == 0


def test_a_photograph_without_place_is_kept_and_said() -> None:
    row = assigned()
    sign(row)
    photo = upload(row, picture(50), position=None, no_place="denied")
    receipt = send(row, told(row, (photo,)))
    assert receipt.arrival.outcome == "taken"
    assert any("1 张照片没有位置" in text for text in receipt.arrival.remarks)
    kept = Evidence.objects.get(sha256=photo)
    assert (kept.longitude, kept.no_place) == (None, "denied")


def test_a_phone_with_a_wrong_clock_is_noticed_and_its_difference_recorded_and_the_law_gets_the_servers_time() -> (
    None
):
    row = assigned()
    sign(row)
    body = told(
        row, began_at="2026-03-04T09:00:00+08:00", ended_at="2026-03-04T11:00:00+08:00", offsets=[86_400]
    )
    receipt = send(row, body, device_now=at(NOON) + timedelta(days=1))
    assert receipt.arrival.outcome == "taken"
    assert receipt.arrival.clock_offset == 86_400
    assert any("86400" in text for text in receipt.arrival.remarks)
    entry = Case.objects.get(pk=row.pk).entries.get(step="submit")
    assert datetime.fromisoformat(entry.data["began_at"]) == at("2026-03-03 09:00")


def test_a_clock_that_was_changed_during_the_inspection_is_noticed() -> None:
    row = assigned()
    sign(row)
    photo = upload(row, picture(50), offset=-7200)
    receipt = send(row, told(row, (photo,), offsets=[0]), device_now=at(NOON))
    assert any("被改动过" in text for text in receipt.arrival.remarks)


def test_missing_signatures_are_said_and_nothing_is_written() -> None:
    row = assigned()
    sign(row)
    lead = {"lead": sha(picture(1))}
    with pytest.raises(Incomplete, match="两名检查人员"):
        send(row, told(row, signatures=lead))
    assert Arrival.objects.count() == 0


def test_what_the_rules_refuse_can_be_held_when_the_officer_asks() -> None:
    row = assigned()
    sign(row)
    OfficerCertificate.objects.filter(number="990103-02").update(expires_on=date(2026, 3, 2))
    with pytest.raises(Guarded, match="有效的执法证"):
        send(row, told(row))
    receipt = send(row, told(row), hold=True)
    assert (receipt.arrival.outcome, receipt.arrival.why) == ("held", "refused")
    assert Case.objects.get(pk=row.pk).state == "assigned"


def test_refused_entry_is_recorded_with_its_photographs() -> None:
    row = assigned()
    photo = upload(row, picture(50))
    body = told(
        row,
        kind="refusal",
        facts="门卫锁门，拒绝检查人员进入。",
        by="门卫",
        photos=[photo],
        answers=[],
        signatures={},
    )
    receipt = send(row, body)
    case = Case.objects.get(pk=row.pk)
    assert (receipt.arrival.outcome, case.state) == ("taken", "blocked")
    assert photo in case.entries.get(step="refuse_entry").data["evidence"]


def test_a_measure_on_the_spot_is_decided_with_the_record_and_has_a_numbered_document() -> None:
    row = assigned()
    sign(row)
    send(row, told(row, measures=[{"measure": "stop_using", "scope": "立即停止使用一车间配电箱。"}]))
    kinds = {one.kind: one.number for one in Case.objects.get(pk=row.pk).documents.all()}
    assert set(kinds) == {"site_record", "onsite_measure"}
    assert "现决〔2026〕1号" in kinds["onsite_measure"]


def test_a_file_whose_bytes_changed_on_the_way_is_refused_and_what_is_no_picture_too() -> None:
    row = assigned()
    about = {"name": "a.jpg", "taken_at": "2026-03-03T09:20:00+08:00"}
    common: dict[str, Any] = {
        "inspection": row,
        "about": about,
        "actor": actor("anjian"),
        "device": None,
        "at": at(NOON),
    }
    with pytest.raises(Damaged):
        keeping.keep(sha256=sha(b"other"), stream=io.BytesIO(picture(9)), size=None, **common)
    text = "现场记录\n".encode()
    with pytest.raises(NoPicture):
        keeping.keep(
            sha256=sha(text),
            stream=io.BytesIO(text),
            size=None,
            **{**common, "about": {**about, "name": "a.txt"}},
        )
    assert Evidence.objects.count() == 0


def test_the_same_photograph_sent_twice_is_there_once() -> None:
    row = assigned()
    assert upload(row, picture(50)) == upload(row, picture(50))
    assert Evidence.objects.count() == 1


def test_what_is_no_record_is_said_to_be_unreadable() -> None:
    row = assigned()
    for body in (
        "",
        "[]",
        "{}",
        '{"format": "bihuan-field-9", "kind": "record"}',
        told(row, inspection="JC-2026-999999"),
    ):
        with pytest.raises(Unreadable):
            send(row, body)


def test_evidence_and_records_are_never_changed_or_deleted() -> None:
    row = assigned()
    sign(row)
    send(row, told(row))
    for change in (
        lambda: Evidence.objects.update(taken_at=at(NOON)),
        lambda: Evidence.objects.all().delete(),
        lambda: Arrival.objects.update(body="{}"),
        lambda: Arrival.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            change()


def test_a_held_record_is_settled_once_by_saying_what_became_of_it() -> None:
    row = assigned()
    sign(row)
    send(row, told(row))
    held = send(row, told(row), who=cast.colleague()).arrival
    with pytest.raises(HowMissing):
        receiving.settle(arrival=held, how=" ", actor=actor("anjian"), at=at(NOON))
    done = receiving.settle(
        arrival=held, how="与已采用的记录相同，归档。", actor=actor("anjian"), at=at(NOON)
    )
    assert done.settled_how == "与已采用的记录相同，归档。"
    with pytest.raises(NotNow):
        receiving.settle(arrival=held, how="再来", actor=actor("anjian"), at=at(NOON))
    assert not receiving_held(actor("anjian")).exists()


def test_a_failed_item_at_a_risk_point_opens_its_hazard_there_and_only_at_one_of_the_enterprise() -> None:
    row = assigned()
    sign(row)
    mine, _other = (
        risk.add_point(
            enterprise=firm, actor=actor("anjian"), at=at("2026-03-01 09:00"),
            point=risk.Point(name="储罐区", factors="可燃液体泄漏", control_level="company"),
        )
        for firm in (row.enterprise, cast.enterprise(2, "别的工厂"))
    )  # fmt: skip
    sheet_now = json.loads(told(row))
    sheet_now["answers"][0]["point"] = mine.pk
    send(row, json.dumps(sheet_now))
    assert Hazard.objects.get().risk_point == mine
    second = assigned(Enterprise.objects.get(name="别的工厂"))
    sign(second)
    sheet_now = json.loads(told(second))
    sheet_now["answers"][0]["point"] = mine.pk
    send(second, json.dumps(sheet_now))
    assert Hazard.objects.get(enterprise=second.enterprise).risk_point is None
