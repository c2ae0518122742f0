"""Who may open a page: signed in, and in a post that carries one of the roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django_htmx.middleware import HtmxDetails

from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account
from bihuan.organizations.roles import ROLE_TEXTS, Role

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """For annotations: the request inside a view behind `signed_in` or `needs_role`."""

    user: Account
    actor: Actor
    actors: tuple[Actor, ...]
    htmx: HtmxDetails


StaffView = Callable[Concatenate[SignedInRequest, P], HttpResponse]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponse]


def safe_next(request: HttpRequest, address: str) -> str:
    """The address if it is on this host, else "/": nobody is sent elsewhere by a link to us."""
    secure = request.is_secure()
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=secure):
        return address
    return "/"


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in and come back. A fragment asked for by htmx sends the whole page there."""
    htmx = getattr(request, "htmx", None)
    back = request.get_full_path() if request.method == "GET" else "/"
    if htmx:
        back = htmx.current_url_abs_path or "/"
    address = f"{resolve_url('account_login')}?{urlencode({'next': safe_next(request, back)})}"
    if htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _refusal(request: HttpRequest, roles: tuple[Role, ...]) -> HttpResponse:
    """403: which roles open this page, and which the actor has."""
    needed = [gettext(ROLE_TEXTS[role].label) for role in roles]
    no_post = getattr(request, "actor", None) is None
    context = {"needed": needed, "no_post": no_post}
    return render(request, "organizations/forbidden.html", context, status=403)


def signed_in(view: StaffView[P]) -> PlainView[P]:
    """Only for signed-in accounts that hold a post today; the others are told what to do."""
    return needs_role()(view)


def needs_role(*roles: Role) -> Callable[[StaffView[P]], PlainView[P]]:
    """Only for actors with any of the roles (none given: any post). 401 to sign-in, 403 naming the roles."""

    def decorate(view: StaffView[P]) -> PlainView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            staff: Any = request
            if not staff.user.is_authenticated:
                return _to_sign_in(request)
            actor: Actor | None = staff.actor
            if actor is None or (roles and not actor.has(*roles)):
                return _refusal(request, roles)
            return view(staff, *args, **kwargs)

        return guarded

    return decorate


def account_only(view: StaffView[P]) -> PlainView[P]:
    """For one's own account pages: signed in is enough, a post is not needed (`request.actor` may be None)."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        staff: Any = request
        if not staff.user.is_authenticated:
            return _to_sign_in(request)
        return view(staff, *args, **kwargs)

    return guarded
