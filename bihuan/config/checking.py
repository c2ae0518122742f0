"""What `bihuan check` looks at, one function for each thing."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from bihuan.common import boot, database
from bihuan.common.database.running import refuse_old, server_version

FULL_BYTES = 2 * 1024**3  # below this free space a check is a fault: PostgreSQL stops when the disk is full
LOW_BYTES = 10 * 1024**3
PDF_LIBRARIES = ("pango-1.0", "pangoft2-1.0")
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, how it is, and what to do if it is not well."""

    OK: ClassVar[int] = 0
    HINT: ClassVar[int] = 1
    FAULT: ClassVar[int] = 2

    what: str
    text: str
    level: int = 0


def findings() -> Iterator[Finding]:
    """Everything in order; what depends on settings or a database is left out when those are at fault."""
    for look in (data_folder, disk):
        yield look()
    try:
        url = database.ensure_running()
        boot.prepare()
    except Exception as problem:
        from bihuan.config.commands.problems import explain

        yield Finding("start", explain(problem) or repr(problem), Finding.FAULT)
        return
    looks: tuple[Callable[[], Finding], ...] = (
        lambda: database_version(url),
        migrations,
        wall,
        production,
        proxies,
        built_pages,
        pdf,
        fonts,
    )
    for look in looks:
        yield look()


def data_folder() -> Finding:
    folder = database.data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as problem:
        return Finding(
            "data folder",
            f"{folder} cannot be written ({problem.strerror}). Give it to this account, or set BIHUAN_DATA_DIR.",
            Finding.FAULT,
        )
    return Finding("data folder", str(folder))


def disk() -> Finding:
    free = shutil.disk_usage(database.data_dir()).free if database.data_dir().exists() else 0
    text = f"{free / 1024**3:.0f} GB free"
    if free < FULL_BYTES:
        return Finding(
            "disk", f"{text}. Make room now: the database stops when the disk is full.", Finding.FAULT
        )
    return Finding("disk", text, Finding.HINT if free < LOW_BYTES else Finding.OK)


def database_version(url: str) -> Finding:
    refuse_old(url)
    version = server_version(url)
    whose = "embedded" if database.Cluster(database.data_dir()).url == url else "DATABASE_URL"
    return Finding("database", f"PostgreSQL {version // 10_000}.{version % 10_000} ({whose})")


def migrations() -> Finding:
    from bihuan.config.probes import why_not_ready

    reason = why_not_ready()
    return Finding("migrations", reason or "all applied", Finding.FAULT if reason else Finding.OK)


def wall() -> Finding:
    from bihuan.casework.wall import locks

    if locks.available():
        return Finding("wall", "the database keeps cases from whom they are about")
    text = (
        f"the role {locks.ROLE} is missing, so nobody behind a wall can sign in. As an administrator of the database run:  "
        f"{locks.by_hand()}  and then: bihuan migrate"
    )
    return Finding("wall", text, Finding.FAULT)


def production() -> Finding:
    from django.conf import settings

    if settings.DEMO:
        text = "demo: the secret is known to everyone. Set BIHUAN_MODE=production for real work."
        return Finding("mode", text, Finding.HINT)
    return Finding("mode", "production, with a secret of its own")


def proxies() -> Finding:
    from django.conf import settings

    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        return Finding(
            "HTTPS",
            "BIHUAN_PROXIES is empty, so Bihuan cannot know that a request came over HTTPS. Set it to the address "
            "of the proxy that ends TLS, for example 127.0.0.1.",
            Finding.HINT,
        )
    return Finding("HTTPS", "on" if settings.HTTPS else "off: only for trying on one's own machine")


def built_pages() -> Finding:
    from django.conf import settings

    built = settings.PACKAGE / "common" / "static" / "dist" / "app.js"
    if not built.exists():
        return Finding("pages", "the front end is not built. Run: make frontend", Finding.FAULT)
    return Finding("pages", "built; Node is not needed to run")


def pdf() -> Finding:
    missing = [name for name in PDF_LIBRARIES if ctypes.util.find_library(name) is None]
    if missing:
        return Finding(
            "PDF", f"missing: {', '.join(missing)}. Install: apt-get install {PDF_PACKAGES}", Finding.HINT
        )
    if ctypes.util.find_library("harfbuzz-subset") is None:
        return Finding(
            "PDF", "works but slowly (5 s a page). Install: apt-get install libharfbuzz-subset0", Finding.HINT
        )
    return Finding("PDF", "ready")


def fonts() -> Finding:
    program = shutil.which("fc-list")
    found = (
        subprocess.run(  # noqa: S603 - fontconfig's own program
            [program, ":lang=zh", "family"],
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        ).stdout
        if program
        else ""
    )
    if not found.strip():
        return Finding(
            "fonts",
            "no Chinese font: PDFs would show boxes. Install: apt-get install fonts-noto-cjk",
            Finding.HINT,
        )
    return Finding("fonts", f"{len(set(found.splitlines()))} Chinese families")
