"""The square that a phone's camera reads: the address of the follow page with the number, never with the code.

A scanner may hand every address it reads to a server of its maker; the code is on the same paper and is typed.
"""

from __future__ import annotations

import qrcode
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # modules of white around it, by the standard


def square(text: str, *, label: str) -> SafeString:
    """An SVG of dark modules as one path, to stand in the page itself."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return SafeString(
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{_escaped(label)}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
