"""Lists that somebody named for themselves."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.casework.choices import Choices
from bihuan.casework.listing import address
from bihuan.casework.models import SavedView
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.access import SignedInRequest, signed_in

MOST = 30


@signed_in
def views(request: SignedInRequest) -> HttpResponse:
    """My lists, to rename, to delete, to begin with. POST saves one under a name."""
    own = SavedView.objects.filter(account=request.user).order_by("name")
    if request.method != "POST":
        return render(request, "casework/list_views.html", {"views": own})
    choices = Choices(on=timezone.now().astimezone(CHINA).date())
    query = address.write(address.read(QueryDict(request.POST.get("query", "").lstrip("?")), choices)[0])
    name = request.POST.get("name", "").strip()
    back = f"{reverse('casework:cases')}?{query or 'sort=-registered'}"
    problem = _name_problem(name)
    if not problem and own.count() >= MOST and not own.filter(name=name).exists():
        problem = _("最多保存 %(most)s 个视图，请先删除不用的。") % {"most": MOST}
    if problem:
        messages.error(request, problem)
        return HttpResponseRedirect(back, status=303)
    with transaction.atomic():
        view, _new = SavedView.objects.update_or_create(
            account=request.user,
            name=name,
            defaults={"query": query},
            create_defaults={"query": query, "created_at": timezone.now()},
        )
        if request.POST.get("default"):
            _begin_with(view)
    messages.success(request, _("视图“%(name)s”已保存。") % {"name": name})
    return HttpResponseRedirect(back, status=303)


@signed_in
@require_POST
def change(request: SignedInRequest, view_id: int) -> HttpResponse:
    """Rename (`name`), delete (`delete`), begin with it (`default`) or no longer (`plain`)."""
    view = SavedView.objects.filter(account=request.user, pk=view_id).first()
    if view is None:
        raise Http404
    back = HttpResponseRedirect(reverse("casework:views"), status=303)
    if "delete" in request.POST:
        view.delete()
        messages.success(request, _("视图“%(name)s”已删除。") % {"name": view.name})
    elif "default" in request.POST:
        with transaction.atomic():
            _begin_with(view)
    elif "plain" in request.POST:
        SavedView.objects.filter(pk=view.pk).update(is_default=False)
    else:
        name = request.POST.get("name", "").strip()
        problem = _name_problem(name)
        if (
            not problem
            and SavedView.objects.filter(account=request.user, name=name).exclude(pk=view.pk).exists()
        ):
            problem = _("已经有一个视图叫“%(name)s”。") % {"name": name}
        if problem:
            messages.error(request, problem)
        else:
            SavedView.objects.filter(pk=view.pk).update(name=name)
    return back


def _name_problem(name: str) -> str:
    return "" if 0 < len(name) <= 60 else _("请给视图起一个名字，不超过60字。")


def _begin_with(view: SavedView) -> None:
    SavedView.objects.filter(account=view.account_id, is_default=True).exclude(pk=view.pk).update(
        is_default=False
    )
    SavedView.objects.filter(pk=view.pk).update(is_default=True)
