"""The build hook of the wheel and the sdist: what is built (front end, translations) must be inside.

An sdist carries both, so installing from it needs neither Node nor Babel.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltParts(BuildHookInterface[Any]):
    """Compiles the translations and refuses to pack without the front end."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        self._translations(root)
        dist = root / "bihuan" / "common" / "static" / "dist"
        if not dist.is_dir() or not any(dist.iterdir()):
            raise RuntimeError("The front end is not built: run `make frontend` first, or use `make dist`.")
        build_data["artifacts"] += [
            "bihuan/common/static/dist/**",
            "bihuan/**/locale/*/LC_MESSAGES/django.mo",
        ]

    def _translations(self, root: Path) -> None:
        sources = list(root.glob("bihuan/**/locale/*/LC_MESSAGES/django.po"))
        if (root / "PKG-INFO").exists() and all(po.with_suffix(".mo").exists() for po in sources):
            return  # an unpacked sdist has them
        sys.path.insert(0, str(root))
        from tools.ground.compile_po import compile_all

        compile_all(root)
