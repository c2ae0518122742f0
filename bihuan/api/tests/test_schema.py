"""The schema is what the API does; whatever is sent, the answer is a clear one."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.api.root import api
from bihuan.api.tests.calling import Program, appeal
from bihuan.appeals.process import PETITION
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import sign_in
from bihuan.casework import registry
from bihuan.casework.models import Case

ANSWERS = {200, 201, 401, 403, 404, 409, 422, 429}


def test_every_process_is_told_as_its_table_stands() -> None:
    program = Program("shenji")
    names = {row["name"] for row in program.get("/processes").json()}
    assert names == {process.name for process in registry.all_processes()}
    told = program.get(f"/processes/{PETITION.name}").json()
    assert [row["name"] for row in told["states"]] == [state.name for state in PETITION.states]
    assert [row["name"] for row in told["steps"]] == [step.name for step in PETITION.steps]
    assert {row["name"]: row["amount"] for row in told["clocks"]} == {
        clock.name: None if clock.due_from else clock.amount for clock in PETITION.clocks
    }
    assert program.get("/processes/nothing").status_code == 404


def test_labels_are_in_the_language_asked_for() -> None:
    assert Program("shenji").get(f"/processes/{PETITION.name}").json()["states"][0]["label"] == "已登记待分流"
    english = Program("shenji", language="en").get(f"/processes/{PETITION.name}").json()
    assert english["states"][0]["label"].isascii()


def test_a_deadline_is_explained_day_by_day() -> None:
    answer = Program("shenji").get(
        "/clocks/explain", process=PETITION.name, clock="objection", start="2026-02-13"
    )
    told = answer.json()
    assert answer.status_code == 200
    assert told["article"] == "信访工作条例 第二十三条第三款"
    assert sum(day["counted"] for day in told["days"]) == 5
    assert any("春节" in day["why"] for day in told["days"])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"clock": "nothing"}, 404), ({"clock": "execution"}, 422), ({"start": "tomorrow"}, 422), ({"start": "0001-01-01"}, 422),
        ({"start": "9999-12-31"}, 422), ({"extended_by": "-1"}, 422), ({"process": "nothing"}, 404), ({"place": "000"}, 200),
    ],
)  # fmt: skip
def test_a_question_about_a_clock_that_means_nothing_is_told_so(query: dict[str, str], status: int) -> None:
    asked = {"process": PETITION.name, "clock": "handling", "start": "2026-03-02", **query}
    assert Program("shenji").get("/clocks/explain", **asked).status_code == status


def test_an_address_that_there_is_not_is_a_problem_too() -> None:
    answer = Program("shenji").get("/people")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_the_schema_names_no_person_who_appeals_in_any_answer() -> None:
    schemas = api.get_openapi_schema()["components"]["schemas"]
    for name, schema in schemas.items():
        if not name.endswith("In"):
            assert not {"person", "petitioner", "phone", "identity_number"} & set(
                schema.get("properties", {})
            ), name


def test_every_operation_says_what_it_answers() -> None:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, row in methods.items():
            assert row["summary"], (path, method)
            assert {200, 201} & {int(code) for code in row["responses"]}, (path, method)


def test_the_page_of_the_api_loads_nothing_from_elsewhere() -> None:
    for language in ("zh-hans", "en"):
        page = sign_in("chengban", headers={"Accept-Language": language}).get("/api/v1/docs").content.decode()
        assert "/api/v1/cases/{number}/steps/{step}" in page
        for mark in ('src="http', 'href="http', "cdn", "<style"):
            assert mark not in page


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
STEPS = [step.name for step in PETITION.steps]
FIELDS = sorted({field.name for step in PETITION.steps for field in step.gives})
smoke = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@smoke
@given(
    step=st.sampled_from(STEPS) | st.text(min_size=1, max_size=8).filter(lambda text: "/" not in text),
    fields=st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=6), anything, max_size=5),
    seen=anything | st.integers(0, 6), state=st.sampled_from(["registered", "forwarded", "handling"]),
)  # fmt: skip
def test_no_step_body_breaks_the_server(step: str, fields: dict[str, Any], seen: Any, state: str) -> None:
    with transaction.atomic():
        case: Case = getattr(lives, state)()
        for who in ("fenliu", "chengban"):
            program = Program(who)
            body = {
                "given": fields,
                "seen": seen if not isinstance(seen, bool) else case.seq,
                "submission": str(uuid4()),
            }
            answer = program.client.post(
                f"/api/v1/cases/{case.number}/steps/{_quoted(step)}", json.dumps(body), content_type="application/json",
                headers=program.headers,
            )  # fmt: skip
            assert answer.status_code in ANSWERS, answer.content
        transaction.set_rollback(True)


@smoke
@given(changes=st.dictionaries(st.sampled_from(sorted(appeal())) | st.text(max_size=6), anything, max_size=4))
def test_no_registration_body_breaks_the_server(changes: dict[str, Any]) -> None:
    with transaction.atomic():
        answer = Program("dengji").post("/appeals", {**appeal(), **changes})
        assert answer.status_code in ANSWERS, answer.content
        transaction.set_rollback(True)


@smoke
@given(
    query=st.dictionaries(
        st.sampled_from(
            ["q", "state", "unit", "place", "topic", "sort", "after", "before", "size", "due_from", "overdue"]
        ),
        st.text(max_size=20)
        | st.sampled_from(["0~2026-03-02T09:00:00+08:00~1", "9~~9", "1", "due", "2026-03-02"]),
        max_size=4,
    )
)
def test_no_query_breaks_the_list(query: dict[str, str]) -> None:
    with transaction.atomic():
        assert Program("fenliu").get("/cases", **query).status_code in ANSWERS
        transaction.set_rollback(True)


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "\x00", '{"seen": NaN}'])
def test_a_body_that_is_no_object_is_told_so(body: str) -> None:
    case, program = lives.registered(), Program("fenliu")
    answer = program.client.post(
        f"/api/v1/cases/{case.number}/steps/forward",
        body,
        content_type="application/json",
        headers=program.headers,
    )
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


def _quoted(step: str) -> str:
    from urllib.parse import quote

    return quote(step, safe="")
