"""The address a request comes from, as far as it can be believed."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer's address; behind a proxy named in `TRUSTED_PROXIES`, the last one it did not write itself.

    `X-Forwarded-For` from anyone else is ignored: whoever sends it could pick a new address for each guess.
    """
    trusted: set[str] = set(getattr(settings, "TRUSTED_PROXIES", ()))
    found = request.META.get("REMOTE_ADDR", "")
    if found in trusted:
        for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            found = hop.strip() or found
            if found not in trusted:
                break
    try:
        return str(ip_address(found))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  (an unknown peer, not an address to listen on)
