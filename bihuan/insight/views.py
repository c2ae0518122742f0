"""The Board."""

from __future__ import annotations

from django.http import HttpResponse

from bihuan.insight.access import READERS
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role


@needs_role(*(Role(role) for role in READERS))
def board(request: SignedInRequest) -> HttpResponse:
    """The figures."""
    return HttpResponse("")
