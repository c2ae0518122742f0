"""Calls of components in a template's source, against their contracts."""

from __future__ import annotations

from collections.abc import Iterator

from django.template import engines
from jinja2 import nodes

from bihuan.common.contracts import ContractError, contract


def faults(source: str) -> list[str]:
    """What is wrong with each `component(…)` of a template; constant values are checked too."""
    tree = engines["pages"].env.parse(source)  # type: ignore[attr-defined]
    around = {id(block.call) for block in tree.find_all(nodes.CallBlock)}
    return [text for call in tree.find_all(nodes.Call) for text in _of(call, block=id(call) in around)]


def _of(call: nodes.Call, *, block: bool) -> Iterator[str]:
    if not (isinstance(call.node, nodes.Name) and call.node.name == "component"):
        return
    if len(call.args) != 1 or not isinstance(call.args[0], nodes.Const) or call.dyn_kwargs:
        yield f"line {call.lineno}: a component is called by its name in quotes, with name=value"
        return
    try:
        found = contract(call.args[0].value)
        found.check_names(one.key for one in call.kwargs)
        found.check_values(
            {one.key: one.value.value for one in call.kwargs if isinstance(one.value, nodes.Const)}
        )
    except ContractError as error:
        yield f"line {call.lineno}: {error}"
        return
    if found.block is not block:
        yield f"line {call.lineno}: {found.name!r} is {'' if found.block else 'not '}put around content"
