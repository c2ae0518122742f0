"""A picture of an attached image without anything but its pixels: no place, no camera, no hidden data."""

from __future__ import annotations

import io

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from bihuan.common.files import store
from bihuan.common.files.errors import PreviewUnavailableError

# A JPEG is read at a fraction of its size; the others are read whole, at four bytes to a pixel.
MOST_PIXELS = {"JPEG": 110_000_000, "PNG": 25_000_000, "GIF": 25_000_000, "WEBP": 25_000_000}
SIDE = 1600
QUALITY = 82


def preview(sha256: str, *, side: int = SIDE) -> bytes:
    """A JPEG of at most `side` pixels each way, turned upright, metadata left behind.

    Raises FileMissingError, PreviewUnavailableError (no image, damaged, or too many pixels).
    """
    # WeasyPrint, once imported, has Pillow fill up what is missing; half a picture must not look like a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with store.open(sha256) as file:
        try:
            with Image.open(file, formats=list(MOST_PIXELS)) as image:
                if image.width * image.height > MOST_PIXELS[image.format or ""]:
                    raise PreviewUnavailableError
                image.draft("RGB", (side, side))
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((side, side))
                return _jpeg(upright)
        except (
            UnidentifiedImageError,
            OSError,
            ValueError,
            SyntaxError,
            Image.DecompressionBombError,
        ) as error:
            raise PreviewUnavailableError from error


def _jpeg(image: Image.Image) -> bytes:
    """New pixels in a new image: nothing of the old file's metadata comes along. Transparency becomes white."""
    layer = image.convert("RGBA")
    page = Image.new("RGB", layer.size, "white")
    page.paste(layer, mask=layer.getchannel("A"))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
