"""The list of accounts, and what an administrator does to one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.organizations import selectors, services
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.forms.structure import AccountForm
from bihuan.organizations.models import Account, OrganizationChange
from bihuan.organizations.roles import Role
from bihuan.organizations.views.administration import Page, form_page

ACTIONS = ("disable", "enable", "reset", "unlock")


@needs_role(Role.ADMINISTRATOR)
def accounts(request: SignedInRequest) -> HttpResponse:
    """Every account with today's posts and whether it is locked."""
    now = timezone.now()
    rows = selectors.accounts_with_posts(timezone.localdate(now))
    sought = request.GET.get("q", "").strip().lower()
    if sought:
        rows = [
            (account, held)
            for account, held in rows
            if sought in f"{account.username} {account.name}".lower()
        ]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"page": page, "q": sought, "locked": selectors.locked_usernames(now=now)}
    return render(request, "organizations/accounts.html", context)


@needs_role(Role.ADMINISTRATOR)
def new_account(request: SignedInRequest) -> HttpResponse:
    """Make an account; its first password is shown once."""
    form = AccountForm(request.POST or None)
    page = Page(_("新增账号"), _("新增"), reverse("organizations:accounts"), done=_("账号已新增。"))

    def act() -> None:
        account, password = services.create_account(**form.cleaned_data, by=request.actor, at=timezone.now())
        _show_once(request, account, password)

    return form_page(request, form, page, act)


def _show_once(request: SignedInRequest, account: Account, password: str) -> None:
    text = _("%(username)s 的临时密码：%(password)s 。只显示这一次，首次登录时必须修改。")
    messages.warning(request, text % {"username": account.username, "password": password})


@require_POST
@needs_role(Role.ADMINISTRATOR)
def act_on_account(request: SignedInRequest, account_id: int, action: str) -> HttpResponse:
    """Disable, enable, reset the password of, or unlock an account."""
    account = get_object_or_404(Account, pk=account_id)
    at = timezone.now()
    if action == "disable" and account.pk == request.user.pk:
        messages.error(request, _("不能停用自己的账号。"))
    elif action == "disable":
        services.disable_account(account=account, by=request.actor, at=at)
        messages.success(request, _("%(name)s 的账号已停用，登录已全部退出。") % {"name": account.name})
    elif action == "enable":
        services.enable_account(account=account, by=request.actor, at=at)
        messages.success(request, _("%(name)s 的账号已启用。") % {"name": account.name})
    elif action == "reset":
        _show_once(request, account, services.reset_password(account=account, by=request.actor, at=at))
    else:
        services.unlock(account=account, by=request.actor, at=at)
        messages.success(request, _("%(name)s 可以重新登录了。") % {"name": account.name})
    return redirect("organizations:accounts")


@needs_role(Role.ADMINISTRATOR, Role.AUDITOR)
def changes(request: SignedInRequest) -> HttpResponse:
    """The record of changes to units, posts, appointments and accounts."""
    subject = request.GET.get("subject", "")
    page = Paginator(selectors.changes(subject=subject), 50).get_page(request.GET.get("page"))
    kinds = [("", _("全部")), *((value, str(label)) for value, label in OrganizationChange.Subject.choices)]
    tabs = [
        {"label": label, "url": f"?subject={value}" if value else "?", "current": value == subject}
        for value, label in kinds
    ]
    return render(request, "organizations/changes.html", {"page": page, "tabs": tabs})
