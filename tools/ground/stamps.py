"""Stamps: what was done, keyed on the hash of what it was done from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tools.ground.say import ROOT

FOLDER = ROOT / ".stamps"


def digest(paths: Iterable[Path], *extra: str) -> str:
    """One hash over names and contents of files; a folder stands for everything in it."""
    total = hashlib.sha256()
    for part in extra:
        total.update(part.encode() + b"\0")
    for path in sorted(file for given in paths for file in _files(given)):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def fresh(name: str, key: str) -> bool:
    stamp = FOLDER / name
    return stamp.is_file() and stamp.read_text() == key


def write(name: str, key: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / name).write_text(key)


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return [path] if path.is_file() else []
