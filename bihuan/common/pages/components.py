"""`component("badge", label=…)`, and around content `{% call component("panel", title=…) %}…{% endcall %}`.

Names and values are checked against the contract in the demo and in debug; a test checks the names in every template.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template import engines
from django.utils.safestring import SafeString
from jinja2 import Environment, Template
from markupsafe import Markup

from bihuan.common.contracts import Contract, ContractError, contract

Caller = Callable[[], str]
_bodies: dict[str, Template] = {}


def component(_name: str, /, *, caller: Caller | None = None, **values: Any) -> SafeString | Markup:
    """The component's markup from its own parameters only; nothing of the page leaks in.

    Raises ContractError (demo and debug) outside its contract.
    """
    found = contract(_name)
    if settings.DEMO or settings.DEBUG:
        check(found, values, block=caller is not None)
    if caller is not None:
        values["content"] = caller()
    if found.render is not None:
        return found.render(**values)
    body = _bodies.get(_name)
    if body is None or settings.DEBUG:
        environment: Environment = engines["pages"].env  # type: ignore[attr-defined]
        body = _bodies[_name] = environment.get_template(f"components/{_name}/component.html")
    return Markup(body.render({**found.defaults, **values}))  # noqa: S704 - a template's output, escaped in it


def check(found: Contract, values: dict[str, Any], *, block: bool) -> None:
    """Raises ContractError for names, values or content that the contract does not know."""
    found.check_names(values)
    if found.block is not block:
        wanted = "{% call component(…) %}" if found.block else "{{ component(…) }}"
        raise ContractError(f"{found.name!r} is used with {wanted}")
    found.check_values(values)
