"""What every answer tells the browser not to do, whoever made it: a page, a file, an error, a probe.

Content-Security-Policy, nosniff, Referrer-Policy, COOP, X-Frame-Options and HSTS are set by Django and django-csp; an
answer that carries its own (an attachment's sandbox) keeps it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse

# The inspector's photograph says where it was taken; passkeys sign people in. Nothing else is used.
PERMISSIONS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), display-capture=(), encrypted-media=(), "
    "fullscreen=(self), geolocation=(self), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), "
    "midi=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), "
    "screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"
)
ALWAYS = {
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
STRICTEST = (
    "default-src 'none'; frame-ancestors 'none'"  # for what is answered before the policy's own middleware
)


class HeadersMiddleware:
    """First of all, so that nothing answers without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", STRICTEST)
        if "Cache-Control" not in response and _personal(request):
            # Office machines are shared: what somebody saw must not be found with the Back button after signing out.
            response["Cache-Control"] = "private, no-store"
        return response


def _personal(request: HttpRequest) -> bool:
    """Whether the request came with anything by which we know somebody."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or "Authorization" in request.headers
        or any(name.removeprefix("__Secure-").startswith("r_") for name in request.COOKIES)
    )


class _MessagesCookie(CookieStorage):
    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else CookieStorage.cookie_name


class Messages(FallbackStorage):
    """What a page says once after a redirect: in a cookie of this host alone, or in the session when it is long."""

    storage_classes = (_MessagesCookie, SessionStorage)
