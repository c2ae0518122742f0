"""Puts on every request who acts: `request.user`, `request.actor` and `request.actors`, from one query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from bihuan.organizations.actor import Actor
from bihuan.organizations.models import AccountSession
from bihuan.organizations.sessions import ACTING_AS, Owner, SessionStore

SEEN_EVERY = timedelta(minutes=5)  # writing "last seen" on each request would turn every read into a write


class Choice(NamedTuple):
    """One post in the page's switch of posts."""

    pk: int | None
    unit_name: str
    post_title: str

    @classmethod
    def of(cls, actor: Actor) -> Choice:
        """The choice that makes this actor act."""
        return cls(actor.appointment_id, actor.unit_name, actor.post_title)


class ActorMiddleware:
    """After SessionMiddleware and AuthenticationMiddleware.

    - `request.actor`: the Actor of the chosen post, or None (not signed in, or no post today).
    - `request.actors`: one Actor per post held today.
    - `request.appointments`: the same as choices for the page (`pk`, `unit_name`, `post_title`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.actors, request.appointments = None, (), ()  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            owner = self.owner_of(request)
            if owner is not None:
                request.actors = owner.actors  # type: ignore[attr-defined]
                request.appointments = tuple(Choice.of(actor) for actor in owner.actors)  # type: ignore[attr-defined]
                request.actor = chosen(owner.actors, request.session.get(ACTING_AS))  # type: ignore[attr-defined]
                self.note_seen(request, owner)
                self.speak(request, owner)
                if owner.account.must_change_password and not request.path.startswith("/accounts/"):
                    return redirect("organizations:password")
        return self.get_response(request)

    @staticmethod
    def owner_of(request: HttpRequest) -> Owner | None:
        """The session's owner if the session is still theirs; fills `request.user` without another query."""
        session = request.session
        stored = session.get(HASH_SESSION_KEY)
        if stored is None or not isinstance(session, SessionStore) or session.owner is None:
            return None
        account = session.owner.account
        if not account.is_active:
            return None
        fresh = constant_time_compare(stored, account.get_session_auth_hash())
        # If not: a rotated secret or a changed password. Django knows which, and ends the second's session.
        if not fresh and not auth.get_user(request).is_authenticated:
            return None
        request._cached_user = account  # type: ignore[attr-defined]
        return session.owner

    @staticmethod
    def note_seen(request: HttpRequest, owner: Owner) -> None:
        """Write "last seen" at most once in SEEN_EVERY."""
        now = timezone.now()
        if owner.seen_at is None or now - owner.seen_at > SEEN_EVERY:
            AccountSession.objects.filter(pk=request.session.session_key).update(seen_at=now)

    @staticmethod
    def speak(request: HttpRequest, owner: Owner) -> None:
        """The account's language, unless this browser has chosen another by cookie."""
        language = owner.account.language
        if language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(language)
            request.LANGUAGE_CODE = language


def chosen(actors: tuple[Actor, ...], appointment_id: int | None) -> Actor | None:
    """The actor of that appointment, else the first, else None."""
    for actor in actors:
        if actor.appointment_id == appointment_id:
            return actor
    return actors[0] if actors else None
