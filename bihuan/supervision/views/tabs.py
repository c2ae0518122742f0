"""The tabs of the slice: one entry of the navigation leads to the first of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.organizations.actor import Actor
from bihuan.supervision.permissions import READERS

TABS = (
    ("home", "督查台", READERS),
    ("owed", "我们欠什么", READERS),
)


def tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    """The tabs open to the actor; `current` is the name of the view."""
    labels = {
        "home": _("督查台"),
        "owed": _("我们欠什么"),
    }
    return [
        {"label": labels[name], "url": reverse(f"supervision:{name}"), "current": name == current}
        for name, _label, roles in TABS
        if actor.has(*roles)
    ]
