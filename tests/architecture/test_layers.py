"""The arrows of the house hold between tables too, and nobody is let off them."""

from __future__ import annotations

import configparser

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import ROOT

LINT = configparser.ConfigParser()
LINT.read(ROOT / ".importlinter", encoding="utf-8")
LAYERS = [
    line.replace("(", " ").replace(")", " ").replace("|", " ").split()
    for line in LINT["importlinter:contract:layers"]["layers"].strip().splitlines()
]
LEVEL = {package: height for height, row in enumerate(reversed(LAYERS)) for package in row}
OURS = [model for model in apps.get_models() if model.__module__.startswith("bihuan.")]


def package_of(model: type[models.Model]) -> str:
    return ".".join(model.__module__.split(".")[:2])


def relations(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    return [
        (f"{model._meta.label}.{field.name}", field.related_model)
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and isinstance(field.related_model, type)
        and field.related_model.__module__.startswith("bihuan.")
    ]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_foreign_key_points_down_the_arrows_or_stays_in_its_house(model: type[models.Model]) -> None:
    home = package_of(model)
    assert home in LEVEL, f"{home} has no place in .importlinter"
    for name, target in relations(model):
        other = package_of(target)
        assert other == home or LEVEL[other] < LEVEL[home], f"{name} points at {target._meta.label}"


def test_the_walk_sees_foreign_keys() -> None:
    """So that the rule above cannot pass by finding nothing."""
    seen = {(package_of(model), package_of(target)) for model in OURS for _name, target in relations(model)}
    assert {("bihuan.appeals", "bihuan.casework"), ("bihuan.casework", "bihuan.organizations")} <= seen


def test_the_engine_and_the_vault_are_blind_to_each_other() -> None:
    assert LEVEL["bihuan.casework"] == LEVEL["bihuan.vault"]


def test_no_import_is_let_off_the_arrows() -> None:
    for section in LINT.sections():
        assert not [option for option in LINT[section] if "ignore" in option], section


def test_every_folder_of_the_package_has_a_place_in_the_arrows() -> None:
    folders = {f"bihuan.{path.parent.name}" for path in (ROOT / "bihuan").glob("*/__init__.py")}
    assert folders <= set(LEVEL)
