"""The line: cases, places, matters and units can be listed, filtered and taken away. People who appeal cannot."""

from __future__ import annotations

import ast
import re

from django.apps import apps

from bihuan.casework.filters import NAMES
from bihuan.casework.listing.columns import COLUMNS
from tests.architecture.doors import addresses
from tests.architecture.source import ROOT, literals, name, shipped, tree, where

PERSON = re.compile(
    r"(?:^|_)(?:person|persons|people|petitioner|petitioners|complainant|phone|mobile|identity|id_card|resident)(?:_|$)"
)
POINTERS = {
    "appeals.Appeal.person": "who filed it",
    "appeals.Signatory.person": "who else raised it, each with rights of their own",
    "safety.Contact.phone": "an enterprise's own line of duty, by law public to the inspector",
    "directives.Measure.controls_persons": "that an order is against people, and can therefore never become a task",
}
# Columns whose name speaks of a person, and what they hold.
POINTERS = {
    "appeals.Appeal.person": "the vault's id of who appeals",
    "appeals.Signatory.person": "the vault's id of one of those who signed together",
    "safety.Contact.phone": "the office line of an enterprise's contact, who does not appeal",
    "directives.Measure.controls_persons": "whether a sentence orders what the law forbids to do to persons",
}
THE_ONE_DOOR = "appeals:petitioner"  # opens one person of one case, for a purpose, on record


def test_no_address_is_keyed_by_a_person() -> None:
    found = [
        f"{route} ({address})"
        for route, address in addresses()
        if any(PERSON.search(word) for word in re.findall(r"\w+", route.replace("-", "_")))
        and address != THE_ONE_DOOR
    ]
    assert found == []


def test_the_one_door_is_reached_by_a_cases_number() -> None:
    (route,) = [route for route, address in addresses() if address == THE_ONE_DOOR]
    assert re.findall(r"<\w+:(\w+)>", route) == ["number"]


def test_no_filter_and_no_column_of_a_list_or_export_is_about_a_person() -> None:
    assert NAMES
    assert COLUMNS
    assert [word for word in (*NAMES, *COLUMNS) if PERSON.search(word)] == []
    read = {
        part
        for column in COLUMNS.values()
        for path in (*column.fields, *column.joins)
        for part in path.split("__")
    }
    assert [word for word in read if PERSON.search(word)] == []


def test_no_view_reads_a_person_out_of_the_address() -> None:
    """`request.GET` names only what cases may be found by."""
    found = []
    for path in shipped():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == "GET":
                continue
            taken = node.args[0] if isinstance(node, ast.Call) and node.args else None
            if isinstance(node, ast.Subscript):
                taken = node.slice
            source = node.func if isinstance(node, ast.Call) else getattr(node, "value", None)
            if (
                isinstance(taken, ast.Constant)
                and isinstance(taken.value, str)
                and source is not None
                and ".GET" in ast.unparse(source)
                and PERSON.search(taken.value)
            ):
                found.append(f"{where(path, node)}: {taken.value}")
    assert found == []


def test_only_the_vault_keeps_who_somebody_is() -> None:
    """Outside it, only the matter itself points at its people, and no table has a column about one."""
    pointers = set()
    for model in apps.get_models():
        if not model.__module__.startswith("bihuan.") or model._meta.app_label == "vault":
            continue
        for field in model._meta.get_fields():
            if PERSON.search(field.name) and not field.auto_created:
                pointers.add(f"{model._meta.label}.{field.name}")
    assert pointers == set(POINTERS)


def test_no_query_looks_cases_up_by_their_person() -> None:
    """Not to order, count, group or filter: no lookup path runs from a case to who stands behind it."""
    # `person__isnull` asks whether there is one, not who.
    lookup = re.compile(
        r"(?:^|__|-)(?:appeal__person(?!__isnull)|person__(?!isnull)\w+|person_id__(?!isnull)\w+)"
    )
    found = [
        f"{where(path, node)}: {text}"
        for path in shipped()
        if not path.is_relative_to(ROOT / "bihuan" / "vault")
        for node, text in literals(path)
        if re.fullmatch(r"[\w-]+", text) and lookup.search(text)
    ]
    keywords = [
        f"{where(path, node)}: {node.arg}"
        for path in shipped()
        if not path.is_relative_to(ROOT / "bihuan" / "vault")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword) and node.arg and lookup.search(node.arg)
    ]
    assert [*found, *keywords] == []


def test_the_figures_know_no_person() -> None:
    figures = [path for path in shipped() if name(path).startswith(("bihuan/insight/", "bihuan/api/"))]
    found = [
        f"{where(path, node)}: {text}"
        for path in figures
        for node, text in literals(path)
        if re.fullmatch(r"\w+", text) and PERSON.search(text)
    ]
    assert found == []
