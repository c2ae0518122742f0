"""What comes from the system: installed by apt as root, otherwise asked for in one line."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess

from tools.ground import stamps
from tools.ground.say import Trouble, call, say

DOCUMENTS = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk"]
LIBRARIES = ["pango-1.0", "pangoft2-1.0", "harfbuzz-subset"]


def for_documents() -> None:
    """The libraries and Chinese fonts of the PDF documents. Bihuan runs without; PDFs then say what is missing."""
    if stamps.fresh("documents", "present") or (
        all(map(ctypes.util.find_library, LIBRARIES)) and _chinese_font()
    ):
        stamps.write("documents", "present")
        return
    try:
        packages(DOCUMENTS, otherwise="")
        stamps.write("documents", "present")
    except Trouble:
        say(
            f"PDF documents need: sudo apt-get install {' '.join(DOCUMENTS)}   (everything else works without)"
        )


def for_journeys() -> None:
    """Chromium. Without it the journeys in a browser fail with a clear line; they never pass silently."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    try:
        packages(["chromium", "fonts-noto-cjk"], otherwise="")
    except Trouble:
        say("Journeys in a browser need: sudo apt-get install chromium fonts-noto-cjk")


def packages(names: list[str], *, otherwise: str) -> None:
    """Install Debian packages as root. Raises Trouble with `otherwise` when we are not, or when it fails."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Trouble(f"{otherwise} On Debian: sudo apt-get install {' '.join(names)}")
    say(f"Installing {', '.join(names)} with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    why = f"{otherwise} apt-get could not install {' '.join(names)}."
    try:
        call(install, why=why, env=environment)
    except Trouble:  # a fresh machine has no package lists yet
        call(["apt-get", "update"], why=why, env=environment)
        call(install, why=why, env=environment)


def _chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout.strip())
