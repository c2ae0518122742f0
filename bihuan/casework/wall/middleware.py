"""Requests of people behind a wall run as the role that the database keeps their cases from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.casework.wall.acting import WallOpen, behind_wall
from bihuan.organizations.actor import Actor


class WallMiddleware:
    """After ActorMiddleware. Of whom the session said that no wall stands before them, nothing is asked here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as entered:
            request.wall = entered  # type: ignore[attr-defined]  # a token is read later, in the view
            request.walled = None  # type: ignore[attr-defined]
            try:
                enter(request, getattr(request, "actor", None))
                response = self.get_response(request)
            except WallOpen:
                return render(request, "wall/closed.html", status=503)
        walled: Actor | None = request.walled  # type: ignore[attr-defined]
        if walled is not None and response.streaming:
            streamed: Any = response
            streamed.streaming_content = _again(walled, streamed.streaming_content)
        return response


def enter(request: HttpRequest, actor: Actor | None) -> None:
    """From here to the end of the request the database holds the wall before this actor. Raises WallOpen."""
    if actor is None or not actor.behind_wall or request.walled is not None:  # type: ignore[attr-defined]
        return
    request.wall.enter_context(behind_wall(actor))  # type: ignore[attr-defined]
    request.walled = actor  # type: ignore[attr-defined]


def _again(actor: Actor, content: Iterable[bytes]) -> Iterator[bytes]:
    """What is read while it is sent is read after the request's transaction."""
    with behind_wall(actor):
        yield from content
