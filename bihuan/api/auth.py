"""Who calls: a browser that is signed in, or a program with a token. Both end in an Actor."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from bihuan.api.tokens import use_token
from bihuan.casework.wall.middleware import enter
from bihuan.organizations.actor import Actor


class ByToken(HttpBearer):
    """`Authorization: Bearer bihuan_…`. A token that is not good is refused, whatever cookie comes with it."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The actor of the token."""
        actor = use_token(token, at=timezone.now())
        if actor is None:
            raise AuthenticationError
        enter(request, actor)
        return actor


class BySession(APIKeyCookie):
    """The session of the browser; what changes something needs the CSRF token, as on every page."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor of the chosen post."""
        del key
        actor: Actor | None = getattr(request, "actor", None)
        return actor


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request (behind the two above)."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
