"""The repository as text: what git holds, and the syntax trees of the code that ships."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git holds or would hold, as it lies on the disk."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


@cache
def shipped() -> tuple[Path, ...]:
    """The Python files of the package, without tests and migrations."""
    return tuple(
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "bihuan")
        and not {"tests", "migrations"} & set(path.parts)
    )


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    """The path as a reader writes it: from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def where(path: Path, node: ast.AST) -> str:
    """`file:line`, to click on."""
    return f"{name(path)}:{getattr(node, 'lineno', 0)}"


def literals(path: Path) -> Iterator[tuple[ast.Constant, str]]:
    """Every text literal of the file, docstrings left out."""
    prose = {
        id(statement.value)
        for statement in ast.walk(tree(path))
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node, node.value
