"""What the system refuses to be: a list of people, a ranking of them, a filter by one, a trail of where somebody was.

Fails when somebody adds one. The rules on names in code are in tests/architecture/test_nobody_is_listed.py; here is what
the running system gives out, and the queries that would be needed.
"""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from bihuan.api.tests.calling import Program
from bihuan.appeals.models import Appeal
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import at
from bihuan.vault.models import Person
from tests.architecture.doors import DOORS, addresses
from tests.architecture.source import ROOT, name, shipped, tree, where
from tests.security.leaks import tables, unpacked

STAFF = ["dengji", "fenliu", "chengban", "lingdao"]
# Which tables may hold a person's key, and why.
HOLDERS = {
    "vault_person": "the person",
    "vault_opening": "who opened them, which they see",
    "vault_emergency": "who opened them in danger, which they see, and why",
    "vault_amendment": "their rights carried out",
    "vault_bulkrequest": "who was asked for together, by whom, approved by whom",
    "appeals_appeal": "the matter's pointer to who filed it",
    "appeals_signatory": "the matter's pointers to who else raised it",
    "pressure_pressurereport": "the report's pointer to its own sealed words",
    "safety_hazard": "the hazard's pointer to who reported it",
}
# Which files may ask for rows by a person, each for one person and for what it says.
ASKERS = {
    "bihuan/appeals/protecting.py": "until when one person is kept",
    "bihuan/appeals/printing/runs.py": "to whom each letter of a batch goes, case by case",
}
# Words by which people could be picked out, ranked or followed; as a part of an address, a parameter, a column.
PEOPLE = re.compile(
    r"(?:^|[_/\-])(?:persons?|people|petitioners?|complainants?|residents?|phones?|mobiles?|identit(?:y|ies)|id_?cards?|"
    r"visitors?|repeat(?:ers?|ed)?|frequent|key_?persons?|track(?:ing)?|trail|whereabouts|movements?|watch(?:list)?)(?:$|[_/\-])"
)
OPENS_ONE = {"appeals:petitioner"}  # one person of one case, for a purpose, on record
OF_HAZARDS = {"safety:repeat"}  # the same hazard found again, at the same enterprise


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, "2026-03-12 10:00")


@pytest.fixture
def twice() -> tuple[Case, Case]:
    """Two matters of the same person at two places, a week apart."""
    first = lives.registered(at("2026-03-02 09:00"), person=DING)
    second = lives.registered(at("2026-03-09 09:00"), subject="望溪街道垃圾清运不及时", person=DING)
    return first, second


DING = {"name": "丁一帆", "phone": "19900001234", "identity_number": "990103198611208824"}


def test_no_address_and_none_of_its_parameters_is_about_people() -> None:
    words = {
        address: re.sub(r"[<>:()?]", "/", route.replace("<str:", "<").replace("<int:", "<"))
        for route, address in addresses()
    }
    found = {address for address, route in words.items() if address in DOORS and PEOPLE.search(route)}
    assert found - OPENS_ONE - OF_HAZARDS == set()


def test_a_persons_key_lies_only_where_the_matter_itself_points(twice: tuple[Case, Case]) -> None:
    keys = [str(pk) for pk in Person.objects.values_list("pk", flat=True)]
    assert keys
    found = {
        table
        for table, data in tables()
        if any(key.encode() in data or key.replace("-", "").encode() in data for key in keys)
    }
    assert found <= set(HOLDERS)


def test_no_table_points_at_a_person_but_those() -> None:
    pointing = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }
    assert sorted(pointing - set(HOLDERS)) == []


ASKING = {"filter", "exclude", "get", "values", "values_list", "annotate", "aggregate", "order_by", "alias", "distinct",
          "update", "in_bulk", "only", "Q", "F", "Count", "Sum", "Max", "Min", "OuterRef"}  # fmt: skip


