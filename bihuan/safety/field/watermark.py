"""The copy of a photograph that is shown: smaller, and marked with case, time, place and hash. The original stays as it is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from bihuan.common.files.previews import preview

QUALITY = 82
SHARE = 34  # the height of a line of the mark is 1/34 of the picture's longer side


def marked(sha256: str, lines: Sequence[str]) -> bytes:
    """A JPEG with `lines` in a band across its foot.

    Raises FileMissingError, PreviewUnavailableError for what cannot be shown.
    """
    with Image.open(io.BytesIO(preview(sha256))) as opened:
        picture = opened.convert("RGB")
    size = max(12, max(picture.size) // SHARE)
    font = _font(size)
    pen = ImageDraw.Draw(picture, "RGBA")
    width = picture.width - size
    shown = [part for line in lines for part in _folded(pen, line, font, width)]
    step = size * 4 // 3
    top = max(0, picture.height - step * len(shown) - size // 2)
    pen.rectangle((0, top, picture.width, picture.height), fill=(0, 0, 0, 150))
    for n, line in enumerate(shown):
        pen.text((size // 2, top + size // 4 + n * step), line, font=font, fill=(255, 255, 255, 255))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _folded(
    pen: ImageDraw.ImageDraw, line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int
) -> list[str]:
    """The line in pieces that fit: Chinese breaks anywhere."""
    parts, rest = [], line
    while rest:
        end = len(rest)
        while end > 1 and pen.textlength(rest[:end], font=font) > width:
            end -= 1
        parts.append(rest[:end])
        rest = rest[end:]
    return parts


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font of the machine that has Chinese, as fontconfig chooses it; else Pillow's own, which has Latin only."""
    found = _chinese()
    return ImageFont.truetype(found, size) if found else ImageFont.load_default(size)


@lru_cache(maxsize=1)
def _chinese() -> str | None:
    try:
        from weasyprint.text.ffi import ffi, fontconfig
    except (ImportError, OSError):
        return None
    config = fontconfig.FcInitLoadConfigAndFonts()
    pattern = fontconfig.FcPatternCreate()
    fontconfig.FcPatternAddString(pattern, b"lang", b"zh-cn")
    fontconfig.FcConfigSubstitute(config, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    match = fontconfig.FcFontMatch(config, pattern, ffi.new("FcResult *"))
    file = ffi.new("FcChar8 **")
    if (
        match == ffi.NULL
        or fontconfig.FcPatternGetString(match, b"file", 0, file) != fontconfig.FcResultMatch
    ):
        return None
    path: str = ffi.string(file[0]).decode()
    try:
        ImageFont.truetype(path, 12)
    except OSError:
        return None
    return path
