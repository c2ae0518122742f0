"""A resident's rights over what is kept of them: put right at once, deleted when nothing has it kept."""

from __future__ import annotations

import pytest
from django.test import Client

from bihuan.appeals.tests import lives
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import at, load_district, unit
from bihuan.organizations.actor import RESIDENT, SYSTEM
from bihuan.portal.services.codes import issue_code
from bihuan.vault import services as vault
from bihuan.vault.models import Amendment

pytestmark = pytest.mark.django_db
PERSON = {"name": "丁一帆", "phone": "19900001234"}


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


@pytest.fixture
def followed(client: Client) -> tuple[Client, Case]:
    case = lives.registered(person=PERSON)
    issued = issue_code(case=case, actor=RESIDENT, at=at("2026-03-02 10:00"))
    client.post("/r/follow/", {"number": issued.number, "code": issued.code})
    return client, case


def _kept(case: Case) -> dict[str, str]:
    assert case.appeal.person_id is not None
    return {
        str(name): text
        for name, text in vault.open(
            person_id=case.appeal.person_id, fields=["name", "phone", "address"], purpose="access", actor=SYSTEM,
            case_number=case.number, at=at("2026-03-03 10:00"),
        ).items()
    }  # fmt: skip


def test_a_new_telephone_takes_effect_at_once_and_is_on_record(followed: tuple[Client, Case]) -> None:
    client, case = followed
    page = client.post("/r/case/rights/", {"what": "correct", "phone": "13900009999"})
    assert page.status_code == 200
    assert _kept(case) == {"name": "丁一帆", "phone": "13900009999"}
    assert Amendment.objects.get().kind == "correct"


def test_what_is_kept_is_never_shown_to_number_and_code(followed: tuple[Client, Case]) -> None:
    page = followed[0].get("/r/case/rights/").content.decode()
    assert "丁一帆" not in page
    assert "19900001234" not in page


def test_a_name_is_not_changed_here(followed: tuple[Client, Case]) -> None:
    client, case = followed
    assert client.post("/r/case/rights/", {"what": "correct", "name": "别人"}).status_code == 422
    assert _kept(case)["name"] == "丁一帆"


def test_nobody_is_forgotten_while_the_law_has_them_kept(followed: tuple[Client, Case]) -> None:
    client, case = followed
    page = client.post("/r/case/rights/", {"what": "forget", "sure": "1"})
    assert page.status_code == 422
    assert "保存期限" in page.content.decode()
    assert _kept(case)["name"] == "丁一帆"


def test_when_nothing_has_them_kept_they_are_forgotten(
    followed: tuple[Client, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bihuan.vault import retention

    client, case = followed
    monkeypatch.setattr(retention, "_sources", [])
    assert client.post("/r/case/rights/", {"what": "forget"}).status_code == 422  # not without saying so
    assert client.post("/r/case/rights/", {"what": "forget", "sure": "1"}).status_code == 200
    assert case.appeal.person is not None
    case.appeal.person.refresh_from_db()
    assert case.appeal.person.forgotten_at is not None
    assert client.get("/r/case/").status_code == 200


def test_without_number_and_code_there_is_nothing() -> None:
    assert (
        Client().post("/r/case/rights/", {"what": "forget", "sure": "1"})["Location"].endswith("/r/follow/")
    )


def test_a_caller_reads_why_their_order_is_late_in_the_words_it_was_explained_in(client: Client) -> None:
    case = lives.registered(track="hotline", channel="call")
    lives.take(case, "dispatch", "fenliu", "2026-03-02 10:00", to_unit=unit("住建局").pk)
    lives.take(case, "sign_for", "chengban", "2026-03-02 11:00")
    code = issue_code(case=case, actor=RESIDENT, at=at("2026-03-02 12:00"))
    why = "灯杆由市级仓库调拨，到货晚了。"
    lives.take(
        case, "explain_late", "chengban", "2026-03-12 10:00", told_on=at("2026-03-12 10:00").date(), why_late=why,
        progress="线路已经修好。", finish_by=at("2026-03-16 10:00").date(),
    )  # fmt: skip
    client.post("/r/follow/", {"number": code.number, "code": code.code})
    page = client.get("/r/case/").content.decode()
    assert f"办得晚了，向您说明原因：{why}" in page
    assert "逾期说明书" in page
