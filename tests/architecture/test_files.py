"""The files of the repository: of a size to read, our own, and free of one machine's traces."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.version import Version

from tests.architecture.source import ROOT, name, shipped, tracked

LONGEST = 500
MOST = 150
NOTICES = {
    "frontend/css/_bootstrap.scss"
}  # names the licence of what the build takes from a package; holds none of it
TEXT = {".py", ".js", ".mjs", ".scss", ".css", ".html", ".md", ".toml", ".json", ".po", ".svg", ".sh", ""}


def _lines(text: str) -> int:
    return text.count("\n")


def test_no_file_of_code_is_longer_than_500_lines() -> None:
    code = [path for path in tracked() if path.suffix in {".py", ".js", ".mjs", ".scss", ".html"}]
    long = {name(path): n for path in code if (n := _lines(path.read_text(encoding="utf-8"))) > LONGEST}
    assert long == {}


def test_most_files_of_the_package_are_short() -> None:
    sizes = sorted(_lines(path.read_text(encoding="utf-8")) for path in shipped())
    assert sizes[len(sizes) * 8 // 10] <= MOST


def test_nothing_minified_and_nothing_of_a_third_party_is_kept() -> None:
    folders = {"node_modules", "vendor", "vendored", "third_party", "site-packages"}
    assert [name(path) for path in tracked() if folders & set(path.relative_to(ROOT).parts)] == []
    assert [
        name(path)
        for path in tracked()
        if re.search(r"\.min\.|-min\.|\.map$|\.whl$|\.jar$|\.woff2?$|\.ttf$", path.name)
    ] == []
    for path in tracked():
        if path.suffix in {".js", ".mjs", ".css", ".scss"}:
            text = path.read_text(encoding="utf-8")
            assert max(map(len, text.splitlines()), default=0) <= 400, f"{name(path)} looks minified"
            assert name(path) in NOTICES or not re.search(
                r"^\s*(?:/\*|//|\*).*(?:@license|@preserve|copyright)", text, re.I | re.M
            ), f"{name(path)} is not ours"


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    elsewhere = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/[\w.]")
    found = []
    for path in tracked():
        if path.suffix in TEXT and path.name not in {"package-lock.json"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{name(path)}: {hit.group()}" for hit in elsewhere.finditer(text)]
    assert found == []


def _locked(file: str) -> dict[str, Version]:
    text = (ROOT / file).read_text(encoding="utf-8")
    rows = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", text, re.M)
    assert rows, file
    return {_plain(package): Version(version) for package, version in rows}


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def _missing(wanted: list[str], locked: dict[str, Version]) -> list[str]:
    found = []
    for line in wanted:
        one = Requirement(line)
        version = locked.get(_plain(one.name))
        if version is None or not one.specifier.contains(version, prereleases=True):
            found.append(f"{line}: locked {version}")
    return found


def test_the_lock_files_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted: list[str] = project["project"]["dependencies"]
    develop: list[str] = project["dependency-groups"]["dev"]
    shipped_lock, dev_lock = _locked("requirements.lock"), _locked("requirements-dev.lock")
    assert _missing(wanted, shipped_lock) == []
    assert _missing([*wanted, *develop], dev_lock) == []
    assert {package: v for package, v in shipped_lock.items() if dev_lock.get(package) != v} == {}


def test_every_locked_package_is_pinned_by_its_hash() -> None:
    for file in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / file).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[\w.-]+(?:\[[\w,-]+\])?==)", text)
        assert [block.splitlines()[0] for block in blocks[1:] if "--hash=sha256:" not in block] == []


def test_every_link_between_pages_of_the_docs_leads_somewhere() -> None:
    broken = [
        f"{name(path)} -> {target}"
        for path in tracked()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert broken == []
