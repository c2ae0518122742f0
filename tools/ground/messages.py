"""Translations: every django.po becomes a django.mo beside it."""

from __future__ import annotations

from tools.ground import environment, stamps
from tools.ground.say import ROOT, call, say

PATTERN = "bihuan/**/locale/*/LC_MESSAGES/django.po"


def build() -> None:
    """Compile what changed. A .po with an error stops here, with its name and line."""
    sources = sorted(ROOT.glob(PATTERN))
    key = stamps.digest([*sources, ROOT / "tools/ground/compile_po.py"])
    if stamps.fresh("messages", key) and all(po.with_suffix(".mo").exists() for po in sources):
        return
    environment.install_from_dev_lock("babel")
    say("Compiling the translations")
    call(
        [environment.PYTHON, ROOT / "tools/ground/compile_po.py"], why="A translation could not be compiled."
    )
    stamps.write("messages", key)