def asks_by_person(path: Path) -> list[str]:
    """Where the file asks the database by who stands behind a matter: to pick, group, count, order."""
    found = []
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in ASKING:
            continue
        words = [keyword.arg or "" for keyword in node.keywords]
        words += [
            part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        # `person=None` and `person__isnull` ask whether there is one, not who.
        telling = [
            word
            for word in words
            if re.search(r"(?:^|__|-)(?:person|person_id|signator(?:y|ies))(?:__(?!isnull)|$)", word)
        ]
        nobody = {
            keyword.arg
            for keyword in node.keywords
            if isinstance(keyword.value, ast.Constant) and keyword.value.value is None
        }
        if set(telling) - nobody:
            found.append(where(path, node))
    return found


def test_nothing_asks_for_matters_by_who_stands_behind_them() -> None:
    outside = [path for path in shipped() if not path.is_relative_to(ROOT / "bihuan" / "vault")]
    found = {name(path): lines for path in outside if (lines := asks_by_person(path))}
    assert {file: lines for file, lines in found.items() if file not in ASKERS} == {}


def test_the_rule_above_sees_what_it_should() -> None:
    """So that it cannot pass by finding nothing, and no exception outlives its reason."""
    for file in ASKERS:
        assert asks_by_person(ROOT / file), f"{file} asks no more: take it off the list"


def test_no_sql_groups_or_orders_by_a_person() -> None:
    by = re.compile(
        r"(?:GROUP|ORDER|PARTITION)\s+BY[^;]{0,200}\b(?:person|person_id|index_identity|index_contact)\b",
        re.I,
    )
    found = [
        name(path)
        for path in (ROOT / "bihuan").rglob("*")
        if path.suffix in {".py", ".sql"} and "tests" not in path.parts
        and by.search(path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert found == []


def test_no_view_and_no_function_of_the_database_reads_persons() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT viewname FROM pg_views WHERE schemaname = 'public' AND definition ~ 'vault_|person' UNION "
            "SELECT matviewname FROM pg_matviews WHERE definition ~ 'vault_|person' UNION "
            "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'public' AND prosrc ~ 'vault_person|person_id'"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("username", STAFF)
def test_two_matters_of_one_person_have_nothing_in_common_on_any_page(
    twice: tuple[Case, Case], username: str
) -> None:
    """What would show that somebody appealed before is on no page of a case."""
    one, other = twice
    client = sign_in(username)
    for path in (
        f"/cases/{one.number}/",
        f"/cases/{one.number}/print/",
        reverse("appeals:petitioner", args=[one.number]),
    ):
        answer = client.get(path)
        if answer.status_code == 200:
            assert other.number not in answer.content.decode(), path


@pytest.mark.parametrize(
    "asked",
    [{"q": DING["name"]}, {"q": DING["phone"]}, {"q": DING["identity_number"]}, {"q": "1234"}],
    ids=lambda asked: asked["q"],
)
def test_searching_for_a_person_finds_nothing(twice: tuple[Case, Case], asked: dict[str, str]) -> None:
    page = sign_in("fenliu").get("/cases/", asked).content.decode()
    for case in twice:
        assert case.number not in page
    found = Program("fenliu").get("/cases", **asked)
    assert found.status_code == 200
    assert not any(case.number in json.dumps(found.json()) for case in twice)


@pytest.mark.parametrize(
    "parameter",
    ["person", "person_id", "petitioner", "name", "phone", "identity", "identity_number", "appeal__person"],
)
def test_a_list_cannot_be_narrowed_or_sorted_by_a_person(twice: tuple[Case, Case], parameter: str) -> None:
    """Neither by a true value nor by a false one: the parameter means nothing."""
    person = Appeal.objects.get(case=twice[0]).person_id
    client, program = sign_in("fenliu"), Program("fenliu")
    for value in (str(person), DING["name"], DING["phone"], str(uuid4())):
        page = client.get("/cases/", {parameter: value, "sort": parameter}).content.decode()
        assert all(case.number in page for case in twice)
        answer = program.get("/cases", **{parameter: value})
        assert answer.status_code == 422 or all(case.number in answer.content.decode() for case in twice)


def test_an_export_does_not_tell_who_appealed_twice(twice: tuple[Case, Case]) -> None:
    """No column has a value that these two rows alone share."""
    lives.registered(at("2026-03-02 09:00"), person={"name": "夏侯明", "phone": "19955554444"})
    answer = sign_in("fenliu").get(reverse("casework:export"), {"format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    for value in (*DING.values(), *map(str, Person.objects.values_list("pk", flat=True))):
        assert value not in text
    workbook = sign_in("fenliu").get(reverse("casework:export"), {"format": "xlsx"})
    data = b"".join(workbook.streaming_content)  # type: ignore[attr-defined]
    for _name, inner in unpacked("export", data):
        for value in DING.values():
            assert value.encode() not in inner


def test_the_api_gives_no_person_out() -> None:
    """What a program may send about a person (to register) is in no answer's shape."""
    schema = Client().get("/api/v1/openapi.json").json()
    shapes = schema["components"]["schemas"]
    given: dict[str, set[str]] = defaultdict(set)

    def follow(shape: object, into: set[str]) -> None:
        for reference in re.findall(r"#/components/schemas/(\w+)", json.dumps(shape)):
            if reference not in into:
                into.add(reference)
                follow(shapes[reference], into)

    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            for answer in operation.get("responses", {}).values():
                follow(answer, given[f"{method} {path}"])
    assert any(given.values())
    names = {
        f"{shape}.{word}"
        for found in given.values()
        for shape in found
        for word in shapes[shape].get("properties", {})
        if PEOPLE.search(word)
    }
    assert names == set()


def test_no_figure_is_counted_by_person(twice: tuple[Case, Case]) -> None:
    """The board's answer is the same whether one person appealed twice or two people once."""
    before = sign_in("lingdao").get("/board/").content.decode()
    Appeal.objects.filter(case=twice[1]).update(
        person=Person.objects.create(protected_at=at("2026-03-02 09:00"), wrapped_key=b"")
    )
    after = sign_in("lingdao").get("/board/").content.decode()
    without_tokens = re.compile(r'csrf\w*"?[^>]{0,120}|"X-CSRFToken": "\w+"|nonce="[^"]+"')
    assert without_tokens.sub("", before) == without_tokens.sub("", after)
