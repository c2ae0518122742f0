"""At sign-in, write into the session what the list of sessions shows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from bihuan.organizations.address import client_address
from bihuan.organizations.sessions import ADDRESS, DEVICE, STARTED


@receiver(user_logged_in, dispatch_uid="bihuan.organizations.note_device")
def note_device(request: HttpRequest | None, **_rest: Any) -> None:
    """Device, address and start; `login()` has just given the session a new key."""
    if request is None:
        return
    request.session[STARTED] = timezone.now().isoformat()
    request.session[ADDRESS] = client_address(request)
    request.session[DEVICE] = request.META.get("HTTP_USER_AGENT", "")[:200]
