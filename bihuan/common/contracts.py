"""Contracts of page components: what each takes, read from `components/<name>/contract.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.forms import BaseForm, BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString

FOLDER = Path(__file__).parent / "components"


class ContractError(Exception):
    """A component was called outside its contract, or the contract itself is wrong."""


def _is_text(value: object) -> bool:
    return isinstance(value, str | Promise | int)


CHECKS: dict[str, Callable[[object], bool]] = {
    "text": _is_text,
    "markup": _is_text,
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) or _is_text(value),
    "bool": lambda _: True,  # any value has a truth, and a template's `if` result is rarely a bool
    "list": lambda value: isinstance(value, Iterable) and not isinstance(value, str),
    "mapping": lambda value: isinstance(value, Mapping),
    "moment": lambda value: isinstance(value, dt.datetime | dt.date),
    "field": lambda value: isinstance(value, BoundField),
    "form": lambda value: isinstance(value, BaseForm),
    "any": lambda _: True,
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a component takes. `choices` closes a text; an empty value always stands for "not given"."""

    name: str
    type: str
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """What a component is, what it takes, what it owes to people who cannot see or use a mouse."""

    name: str
    summary: str
    accessibility: str
    block: bool
    parameters: dict[str, Parameter]
    examples: tuple[dict[str, Any], ...]
    defaults: dict[str, Any] = field(default_factory=dict)
    render: Callable[..., SafeString] | None = None

    def check_names(self, names: Iterable[str]) -> None:
        """Raises ContractError for an unknown or a missing parameter."""
        given = set(names)
        if unknown := given - self.parameters.keys():
            raise ContractError(
                f"component {self.name!r} does not take {sorted(unknown)}; it takes {sorted(self.parameters)}"
            )
        if missing := {p.name for p in self.parameters.values() if p.required} - given:
            raise ContractError(f"component {self.name!r} needs {sorted(missing)}")

    def check_values(self, values: Mapping[str, Any]) -> None:
        """Raises ContractError where a value is not of the type or not among the choices."""
        for name, value in values.items():
            parameter = self.parameters[name]
            # Empty, or what hangs on a None in a template (the account of a case that nobody holds).
            if not value and not isinstance(value, bool | int | float):
                continue
            if not CHECKS[parameter.type](value):
                raise ContractError(
                    f"component {self.name!r}: {name} must be {parameter.type}, got {value!r}"
                )
            if parameter.choices and str(value) not in parameter.choices:
                raise ContractError(
                    f"component {self.name!r}: {name}={value!r} is not one of {parameter.choices}"
                )


def names() -> tuple[str, ...]:
    """Every component there is."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/contract.toml")))


@cache
def contract(name: str) -> Contract:
    """The contract of a component. Raises ContractError if there is none or it is malformed."""
    path = FOLDER / name / "contract.toml"
    if not path.is_file():
        raise ContractError(f"there is no component {name!r}; there are {', '.join(names())}")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    parameters = {key: _parameter(name, key, value) for key, value in raw.get("parameters", {}).items()}
    return Contract(
        name=name,
        summary=raw["summary"],
        accessibility=raw["accessibility"],
        block=raw.get("block", False),
        parameters=parameters,
        examples=tuple(raw.get("examples", ())),
        defaults={p.name: p.default for p in parameters.values()},
        render=_renderer(name),
    )


def _parameter(component: str, name: str, raw: Mapping[str, Any]) -> Parameter:
    if raw["type"] not in CHECKS:
        raise ContractError(f"component {component!r}: {name} has the unknown type {raw['type']!r}")
    return Parameter(
        name=name,
        type=raw["type"],
        required=raw.get("required", False),
        default=raw.get("default"),
        choices=tuple(raw.get("choices", ())),
        help=raw.get("help", ""),
    )


def _renderer(name: str) -> Callable[..., SafeString] | None:
    """Components that stand fifty times on a page are a Python function: a template costs ten times as much."""
    if not (FOLDER / name / "component.py").is_file():
        return None
    module = import_module(f"bihuan.common.components.{name}.component")
    render: Callable[..., SafeString] = module.render
    return render
