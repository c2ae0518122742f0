"""Pages about the API: what there is, and one's own tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from bihuan.api import tokens
from bihuan.api.models import Token
from bihuan.api.problems import problem, titles
from bihuan.api.root import api
from bihuan.casework.errors import Incomplete
from bihuan.organizations.access import SignedInRequest, signed_in

TERMS = (30, 90, 180, 366)


@signed_in
def docs(request: SignedInRequest) -> HttpResponse:
    """Every operation with its parameters, drawn from the OpenAPI schema."""
    schema = api.get_openapi_schema()
    context = {
        "operations": [
            _operation(path, method, row) for path, methods in schema["paths"].items() for method, row in methods.items()
        ],
        "problems": [(f"urn:bihuan:problem:{kind}", title) for kind, title in titles().items()],
        "most": tokens.A_MINUTE,
    }  # fmt: skip
    return render(request, "api/docs.html", context)


def _operation(path: str, method: str, row: dict[str, Any]) -> dict[str, Any]:
    body = row.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = str(body.get("$ref", "")).rsplit("/", 1)[-1]
    fields = api.get_openapi_schema()["components"]["schemas"].get(name, {}) if name else {}
    return {
        "path": path,
        "method": method.upper(),
        "summary": row.get("summary", ""),
        "text": row.get("description", ""),
        "parameters": [
            {
                "name": one["name"], "place": one["in"], "required": one.get("required", False),
                "text": one.get("description") or one.get("schema", {}).get("description", ""),
            }
            for one in row.get("parameters", ())
        ] + [
            {
                "name": key, "place": "body", "required": key in fields.get("required", ()),
                "text": one.get("description", ""),
            }
            for key, one in fields.get("properties", {}).items()
        ],
        "statuses": ", ".join(str(code) for code in row.get("responses", {})),
    }  # fmt: skip


@signed_in
@sensitive_variables("secret")
def own_tokens(request: SignedInRequest) -> HttpResponse:
    """GET: one's tokens. POST: a new one, whose secret this answer alone shows."""
    secret, faults, typed = "", {}, {"name": "", "days": "90"}
    if request.method == "POST":
        typed = {"name": request.POST.get("name", ""), "days": request.POST.get("days", "")}
        days = int(typed["days"]) if typed["days"].isascii() and typed["days"].isdecimal() else 0
        try:
            _token, secret = tokens.create_token(
                actor=request.actor, name=typed["name"], days=days, at=timezone.now()
            )
        except Incomplete as incomplete:
            faults = incomplete.fields
    now = timezone.now()
    context = {
        "tokens": [(token, _status(token, now)) for token in tokens.tokens_of(request.user)],
        "secret": secret, "faults": faults, "typed": typed, "terms": TERMS, "most": tokens.A_MINUTE,
    }  # fmt: skip
    response = render(request, "api/tokens.html", context, status=422 if faults else 200)
    response["Cache-Control"] = "no-store"
    return response


def _status(token: Token, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_at <= now else "running"


@signed_in
@require_POST
def revoke(request: SignedInRequest, token_id: int) -> HttpResponse:
    """End one of one's tokens."""
    if tokens.revoke_token(account=request.user, token_id=token_id, at=timezone.now()):
        messages.success(request, _("令牌已停用，用它的程序马上就不能再登录。"))
    return redirect("api_pages:tokens")


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address of the API that there is not."""
    return problem(404, "not-found", _("接口没有这个地址。"))
