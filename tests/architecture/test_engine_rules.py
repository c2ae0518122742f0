"""What only the engine may do, and what no code below a page may ask."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bihuan.casework import registry
from tests.architecture.source import ROOT, name, shipped, tracked, tree, where

SERVICES = ROOT / "bihuan" / "casework" / "services"
OWN_STATE = {
    "bihuan/casework/imports/services.py": "the state of an import, which is no case",
    "bihuan/casework/imports/running.py": "the state of an import, which is no case",
    "bihuan/appeals/printing/runs.py": "the state of a print run, which is no case",
    "bihuan/appeals/printing/batches.py": "the state of a print run, which is no case",
    "bihuan/safety/hazards/rewards.py": "the state of a reward, which is no case",
    "bihuan/casework/clock_audit.py": "a shadow in memory on which the journal is played again; it is never saved",
}

# Who stands at the edge, where a moment enters: everything below is told.
EDGES = {"views", "views.py", "cli.py", "tasks.py", "commands", "api"}
EDGE_FILES = {
    "bihuan/common/pages/frame.py": "the moment of the page being drawn",
    "bihuan/organizations/middleware.py": "the moment of the request",
    "bihuan/organizations/sessions.py": "Django's session store is called by Django, without a moment",
    "bihuan/organizations/sign_in/receivers.py": "a signal of Django's, which brings no moment",
    "bihuan/organizations/sign_in/lockout.py": "called by axes, without a moment",
    "bihuan/casework/imports/running.py": "a job of minutes is handed a clock; the machine's is its default",
    "bihuan/appeals/printing/batches.py": "the same: a job of minutes is handed a clock",
    "bihuan/config/metrics.py": "the moment of the scrape",
    "bihuan/emergency/accidents/panels.py": "a panel is drawn at the moment of its page",
    "bihuan/safety/campaigns/panels.py": "the same",
    "bihuan/safety/enforcement/panels.py": "the same",
    "bihuan/emergency/readiness/forms.py": "a form is drawn at the moment of its page: who is in post today",
}
CLOCKS = {("timezone", "now"), ("timezone", "localdate"), ("datetime", "now"), ("datetime", "utcnow"),
          ("datetime", "today"), ("date", "today"), ("dt", "now"), ("time", "time")}  # fmt: skip


def _assigned(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        yield node.target


def writes_of_state(path: Path) -> list[str]:
    """Where the file assigns `.state` or `.phase`, or updates rows by those names."""
    found = []
    for node in ast.walk(tree(path)):
        found += [
            where(path, node)
            for target in _assigned(node)
            if isinstance(target, ast.Attribute) and target.attr in {"state", "phase"}
        ]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = {keyword.arg for keyword in node.keywords}
            if node.func.attr in {"update", "setattr"} and given & {"state", "phase"}:
                found.append(where(path, node))
    return found


def asks_the_time(path: Path) -> list[str]:
    """Where the file calls or hands on a clock of the machine. `localdate(at)` only reads a moment that was given."""
    told = {id(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and node.args}
    return [
        where(path, node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and not (node.attr == "localdate" and id(node) in told)
        and isinstance(node.value, (ast.Name, ast.Attribute))
        and ((node.value.id if isinstance(node.value, ast.Name) else node.value.attr), node.attr) in CLOCKS
    ]


def test_only_the_engines_services_move_a_case() -> None:
    files = [path for path in shipped() if not path.is_relative_to(SERVICES) and name(path) not in OWN_STATE]
    assert [line for path in files for line in writes_of_state(path)] == []


def test_the_engines_services_do_move_cases() -> None:
    """So that the rule above cannot pass by finding nothing."""
    assert any(writes_of_state(path) for path in SERVICES.glob("*.py"))


def test_nothing_below_the_edge_asks_what_time_it_is() -> None:
    below = [
        path
        for path in shipped()
        if not EDGES & set(path.parts)
        and not path.stem.endswith(("_cli", "_views"))
        and name(path) not in EDGE_FILES
        and "config" not in path.parts
        and "sample" not in path.as_posix()
        and not path.is_relative_to(ROOT / "bihuan" / "common" / "database")
    ]
    assert [line for path in below for line in asks_the_time(path)] == []


def test_every_exception_from_a_rule_still_exists() -> None:
    for listed in (*OWN_STATE, *EDGE_FILES, *JOBS):
        assert (ROOT / listed).exists(), f"{listed} is gone: take it off the list"


STATES = {state.name for process in registry.all_processes() for state in process.states}
STEPS = {step.name for process in registry.all_processes() for step in process.steps}
PAGES = {"views", "views.py", "showing", "listing", "panels.py", "intake", "cells.py"}
# Folders with pages of jobs that have a `state` of their own.
JOBS = {
    "bihuan/casework/imports": "the state of an import",
    "bihuan/appeals/printing": "the state of a print run",
}
# Asked of a case: `case.state == "handling"`, `state in ("a", "b")`, `filter(case__state="handling")`, `.step("decide")`.
# The bare word says nothing: "list" and "done" are names of states too.
ASKED = re.compile(r"(?:^|_|\b)(?:states?|steps?)(?:__in)?$")


def asks_for_a_state(path: Path) -> list[tuple[int, str]]:
    """Line and name where the file compares a state or a step with one of the tables' names, or looks one up by it."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree(path)):
        sides: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.keyword) and node.arg and ASKED.search(node.arg):
            sides = [ast.Name(node.arg), node.value]
        elif isinstance(node, ast.Call) and node.args:
            sides = [node.func, node.args[0]]
        if any(ASKED.search(ast.unparse(side).split("(")[0]) for side in sides):
            names = {word for side in sides for word in _words(side)} & (STATES | STEPS)
            found += [(getattr(node, "lineno", 0), word) for word in sorted(names)]
    return found


def _of_a_job(path: Path) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in JOBS)


def _words(node: ast.expr) -> set[str]:
    parts = node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]
    return {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def test_no_template_names_a_state_or_a_step() -> None:
    found = []
    for path in tracked():
        if path.suffix == ".html" and path.is_relative_to(ROOT / "bihuan") and not _of_a_job(path):
            code = re.findall(r"\{[{%].*?[%}]\}", path.read_text(encoding="utf-8"), re.S)
            words = {
                word
                for part in code
                for asked in re.findall(
                    r"\b(?:state|step)(?:\.name)? *(?:==|!=|in|not in) *([\[(\w\"', ]+)", part
                )
                for word in re.findall(r"[\"'](\w+)[\"']", asked)
            }
            found += [f"{name(path)}: {word}" for word in sorted(words & (STATES | STEPS))]
    assert found == []


def test_no_page_module_names_a_state_or_a_step() -> None:
    assert STATES
    pages = [path for path in shipped() if PAGES & set(path.parts) and not _of_a_job(path)]
    assert [f"{name(path)}:{line}: {word}" for path in pages for line, word in asks_for_a_state(path)] == []


def test_the_rule_sees_each_way_of_asking(tmp_path: Path) -> None:
    (state, *_), (step, *_) = sorted(STATES), sorted(STEPS)
    asked = tmp_path / "asked.py"
    asked.write_text(
        f"case.state == {state!r}\ncase.state in ({state!r}, 'x')\nf(case__state={state!r})\nf(step={step!r})\n"
        f"process.step({step!r})\nf({state!r})\nkind == {state!r}\n"
    )
    assert {line for line, _word in asks_for_a_state(asked)} == {1, 2, 3, 4, 5}
