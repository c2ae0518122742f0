"""Checking a case package with nothing but the file: no database, no network, no Bihuan of one's own. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and every problem as a sentence; none: the package is whole and agrees with itself."""

    files: int
    records: int
    entries: int
    problems: tuple[str, ...]


def verify(file: BinaryIO) -> Checked:
    """Check a package. Never raises for what is in the file: a damaged one is a problem among the others."""
    try:
        with zipfile.ZipFile(file) as package:
            return _verify(package)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as problem:
        return Checked(0, 0, 0, (f"the file is no whole zip: {problem}",))


def _verify(package: zipfile.ZipFile) -> Checked:
    names = package.namelist()
    if SUMS not in names:
        return Checked(0, 0, 0, (f"{SUMS} is missing",))
    problems = [
        f"{name}: is in the package twice" for name in sorted({n for n in names if names.count(n) > 1})
    ]
    stated: dict[str, str] = {}
    for text in package.read(SUMS).decode("utf-8", "replace").splitlines():
        found = LINE.fullmatch(text)
        if found is None:
            problems.append(f"{SUMS}: no line of hash and name: {text[:80]}")
        else:
            stated[found[2]] = found[1]
    problems += [f"{name}: is not in {SUMS}" for name in names if name != SUMS and name not in stated]
    contents = set(names)
    real: dict[str, str] = {}
    for name, digest in stated.items():
        if name not in contents:
            problems.append(f"{name}: is missing")
            continue
        real[name] = _hash(package, name)
        if real[name] != digest:
            problems.append(f"{name}: was changed: {real[name]}, not {digest}")
    problems += _named_by_their_hash(real)
    entries, written = _journal(package, names, problems)
    records = [name for name in names if name.startswith("records/")]
    for name in records:
        problems += _record(package, name, real, written)
    return Checked(len(stated), len(records), entries, tuple(problems))


def _hash(package: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with package.open(name) as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _originals(real: dict[str, str]) -> dict[str, str]:
    return {name: name.removeprefix("files/").split(".")[0] for name in real if name.startswith("files/")}


def _named_by_their_hash(real: dict[str, str]) -> Iterator[str]:
    for name, stated in _originals(real).items():
        if real[name] != stated:
            yield f"{name}: is not the file that was taken: its hash is {real[name]}"


def _journal(package: zipfile.ZipFile, names: list[str], problems: list[str]) -> tuple[int, str]:
    """The number of entries, and everything they say, after recomputing the chain."""
    if "journal.json" not in names:
        problems.append("journal.json is missing")
        return 0, ""
    said, before = [], "00" * 32
    try:
        chain: list[dict[str, Any]] = json.loads(package.read("journal.json"))
        for place, one in enumerate(chain, start=1):
            hashed = hashlib.sha256(bytes.fromhex(one["previous"]) + one["text"].encode()).hexdigest()
            if one["previous"] != before or one["seq"] != place:
                problems.append(f"journal.json: entry {place} does not follow the one before it")
            if hashed != one["hash"] or json.loads(one["text"])["seq"] != place:
                problems.append(f"journal.json: entry {place} was changed")
            before = one["hash"]
            said.append(one["text"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        problems.append(f"journal.json cannot be read: {problem}")
        return 0, ""
    return len(said), "\n".join(said)


def _record(package: zipfile.ZipFile, name: str, real: dict[str, str], written: str) -> Iterator[str]:
    """Every file the record names is there; a record that was taken stands in the journal with its hash and theirs."""
    try:
        data = json.loads(package.read(name))
        named = {
            *data.get("photos", ()), *filter(None, data.get("signatures", {}).values()),
            *(sha for answer in data.get("answers", ()) for sha in answer.get("photos", ())),
        }  # fmt: skip
    except (ValueError, AttributeError, TypeError) as problem:
        yield f"{name}: cannot be read: {problem}"
        return
    there = set(_originals(real).values())
    for sha in sorted(named - there):
        yield f"{name}: names a file that is not in the package: {sha}"
    if name.startswith("records/taken-"):
        for sha in sorted({real.get(name, ""), *named}):
            if sha not in written:
                yield f"{name}: {sha} does not stand in the journal"
