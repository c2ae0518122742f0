"""Templates of documents: look, download, upload, try, go back."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.appeals.documents import LETTERS, Letter
from bihuan.appeals.printing import templates
from bihuan.appeals.printing.forms import TemplateForm
from bihuan.appeals.printing.models import LetterTemplate
from bihuan.appeals.printing.runs import MAY_PRINT
from bihuan.casework.errors import Refused
from bihuan.common.papers import PapersError
from bihuan.common.papers.word import TemplateError
from bihuan.common.papers.word.errors import TooLargeError
from bihuan.common.papers.word.opening import LARGEST
from bihuan.organizations import directory
from bihuan.organizations.access import SignedInRequest, needs_role

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs_role(*MAY_PRINT)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Every kind, and whose template it is made from here."""
    mine = request.actor.unit_id
    used = {kind: templates.current(kind, mine) for kind in LETTERS}
    rows = LetterTemplate.objects.defer("content").in_bulk([key for key in used.values() if key is not None])
    context = {"rows": [(letter, rows.get(used[kind] or 0)) for kind, letter in LETTERS.items()]}
    return render(request, "printing/templates.html", context)


@needs_role(*MAY_PRINT)
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, kind: str) -> HttpResponse:
    """One kind: what must stand in it, its versions, and a place to send an edited one."""
    letter, scope = _letter_or_404(kind), _scope(request)
    form = TemplateForm(request.POST or None, request.FILES or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            if sent.size > LARGEST:
                raise TooLargeError
            content = sent.read()
            if "try" in request.POST:
                return _pdf(templates.example(letter, content, "pdf", unit=_name(scope)))
            templates.keep(
                kind=kind,
                unit_id=scope,
                content=content,
                name=sent.name,
                actor=request.actor,
                at=timezone.now(),
            )
        except (TemplateError, Refused, PapersError) as refused:
            problem = str(refused)
        else:
            messages.success(
                request, _("已启用新模板，以后出具的“%(kind)s”按它生成。") % {"kind": _(letter.label)}
            )
            return redirect(_address(kind, scope))
    context = {
        "letter": letter, "scope": scope, "form": form, "problem": problem, "most": LARGEST,
        "versions": LetterTemplate.objects.defer("content").filter(kind=kind, unit=scope).order_by("-version"),
        "current": templates.current(kind, scope), "edits": templates.may_edit(request.actor, scope),
        "district": templates.may_edit(request.actor, None), "mine": request.actor.unit_id,
    }  # fmt: skip
    return render(request, "printing/template.html", context, status=422 if problem or form.errors else 200)


@needs_role(*MAY_PRINT)
@require_safe
def file(request: SignedInRequest, kind: str) -> HttpResponse:
    """The .docx to edit: a version, or the built-in form."""
    letter = _letter_or_404(kind)
    version = _version(request, kind)
    if version is None:
        content, name = templates.default_of(kind, _scope(request)), f"{letter.label}（默认）.docx"
    else:
        content, name = bytes(version.content or b""), f"{letter.label}（第{version.version}版）.docx"
    return HttpResponse(
        content, content_type=DOCX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


@needs_role(*MAY_PRINT)
@require_safe
def example(request: SignedInRequest, kind: str) -> HttpResponse:
    """A version, or the built-in form, with sample data as PDF."""
    letter, scope = _letter_or_404(kind), _scope(request)
    version = _version(request, kind)
    content = bytes(version.content or b"") if version is not None else templates.default_of(kind, scope)
    try:
        return _pdf(templates.example(letter, content, "pdf", unit=_name(scope)))
    except (TemplateError, PapersError) as problem:
        messages.error(request, str(problem))
        return redirect(_address(kind, scope))


@needs_role(*MAY_PRINT)
@require_POST
def reset(request: SignedInRequest, kind: str) -> HttpResponse:
    """Back to the district's template or the built-in form."""
    letter, scope = _letter_or_404(kind), _scope(request)
    try:
        templates.reset(kind=kind, unit_id=scope, actor=request.actor, at=timezone.now())
        messages.success(request, _("“%(kind)s”已恢复默认，以前的版本还在。") % {"kind": _(letter.label)})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_address(kind, scope))


def _letter_or_404(kind: str) -> Letter:
    try:
        return LETTERS[kind]
    except KeyError:
        raise Http404 from None


def _scope(request: SignedInRequest) -> int | None:
    """The actor's own unit; None for the district's, when that is asked for."""
    return None if request.GET.get("for") == "district" else request.actor.unit_id


def _name(scope: int | None) -> str:
    unit = directory.unit(scope)
    return unit.name if unit is not None else ""


def _address(kind: str, scope: int | None) -> str:
    return reverse("printing:template", args=[kind]) + ("?for=district" if scope is None else "")


def _version(request: SignedInRequest, kind: str) -> LetterTemplate | None:
    """The version asked for: of the own unit or the district's, with a content."""
    asked = request.GET.get("version", "")
    if not asked.isdecimal():
        return None
    scopes = (request.actor.unit_id, None)
    row = LetterTemplate.objects.filter(pk=asked, kind=kind, content__isnull=False).first()
    if row is None or row.unit_id not in scopes:
        raise Http404
    return row


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(
        content, content_type="application/pdf",
        headers={"Content-Disposition": "inline", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip
