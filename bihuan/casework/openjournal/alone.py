"""The checking page as one file that works without any server, also years later: script and look are inside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

SCRIPT = "dist/receipt.js"
LOOK = """
body{font:17px/1.7 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
label{display:block;font-weight:600;margin-top:1.2rem}
input{font:inherit;max-width:100%;box-sizing:border-box}
input[type=text]{width:100%}
.field__help,.muted{color:#595959;margin:.2rem 0}
.alert{border:2px solid;padding:.6rem 1rem;font-weight:600}
.alert--error{color:#a3160d}
.alert--success{color:#15602b}
"""


@cache
def script() -> SafeString:
    """The bundle as an inline script; it never holds a closing tag."""
    file = finders.find(SCRIPT)
    if file is None:
        raise FileNotFoundError(f"{SCRIPT}: run make frontend")
    text = Path(file).read_text(encoding="utf-8")
    assert "</" not in text
    return mark_safe(f"<script>{text}</script>")  # noqa: S308  our own build, nothing typed by anybody


def look() -> SafeString:
    """The few rules of its look."""
    return mark_safe(f"<style>{LOOK}</style>")  # noqa: S308
