"""`make sbom`: dist/bihuan.cdx.json (CycloneDX 1.6), every part that a wheel of Bihuan needs or carries, with its licence.

Python parts are those of requirements.lock as they are installed here; parts of the front end are those of package-lock.json
that are bundled. Ends with code 1 when a licence is not on the list, or a part is missing. Known vulnerabilities are not
looked up: that needs a network (`pip-audit -r requirements.lock`, `npm audit --omit=dev`).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Licences that let an office use and pass on what is built with these parts; LGPL and MPL parts are used unchanged.
FINE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|HPND|Unlicense|0BSD|CC0|Zlib|"
    r"PostgreSQL|Python-2\.0|OFL|Public Domain|CMU|FTL|Historical Permission)\b",
    re.I,
)
# Read in the part's own repository where its wheel says nothing.
KNOWN = {"pyrage": [{"expression": "MIT"}], "pyxform": [{"expression": "BSD-2-Clause"}]}


def main() -> int:
    """Write the file and say what is in it."""
    out = ROOT / "dist" / "bihuan.cdx.json"
    bom = _environment()
    pinned = _pinned()
    python = [part for part in bom["components"] if _name(part["name"]) in pinned]
    missing = pinned - {_name(part["name"]) for part in python}
    front = _front_end()
    bom["components"] = [*python, *front]
    kept = {part.get("bom-ref") for part in bom["components"]}
    bom["dependencies"] = [
        {**row, "dependsOn": [one for one in row.get("dependsOn", []) if one in kept]}
        for row in bom.get("dependencies", [])
        if row["ref"] in kept
    ]
    for part in bom["components"]:
        if not part.get("licenses") and part["name"] in KNOWN:
            part["licenses"] = KNOWN[part["name"]]
    odd = {part["name"]: said for part in bom["components"] if not FINE.search(said := licence_of(part))}
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(bom, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{out.relative_to(ROOT)}: {len(python)} Python parts, {len(front)} of the front end")
    for name in sorted(missing):
        print(f"  pinned and not installed here (another platform's?): {name}")
    for name, said in sorted(odd.items()):
        print(f"  look at the licence of {name}: {said or 'none said'}")
    return 1 if odd else 0


def licence_of(part: dict[str, Any]) -> str:
    """What a component says of its licence, as one text."""
    rows: list[dict[str, Any]] = part.get("licenses", []) or KNOWN.get(part["name"], [])
    return "; ".join(
        row.get("expression") or row["license"].get("id") or row["license"].get("name") or "" for row in rows
    )


def _environment() -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "environment",
        "--pyproject",
        "pyproject.toml",
        "--of",
        "JSON",
        sys.executable,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _pinned() -> set[str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return {
        _name(match.group(1))
        for line in lines
        if (match := re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", line))
    }


def _front_end() -> list[dict[str, Any]]:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return [
        {
            "type": "library", "bom-ref": f"npm:{name}@{part['version']}", "name": name, "version": part["version"],
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{part['version']}",
            "licenses": [{"expression": part["license"]}] if part.get("license") else [],
        }
        for path, part in sorted(packages.items())
        if path and not part.get("dev") and (name := path.rpartition("node_modules/")[2])
    ]  # fmt: skip


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


if __name__ == "__main__":
    sys.exit(main())
