"""Old Word (.doc) and .rtf, through LibreOffice where the machine has it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from bihuan.directives.sources import word
from bihuan.directives.sources.faults import Unreadable

SECONDS = 90


def office() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def text(content: bytes, *, suffix: str = ".doc") -> str:
    """The text of an old Word file. Raises Unreadable, also where there is no LibreOffice."""
    program = office()
    if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in content:
        raise Unreadable("password")  # a .docx with a password is wrapped like an old file
    if program is None:
        raise Unreadable("no_office")
    with tempfile.TemporaryDirectory() as folder:
        original = Path(folder) / f"document{suffix}"
        original.write_bytes(content)
        command = [
            program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(original),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except (subprocess.TimeoutExpired, OSError) as fault:
            raise Unreadable("office_failed") from fault
        made = original.with_suffix(".docx")
        if not made.exists():
            raise Unreadable("office_failed")
        return word.text(made.read_bytes())
