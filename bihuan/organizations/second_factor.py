"""Roles that need a second factor: until one is set up, nothing opens but the pages on which it is."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

OPEN = ("/accounts/", "/i18n/", "/static/")


class SecondFactorMiddleware:
    """After ActorMiddleware. BIHUAN_SECOND_FACTOR names the roles; somebody who holds any such post needs one in all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not needs(request) or request.path.startswith(OPEN):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"error": "second factor required"}, status=403)
        messages.warning(
            request, _("您的岗位要求两步验证。请先在手机上设置验证器，或者添加通行密钥，再继续。")
        )
        response = redirect("mfa_activate_totp")
        if request.headers.get("HX-Request"):
            response.status_code, response["HX-Redirect"] = 204, response["Location"]
        return response


def needs(request: HttpRequest) -> bool:
    """Whether who is signed in must have a second factor and has none. One query, and only for those who must."""
    roles = {role for actor in request.actors for role in actor.roles}  # type: ignore[attr-defined]
    if not roles & settings.SECOND_FACTOR_ROLES:
        return False
    used = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    if any(record.get("method") == "mfa" for record in used):
        return False
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user_id=request.user.pk, type__in=kinds).exists()
