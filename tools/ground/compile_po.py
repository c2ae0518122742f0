"""Compile the translations with Babel. Run by the environment's Python, and by the wheel's build hook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

PATTERN = "bihuan/**/locale/*/LC_MESSAGES/django.po"


def compile_all(root: Path) -> list[Path]:
    """Write a .mo beside every .po; returns them. Raises PoFileError naming the file."""
    made = []
    for po in sorted(root.glob(PATTERN)):
        try:
            with po.open("rb") as source:
                catalog = read_po(source, locale=po.parts[-3], abort_invalid=True)
        except PoFileError as problem:
            raise SystemExit(f"{po.relative_to(root)}: {problem}") from None
        for message in catalog:
            for wrong in message.check(catalog):
                raise SystemExit(f"{po.relative_to(root)}, {message.id!r}: {wrong}")
        mo = po.with_suffix(".mo")
        new = mo.with_suffix(f".{os.getpid()}.new")  # two calls of make may do this at once
        with new.open("wb") as target:
            write_mo(target, catalog)
        new.replace(mo)  # a server that reads it now sees the old or the new, never a half
        made.append(mo)
    return made


if __name__ == "__main__":
    compile_all(Path(__file__).resolve().parents[2])
    sys.exit(0)
