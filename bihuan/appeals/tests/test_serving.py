"""Service with proof, which starts the resident's 30 days."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from bihuan.appeals.tests import lives
from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.tests.cast import actor, at, load_district
from bihuan.common.files import store

MOMENT = at("2026-03-23 10:00")


@pytest.fixture(autouse=True)
def district(db: None) -> None:
    load_district()


def serve(case: Case, **given: Any) -> Case:
    return casework.take(
        case_id=case.pk, step="serve", actor=actor("chengban"), at=MOMENT,
        given={"served_on": date(2026, 3, 23), "served_by": "hand", **given},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("how", "says"), [("hand", "签收人"), ("post", "邮件编号"), ("electronic", "送达记录")]
)
def test_without_proof_there_is_no_service_and_no_day_runs(how: str, says: str) -> None:
    case = lives.decided(result="refuse")
    with pytest.raises(Incomplete) as caught:
        serve(case, served_by=how)
    assert says in str(caught.value.fields["receipt"])
    assert not ClockRow.objects.filter(case=case, name="review_right").exists()


@pytest.mark.parametrize("how", ["hand", "post", "electronic"])
def test_the_30_days_run_from_the_day_of_receipt(how: str) -> None:
    case = serve(
        lives.decided(result="refuse"), served_by=how, receipt="XA12345678", served_on=date(2026, 3, 21)
    )
    clock = ClockRow.objects.get(case=case, name="review_right")
    assert clock.started_at.astimezone(MOMENT.tzinfo).date() == date(2026, 3, 21)
    assert clock.due_at == at("2026-04-21 00:00")


def test_a_refusal_to_sign_needs_two_witnesses() -> None:
    case = lives.decided(result="refuse")
    for witnesses in ("", "张三（文昌社区）"):
        with pytest.raises(Incomplete, match="witnesses"):
            serve(case, refused=True, witnesses=witnesses)
    served = serve(case, refused=True, witnesses="张三（文昌社区）、李四（望溪街道）")
    assert served.state == "served"
    assert Entry.objects.get(case=case, step="serve").data["refused"] is True


def test_what_came_back_by_post_is_not_served() -> None:
    with pytest.raises(Guarded, match="还没有送达"):
        serve(lives.decided(result="refuse"), served_by="post", refused=True, witnesses="张三、李四")


def test_proofs_are_files_of_this_very_case(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    mine, other = lives.decided(result="refuse"), lives.decided(result="refuse")
    files = [
        casework.attach(
            case_id=case.pk, stored=store.put(io.BytesIO(f"回证{n}".encode()), name=f"回证{n}.txt"), actor=actor("chengban"),
            at=MOMENT,
        )
        for n, case in enumerate((mine, other))
    ]  # fmt: skip
    with pytest.raises(Incomplete, match="proof"):
        serve(mine, receipt="本人", proof=[str(files[1].pk)])
    served = serve(mine, receipt="本人", proof=[str(files[0].pk)])
    assert Entry.objects.get(case=served, step="serve").data["proof"] == [str(files[0].pk)]
