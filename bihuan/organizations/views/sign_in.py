"""The sign-in page. In a demo it lists the sample accounts; anywhere else it knows none."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.forms import Form, PasswordInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.organizations import sample
from bihuan.organizations.access import safe_next


def sample_accounts() -> list[sample.SampleAccount]:
    """What the page offers for trying: nothing outside a demo."""
    return sample.shown_accounts() if settings.DEMO else []


class SignInView(LoginView):  # type: ignore[misc]
    """allauth's steps (password, then the second factor if there is one) with our page."""

    template_name = "organizations/sign_in.html"

    def get_initial(self) -> dict[str, Any]:
        """`?as=dengji` fills in that sample account (demo only)."""
        wanted = self.request.GET.get("as", "")
        chosen = next((account for account in sample_accounts() if account.username == wanted), None)
        return {} if chosen is None else {"login": chosen.username, "password": chosen.password}

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        """A sample password is shown filled in, since it is printed on the page anyway."""
        form: Form = super().get_form(form_class)
        if form.initial.get("password"):
            form.fields["password"].widget = PasswordInput(render_value=True)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `samples`, and `next` already checked to be on this host."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return context | {
            "samples": sample_accounts(),
            "next": safe_next(self.request, asked) if asked else "",
        }


def inactive(request: HttpRequest) -> HttpResponse:
    """The account is disabled."""
    return render(request, "organizations/inactive.html", status=403)
