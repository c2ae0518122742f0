"""What a resident's phone carries: the key of a draft, and for half an hour the case that number and code opened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from bihuan.portal.filing import drafts
from bihuan.portal.filing.drafts import OpenDraft
from bihuan.portal.models import AccessCode

PATH = "/r/"
# Over HTTPS the browser itself holds to it that they came over HTTPS (RFC 6265bis 4.1.3.1).
MARK = "__Secure-" if settings.SESSION_COOKIE_SECURE else ""
DRAFT, FOLLOWED, KNOWN, SHARED = f"{MARK}r_draft", f"{MARK}r_case", f"{MARK}r_known", f"{MARK}r_shared"
HALF_AN_HOUR, YEAR = 30 * 60, 365 * 24 * 3600  # seconds
_signer = signing.TimestampSigner(salt="bihuan.portal.followed")
_knower = signing.Signer(salt="bihuan.portal.known")


def draft_of(request: HttpRequest, *, at: datetime) -> OpenDraft:
    """The draft this phone is writing. Raises DraftGone."""
    return drafts.find(request.COOKIES.get(DRAFT, ""), at=at)


def keep_draft(request: HttpRequest, response: HttpResponse, draft: OpenDraft) -> None:
    """Let the phone remember the key of its draft; on a shared computer only until the browser is closed."""
    age = None if shared(request) else int(drafts.KEPT.total_seconds())
    _set(response, DRAFT, draft.key, age)


def shared(request: HttpRequest) -> bool:
    """Whether the writer said that others use this computer too."""
    return request.COOKIES.get(SHARED) == "1"


def follow(response: HttpResponse, code: AccessCode) -> None:
    """Let this browser read the case for half an hour from its last page; and know the number again later."""
    _set(response, FOLLOWED, _signer.sign(f"{code.pk}.{code.issue}"), HALF_AN_HOUR)
    _set(response, KNOWN, _knower.sign(code.case.number), YEAR)


def followed(request: HttpRequest) -> AccessCode | None:
    """The code whose case this browser may read now. One that was issued anew meanwhile is worth nothing."""
    try:
        value = _signer.unsign(request.COOKIES.get(FOLLOWED, ""), max_age=HALF_AN_HOUR)
    except signing.BadSignature:
        return None
    pk, _dot, issue = value.partition(".")
    return (
        AccessCode.objects.filter(pk=int(pk), issue=int(issue))
        .select_related("case", "case__holder_unit", "case__registry_unit").first()
    )  # fmt: skip


def knows(request: HttpRequest, number: str) -> bool:
    """Whether this browser has opened the case of that number before."""
    try:
        return _knower.unsign(request.COOKIES.get(KNOWN, "")) == number
    except signing.BadSignature:
        return False


def forget(response: HttpResponse, *names: str) -> None:
    """Remove cookies of ours."""
    for name in names:
        response.delete_cookie(name, path=PATH, samesite="Lax")


def _set(response: HttpResponse, name: str, value: str, age: int | None) -> None:
    options: dict[str, Any] = {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}
    response.set_cookie(name, value, max_age=age, path=PATH, **options)
