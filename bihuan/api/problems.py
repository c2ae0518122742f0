"""What goes wrong, as problem+json (RFC 9457) in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from bihuan.api import shapes
from bihuan.api.tokens import A_MINUTE, TooManyError
from bihuan.casework import errors
from bihuan.casework.models import Case


class ProblemError(Exception):
    """A problem of the API itself. `kind` ends the problem's `type`."""

    def __init__(self, status: int, kind: str, detail: str | Promise, **more: Any) -> None:
        self.status, self.kind, self.detail, self.more = status, kind, str(detail), more
        super().__init__(self.detail)


def titles() -> dict[str, str]:
    """Every kind of problem with its title."""
    return {
        "unauthenticated": _("没有登录，或者令牌无效"),
        "forbidden": _("您现在的岗位不能这样做"),
        "not-found": _("没有找到"),
        "stale": _("案件在此期间有了新的记录"),
        "not-now": _("案件现在的状态不能做这一步"),
        "submission-used": _("提交编号已经用过"),
        "duplicate": _("已经登记过"),
        "invalid": _("内容不完整或者不正确"),
        "refused": _("没有接受"),
        "too-many": _("请求过于频繁"),
        "error": _("出错了"),
    }


def problem(status: int, kind: str, detail: str | Promise = "", **more: Any) -> HttpResponse:
    """The answer."""
    body = {
        "type": f"urn:bihuan:problem:{kind}", "title": titles()[kind], "status": status, "detail": str(detail), **more,
    }  # fmt: skip
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder),
        status=status,
        content_type="application/problem+json",
        headers=headers,
    )


def _fields(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(text) for name, text in fields.items()}


def refusal(refused: errors.Refused, request: HttpRequest) -> HttpResponse:
    """What the engine refused."""
    match refused:
        case errors.Stale():
            since = shapes.entries(refused.since, request.auth) if refused.since else []  # type: ignore[attr-defined]
            seq = refused.since[-1].seq if refused.since else None
            return problem(409, "stale", str(refused), seq=seq, since=since)
        case errors.NotNow():
            return problem(409, "not-now", str(refused))
        case errors.NotYours():
            return problem(403, "forbidden", str(refused))
        case errors.Incomplete():
            return problem(422, "invalid", str(refused.message), errors=_fields(refused.fields))
        case errors.Guarded():
            where = {refused.field: str(refused)} if refused.field else {}
            return problem(422, "refused", str(refused), errors=where)
        case _:
            return problem(422, "refused", str(refused))


def _malformed(invalid: ValidationError) -> HttpResponse:
    """What pydantic found, by field, in our words."""
    found: dict[str, str] = {}
    for error in invalid.errors:
        place = [
            str(part) for part in error["loc"] if part not in ("body", "query", "path", "payload", "wanted")
        ]
        text = (
            _("请填写这一栏。")
            if error["type"] == "missing"
            else _("格式不对：%(why)s") % {"why": error["msg"]}
        )
        found[".".join(place) or "body"] = text
    return problem(422, "invalid", _("有内容没有填，或者填得不对，请看各栏的提示。"), errors=found)


def register(api: NinjaAPI) -> None:
    """Answer every error of the API as a problem."""

    @api.exception_handler(ProblemError)
    def own(request: HttpRequest, exc: ProblemError) -> HttpResponse:
        return problem(exc.status, exc.kind, exc.detail, **exc.more)

    @api.exception_handler(errors.Refused)
    def refused(request: HttpRequest, exc: errors.Refused) -> HttpResponse:
        return refusal(exc, request)

    @api.exception_handler(Case.DoesNotExist)
    @api.exception_handler(Http404)
    def missing(request: HttpRequest, exc: Exception) -> HttpResponse:
        return problem(404, "not-found", _("没有这个案件或者资源，或者您无权查看。"))

    @api.exception_handler(AuthenticationError)
    def unauthenticated(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
        answer = problem(401, "unauthenticated", _("请登录，或者在 Authorization 里写有效的令牌。"))
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        return _malformed(exc)

    @api.exception_handler(TooManyError)
    def too_many(request: HttpRequest, exc: TooManyError) -> HttpResponse:
        text = _("每个令牌每分钟最多 %(most)s 次请求，请稍后再试。") % {"most": A_MINUTE}
        answer = problem(429, "too-many", text)
        answer["Retry-After"] = str(exc.wait)
        return answer

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, exc: HttpError) -> HttpResponse:
        if exc.status_code == 403:  # a session without the CSRF token of the page
            return problem(403, "forbidden", _("浏览器的请求要带页面的防伪令牌（X-CSRFToken）。"))
        return problem(exc.status_code, "invalid" if exc.status_code < 500 else "error", _("请求无法读取。"))
