"""Files of a case: sent in, given back, shown as a picture. Only to who may see the case."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bihuan.casework import services
from bihuan.casework.errors import Incomplete, NotYours, Refused
from bihuan.casework.models import Attachment, Case
from bihuan.casework.permissions import may_add
from bihuan.casework.showing.page import small_form
from bihuan.casework.spec import Phase
from bihuan.casework.views.case import case_or_404, done
from bihuan.casework.views.working import refused_page
from bihuan.common.files import serving, store
from bihuan.common.files.errors import FileError
from bihuan.organizations.access import SignedInRequest, signed_in


@signed_in
@require_POST
def upload(request: SignedInRequest, number: str) -> HttpResponse:
    """Attach the files sent. Those that are right are kept; of each other one it is said why not, by its name."""
    case = case_or_404(request, number)
    if case.phase == Phase.ENDED or not may_add(case, request.actor):
        return refused_page(request, number, "files", None, NotYours())
    form = small_form("files", case=case, actor=request.actor, at=timezone.now(), data=request.POST)
    files = request.FILES.getlist("chosen")
    if not files:
        return refused_page(request, number, "files", form, Incomplete({"chosen": _("请先选择文件。")}))
    kept: list[str] = []
    problems: list[str] = []
    for file in files:
        try:
            kept.append(_keep(request, case, file))
        except (FileError, Refused) as problem:
            problems.append(f"{file.name}：{problem}")
    if problems:
        if kept:
            problems.append(_("已保存：%(names)s") % {"names": _("、").join(kept)})
        return refused_page(request, number, "files", form, Incomplete({"chosen": "\n".join(problems)}))
    text = ngettext("已上传%(count)s个附件。", "已上传%(count)s个附件。", len(kept)) % {"count": len(kept)}
    return done(request, number, text, "files")


@signed_in
def file(request: SignedInRequest, number: str, file_id: int) -> HttpResponse:
    """A file as a download; with `?inline` the picture of an image. 404 alike when the case is not theirs."""
    case = case_or_404(request, number)
    attachment = Attachment.objects.filter(pk=file_id, case=case).first()
    if attachment is None:
        raise Http404
    response: Any  # a stream of the file or a page, which Django types apart
    try:
        if "inline" in request.GET:
            response = serving.serve_preview(attachment.sha256)
        else:
            response = serving.serve(
                attachment.sha256, name=attachment.name, media_type=attachment.media_type
            )
    except FileError as problem:
        context = {"case": case, "title": attachment.name, "text": str(problem)}
        response = render(request, "casework/case_sorry.html", context, status=422)
    return response  # type: ignore[no-any-return]


def _keep(request: SignedInRequest, case: Case, file: UploadedFile[Any]) -> str:
    stored = store.put(file, name=file.name or "", size=file.size)
    return services.attach(case_id=case.pk, stored=stored, actor=request.actor, at=timezone.now()).name
