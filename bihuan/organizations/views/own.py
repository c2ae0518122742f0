"""One's own account: posts, sessions, password, which post to act in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bihuan.organizations import selectors, services
from bihuan.organizations.access import SignedInRequest, account_only, safe_next
from bihuan.organizations.actor import Actor
from bihuan.organizations.forms.own import PasswordForm
from bihuan.organizations.models import Account
from bihuan.organizations.sessions import ACTING_AS


def as_oneself(account: Account) -> Actor:
    """The actor for a change to one's own account, which needs no post."""
    return Actor(
        account_id=account.pk, appointment_id=None, unit_id=None, jurisdiction_id=None, name=account.name
    )


@account_only
def account(request: SignedInRequest) -> HttpResponse:
    """Posts held today, second factor, open sessions."""
    sessions = selectors.sessions_of(request.user, now=timezone.now())
    context = {
        "account": request.user,
        "held": selectors.appointments_of(request.user, timezone.localdate()),
        "sessions": [(row, row.session_key == request.session.session_key) for row in sessions],
        "factors": selectors.second_factors(request.user),
    }
    return render(request, "organizations/account.html", context)


@sensitive_post_parameters("old", "new", "again")
@account_only
def password(request: SignedInRequest) -> HttpResponse:
    """Change the password; every other session ends."""
    form = PasswordForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_password(
                account=request.user,
                password=form.cleaned_data["new"],
                keep_session=request.session.session_key,
                by=as_oneself(request.user),
                at=timezone.now(),
            )
        except services.PasswordRefusedError as error:
            form.add_error("new", str(error))
        else:
            update_session_auth_hash(request, changed)  # also gives the session a new key
            messages.success(request, _("密码已修改，其他设备上的登录都已退出。"))
            return redirect("organizations:account")
    context = {"form": form, "forced": request.user.must_change_password}
    return render(request, "organizations/password.html", context)


@require_POST
@account_only
def end_session(request: SignedInRequest) -> HttpResponse:
    """Sign out one other browser, or (without `session`) all others."""
    key = request.POST.get("session")
    if key:
        services.end_session(account=request.user, session_key=key)
        messages.success(request, _("该设备已退出登录。"))
    else:
        gone = services.end_sessions(account=request.user, keep=request.session.session_key)
        text = ngettext("已退出其他 %(count)s 处登录。", "已退出其他 %(count)s 处登录。", gone)
        messages.success(request, text % {"count": gone})
    return redirect("organizations:account")


@require_POST
@account_only
def act_as(request: SignedInRequest) -> HttpResponse:
    """Act in another of one's own posts from now on in this session."""
    wanted = request.POST.get("appointment", "")
    if wanted in {str(actor.appointment_id) for actor in request.actors}:
        request.session[ACTING_AS] = int(wanted)
    else:
        messages.error(request, _("您今天不在这个岗位任职。"))
    return redirect(safe_next(request, request.POST.get("next", "/")))
