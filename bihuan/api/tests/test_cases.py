"""What a program may see and do: what its person may, by the same rules, and never who appealed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from bihuan.api.tests.calling import Program, appeal
from bihuan.appeals.models import Appeal
from bihuan.appeals.tests import lives
from bihuan.casework import services as casework
from bihuan.casework.models import Case, Entry
from bihuan.casework.tests.cast import actor, at, unit


def test_a_letter_registered_by_a_program_is_a_case_with_its_clock() -> None:
    answer = Program("dengji").post("/appeals", appeal())
    assert answer.status_code == 201, answer.content
    case = Case.objects.get()
    told = answer.json()
    assert (told["number"], told["state"], told["place"]["code"]) == (
        case.number,
        "registered",
        "990103002002",
    )
    assert [clock["name"] for clock in told["clocks"]] == ["triage"]
    assert told["clocks"][0]["why"]["days"][0]["why"] == "开始当日不计入"
    assert Appeal.objects.get(case=case).person_id is not None


def test_who_appealed_comes_back_from_no_address() -> None:
    program = Program("dengji")
    number = program.post("/appeals", appeal()).json()["number"]
    for path in ("/cases", f"/cases/{number}", f"/cases/{number}/steps"):
        text = program.get(path).content.decode()
        assert "锦园社区夜间施工" in text or path.endswith("steps")
        for secret in ("丁一帆", "19900001234", "7栋301"):
            assert secret not in text


def test_a_letter_sent_twice_is_registered_once() -> None:
    program, body = Program("dengji"), appeal()
    first, second = program.post("/appeals", body), program.post("/appeals", body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["number"] == second.json()["number"]
    assert Case.objects.count() == 1


def test_one_number_of_one_source_is_registered_once() -> None:
    program = Program("dengji")
    program.post("/appeals", appeal(source="12345", source_number="A-1"))
    again = program.post("/appeals", appeal(source="12345", source_number="A-1"))
    assert (again.status_code, again.json()["type"]) == (409, "urn:bihuan:problem:duplicate")


def test_a_submission_of_another_letter_is_refused() -> None:
    program, submission = Program("dengji"), str(uuid4())
    program.post("/appeals", appeal(submission=submission))
    other = program.post("/appeals", appeal(submission=submission, subject="路灯不亮"))
    assert (other.status_code, other.json()["type"]) == (409, "urn:bihuan:problem:submission-used")


def test_an_auditor_registers_nothing() -> None:
    answer = Program("shenji").post("/appeals", appeal())
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert not Case.objects.exists()


@pytest.mark.parametrize("path", ["", "/steps"])
def test_a_case_of_others_is_not_there(path: str) -> None:
    case = lives.forwarded(to="住建局")
    answer = Program("chengban2").get(f"/cases/{case.number}{path}")
    missing = Program("chengban2").get(f"/cases/XF-2026-999999{path}")
    assert (answer.status_code, missing.status_code) == (404, 404)
    assert answer.json() == missing.json()


def test_a_step_on_a_case_of_others_is_not_there_either() -> None:
    case = lives.forwarded(to="住建局")
    assert Program("chengban2").take(case, "object", reason="不归我们管").status_code == 404
    assert Case.objects.get().seq == case.seq


def test_the_list_holds_what_the_person_sees_and_no_more() -> None:
    lives.forwarded(to="住建局")
    lives.forwarded(to="人社局")
    assert [row["holder"]["name"] for row in Program("chengban").get("/cases").json()["items"]] == [
        unit("住建局").name
    ]
    assert len(Program("lingdao").get("/cases").json()["items"]) == 2


def test_an_administrator_sees_no_case() -> None:
    case = lives.registered()
    assert Program("guanli").get("/cases").json()["items"] == []
    assert Program("guanli").get(f"/cases/{case.number}").status_code == 404


def test_a_call_is_registered_by_a_program_only_once_it_was_read_back() -> None:
    program = Program("dengji")
    refused = program.post("/appeals", appeal(channel="call"))
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["read_back"])
    assert "本人确认再登记" in refused.json()["errors"]["read_back"]
    answer = program.post("/appeals", appeal(channel="call", read_back=True))
    assert (answer.status_code, answer.json()["facts"]["read_back"]) == (201, True)


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    numbers = {lives.registered(at(f"2026-03-02 0{hour}:00")).number for hour in range(1, 8)}
    program = Program("fenliu")
    seen, path = [], "/api/v1/cases?size=3"
    while path:
        page = program.client.get(path, headers=program.headers).json()
        seen += [row["number"] for row in page["items"]]
        path = page["next"]
    assert len(seen) == 7
    assert set(seen) == numbers


def test_a_filter_that_means_nothing_is_an_error_and_not_the_whole_list() -> None:
    lives.registered()
    for query in ({"unit": "nowhere"}, {"colour": "red"}, {"size": "0"}, {"registered_from": "2026-02-31"}):
        answer = Program("fenliu").get("/cases", **query)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:bihuan:problem:invalid"), query
    assert Program("fenliu").get("/cases", state="registered").json()["total"] == 1
    assert Program("fenliu").get("/cases", state="handling").json()["total"] == 0


def test_the_steps_open_to_me_carry_a_schema_by_which_they_can_be_taken() -> None:
    case = lives.registered()
    steps = {row["name"]: row for row in Program("fenliu").get(f"/cases/{case.number}/steps").json()}
    assert {"forward", "direct"} <= set(steps)
    assert "decide" not in steps
    schema = steps["forward"]["given"]
    assert schema["required"] == ["to_unit"]
    assert {"const": "QL-ZJ", "title": "青岚区住房和城乡建设局"} in schema["properties"]["to_unit"]["oneOf"]
    answer = Program("fenliu").post(
        steps["forward"]["href"].removeprefix("/api/v1"),
        {"given": {"to_unit": "QL-ZJ"}, "seen": steps["forward"]["seen"], "submission": str(uuid4())},
    )
    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["holder"]["code"]) == ("forwarded", "QL-ZJ")
    assert answer.json()["documents"][0]["kind"] == "transfer"


def test_no_step_is_open_to_who_only_watches() -> None:
    case = lives.forwarded()
    assert Program("lingdao").get(f"/cases/{case.number}/steps").json() == []
    assert Program("lingdao").take(case, "object", reason="不归住建局管").status_code == 403


def test_a_stale_step_is_409_with_what_happened_since() -> None:
    case = lives.forwarded()
    casework.comment(case_id=case.pk, text="已电话联系。", actor=actor("chengban"), at=at("2026-03-02 09:30"))
    answer = Program("chengban").take(case, "object", seen=case.seq, reason="不属于我局职权，应由街道办理。")
    told = answer.json()
    assert (answer.status_code, told["type"], told["seq"]) == (409, "urn:bihuan:problem:stale", case.seq + 1)
    assert [entry["step"] for entry in told["since"]] == ["comment"]
    again = Program("chengban").take(
        case, "object", seen=told["seq"], reason="不属于我局职权，应由街道办理。"
    )
    assert again.status_code == 200


def test_a_step_sent_twice_with_one_submission_is_taken_once() -> None:
    case, submission, program = lives.forwarded(), str(uuid4()), Program("chengban")
    for _time in range(2):
        answer = program.take(case, "object", submission=submission, reason="不属于我局职权，应由街道办理。")
        assert answer.status_code == 200, answer.content
        assert answer.json()["state"] == "disputed"
    assert Entry.objects.filter(step="object").count() == 1


def test_a_submission_used_for_another_case_shows_nothing_of_that_case() -> None:
    other, submission = lives.forwarded(to="人社局"), str(uuid4())
    Program("chengban2").take(
        other, "object", submission=submission, reason="不属于我局职权，应由住建局办理。"
    )
    mine = lives.forwarded(to="住建局")
    for seen in (mine.seq, mine.seq - 1):  # also when the form is stale besides
        answer = Program("chengban").take(
            mine, "object", seen=seen, submission=submission, reason="不属于我局职权范围，应由街道办理。"
        )
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:bihuan:problem:submission-used")
        assert other.number not in answer.content.decode()
    assert Case.objects.get(pk=mine.pk).state == "forwarded"


def test_what_is_missing_is_said_by_field_in_the_language_asked_for() -> None:
    case = lives.handling()
    for language in ("zh-hans", "en"):
        answer = Program("chengban", language=language).take(case, "decide", result="support", opinion="同意")
        told = answer.json()
        assert answer.status_code == 422
        assert {"request", "facts", "basis", "remedy"} <= set(told["errors"]), told
        assert (language == "en") == told["title"].isascii(), told["title"]


def test_a_decision_that_lacks_its_remedy_is_stopped_by_the_same_gate_as_on_the_page() -> None:
    case = lives.handling()
    given: dict[str, Any] = {**lives.DECISION, "remedy": "如不服，可以向区人民政府反映。"}
    answer = Program("chengban").take(case, "decide", **given)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["remedy"])
    assert Case.objects.get().state == "handling"


def test_a_step_that_the_state_does_not_have_is_409_and_one_that_the_table_does_not_have_404() -> None:
    case = lives.registered()
    late = Program("fenliu").take(case, "uphold_objection", reason="异议成立，收回。")
    assert (late.status_code, late.json()["type"]) == (409, "urn:bihuan:problem:not-now")
    assert Program("fenliu").take(case, "vanish").status_code == 404
    assert Program("fenliu").take(case, "lapse").status_code == 404
    assert (
        Program("fenliu").take(case, "register", channel="web", received_on="2026-03-02").status_code == 404
    )


def test_an_unknown_unit_is_named_as_the_fault() -> None:
    case = lives.registered()
    answer = Program("fenliu").take(case, "forward", to_unit="QL-NOWHERE")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["to_unit"])


def test_the_journal_tells_the_story_of_the_case() -> None:
    case = lives.decided()
    told = Program("shenji").get(f"/cases/{case.number}").json()
    assert [entry["step"] for entry in told["journal"]] == ["register", "forward", "accept", "decide"]
    assert told["journal"][-1]["hash"] == bytes(case.head).hex()
    handling = next(clock for clock in told["clocks"] if clock["name"] == "handling")
    assert (handling["status"], handling["late"], handling["article"]) == (
        "met",
        False,
        "信访工作条例 第三十四条",
    )
