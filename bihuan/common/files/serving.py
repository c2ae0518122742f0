"""Give a file back so that no browser runs anything in it. Whether the reader may have it is the caller's to decide."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from bihuan.common.files import store
from bihuan.common.files.kinds import MEDIA_TYPES
from bihuan.common.files.names import clean_name
from bihuan.common.files.previews import preview


def serve(sha256: str, *, name: str, media_type: str) -> FileResponse:
    """A download with its name (RFC 5987). Raises FileMissingError."""
    kind = media_type if media_type in MEDIA_TYPES else "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    response = FileResponse(store.open(sha256), content_type=kind)
    response["Content-Length"] = str(store.size_of(sha256))
    disposition = content_disposition_header(as_attachment=True, filename=clean_name(name))
    response["Content-Disposition"] = disposition or "attachment"
    _harmless(response)
    return response


def serve_preview(sha256: str) -> HttpResponse:
    """The preview of an image, to be shown in a page. Raises FileMissingError, PreviewUnavailableError."""
    response = HttpResponse(preview(sha256), content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    _harmless(response)
    return response


def _harmless(response: HttpResponseBase) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
