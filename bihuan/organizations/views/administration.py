"""What administrators do: units, posts, appointments. Each page is one form on one service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.organizations import services
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.forms import structure as forms
from bihuan.organizations.models import Appointment, Post, Unit
from bihuan.organizations.roles import Role


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a form's page."""

    title: str
    button: str
    back: str
    kicker: str = ""
    done: str = ""
    danger: bool = False


def form_page(
    request: SignedInRequest, form: Form, page: Page, act: Callable[[], str | None]
) -> HttpResponse:
    """Show the form; when it is sent right, `act` and go to the address it returns (default: back)."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                address = act()
            except services.RefusedError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, page.done or _("已保存。"))
                return redirect(address or page.back)
        status = 422
    return render(request, "organizations/form.html", {"form": form, "page": page}, status=status)


def _unit_address(unit: Unit) -> str:
    return reverse("organizations:unit", args=[unit.code])


@needs_role(Role.ADMINISTRATOR)
def new_unit(request: SignedInRequest) -> HttpResponse:
    """Add a unit."""
    today = timezone.localdate()
    form = forms.UnitForm(request.POST or None, on=today, initial={"valid_from": today})
    page = Page(_("新增机构"), _("新增"), reverse("organizations:tree"))

    def act() -> str:
        return _unit_address(services.create_unit(**form.cleaned_data, by=request.actor, at=timezone.now()))

    return form_page(request, form, page, act)


@needs_role(Role.ADMINISTRATOR)
def rename_unit(request: SignedInRequest, code: str) -> HttpResponse:
    """Rename a unit."""
    unit = get_object_or_404(Unit, code=code)
    form = forms.RenameForm(request.POST or None, initial={"name": unit.name, "short_name": unit.short_name})
    page = Page(_("机构更名"), _("更名"), _unit_address(unit), kicker=unit.name)

    def act() -> None:
        services.rename_unit(unit=unit, **form.cleaned_data, by=request.actor, at=timezone.now())

    return form_page(request, form, page, act)


@needs_role(Role.ADMINISTRATOR)
def set_superior(request: SignedInRequest, code: str) -> HttpResponse:
    """Set the next organ up."""
    unit = get_object_or_404(Unit, code=code)
    form = forms.SuperiorForm(
        request.POST or None, on=timezone.localdate(), initial={"superior": unit.superior_id}
    )
    page = Page(_("设置上一级机关"), _("保存"), _unit_address(unit), kicker=unit.name)

    def act() -> None:
        services.set_superior(unit=unit, **form.cleaned_data, by=request.actor, at=timezone.now())

    return form_page(request, form, page, act)


@needs_role(Role.ADMINISTRATOR)
def close_unit(request: SignedInRequest, code: str) -> HttpResponse:
    """Close a unit."""
    unit = get_object_or_404(Unit, code=code)
    form = forms.CloseForm(request.POST or None, initial={"on": timezone.localdate()})
    page = Page(_("撤销机构"), _("撤销"), _unit_address(unit), kicker=unit.name, danger=True)

    def act() -> None:
        services.close_unit(unit=unit, **form.cleaned_data, by=request.actor, at=timezone.now())

    return form_page(request, form, page, act)


@needs_role(Role.ADMINISTRATOR)
def new_post(request: SignedInRequest, code: str) -> HttpResponse:
    """Add a post to a unit."""
    unit = get_object_or_404(Unit, code=code)
    form = forms.PostForm(request.POST or None)
    page = Page(_("新增岗位"), _("新增"), _unit_address(unit), kicker=unit.name)

    def act() -> None:
        services.create_post(unit=unit, **form.cleaned_data, by=request.actor, at=timezone.now())

    return form_page(request, form, page, act)


@needs_role(Role.ADMINISTRATOR)
def change_post(request: SignedInRequest, post_id: int) -> HttpResponse:
    """Change a post's title, roles or seats."""
    post = get_object_or_404(Post.objects.select_related("unit"), pk=post_id)
    initial = {"title": post.title, "roles": post.roles, "is_head": post.is_head, "seats": post.seats}
    form = forms.PostForm(request.POST or None, initial=initial)
    page = Page(_("修改岗位"), _("保存"), _unit_address(post.unit), kicker=f"{post.unit.name} · {post.title}")

    def act() -> None:
        services.change_post(post=post, **form.cleaned_data, by=request.actor, at=timezone.now())

    return form_page(request, form, page, act)


@needs_role(Role.ADMINISTRATOR)
def appoint(request: SignedInRequest, post_id: int) -> HttpResponse:
    """Put somebody in a post, or let them act in it."""
    post = get_object_or_404(Post.objects.select_related("unit"), pk=post_id)
    form = forms.AppointForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    page = Page(_("任职"), _("任命"), _unit_address(post.unit), kicker=f"{post.unit.name} · {post.title}")

    def act() -> None:
        given = dict(form.cleaned_data)
        put = services.appoint_acting if given.pop("acting") else services.appoint
        put(post=post, **given, by=request.actor, at=timezone.now())

    return form_page(request, form, page, act)


def _held(appointment_id: int) -> Appointment:
    return get_object_or_404(Appointment.objects.select_related("account", "post__unit"), pk=appointment_id)


@needs_role(Role.ADMINISTRATOR)
def end_appointment(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    """End an appointment."""
    held = _held(appointment_id)
    form = forms.EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    kicker = f"{held.account.name} · {held.post.unit.name} {held.post.title}"
    page = Page(_("结束任职"), _("结束"), _unit_address(held.post.unit), kicker=kicker, danger=True)

    def act() -> None:
        given = form.cleaned_data
        services.end_appointment(
            appointment=held,
            ends_on=given["ends_on"],
            reason=Appointment.Ended(given["reason"]),
            by=request.actor,
            at=timezone.now(),
        )

    return form_page(request, form, page, act)


@needs_role(Role.ADMINISTRATOR)
def transfer(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    """Move the holder to another post."""
    held = _held(appointment_id)
    today = timezone.localdate()
    form = forms.TransferForm(
        request.POST or None, on=today, initial={"starts_on": today + timedelta(days=1)}
    )
    kicker = f"{held.account.name} · {held.post.unit.name} {held.post.title}"
    page = Page(_("调任"), _("调任"), _unit_address(held.post.unit), kicker=kicker)

    def act() -> str:
        moved = services.transfer(appointment=held, **form.cleaned_data, by=request.actor, at=timezone.now())
        return _unit_address(moved.post.unit)

    return form_page(request, form, page, act)
