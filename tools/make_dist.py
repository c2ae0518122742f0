"""`python -m tools.make_dist`: wheel and sdist in dist/, then the wheel's trial in an empty environment."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
PATIENCE = 300  # seconds until the wheel's server must be ready


def main() -> None:
    """Raises when the wheel does not serve its pages and its assets by itself."""
    shutil.rmtree(DIST, ignore_errors=True)
    # No isolation: hatchling and Babel are the ones of the hashed lock file.
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", str(DIST)],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    for made in sorted(DIST.iterdir()):
        print(f"{made.relative_to(ROOT)}  {made.stat().st_size / 1e6:.1f} MB", flush=True)
    wheel = next(DIST.glob("*.whl"))
    with tempfile.TemporaryDirectory(prefix="bihuan-dist-") as folder:
        _try_out(wheel, Path(folder))
    print("ok: the wheel serves from an empty environment, with its assets inside")


def _try_out(wheel: Path, folder: Path) -> None:
    folder.chmod(0o755)
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BIHUAN_", "PYTHON"))}
    kept.pop("DATABASE_URL", None)
    server = subprocess.Popen(
        [str(python.parent / "bihuan"), "serve", "--host", "127.0.0.1", "--port", str(port)],
        cwd=folder, env={**kept, "BIHUAN_DATA_DIR": str(folder / "data")},
    )  # fmt: skip
    try:
        _until_ready(server, f"http://127.0.0.1:{port}/health/ready")
        manifest = json.loads((folder / "data" / "static" / "staticfiles.json").read_text())["paths"]
        asset = manifest["dist/app.css"]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/{asset}", timeout=10) as answer:
            assert "immutable" in answer.headers["Cache-Control"], "a hashed name is cached for good"
            print(f"/static/{asset}  {len(answer.read())} bytes")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def _until_ready(server: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit(f"The wheel's server ended with code {server.returncode}.")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                print(f"/health/ready  {answer.read().decode()}")
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"The wheel's server was not ready after {PATIENCE} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
