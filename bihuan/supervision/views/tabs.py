"""The tabs of the slice: one entry of the navigation leads to the first of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.supervision.permissions import READERS, SECRETARIES

LEADING = frozenset({Role.LEADER, Role.UNIT_HEAD})
TABS = (
    ("home", gettext_noop("督查台"), READERS),
    ("mine", gettext_noop("我的责任"), LEADING),
    ("owed", gettext_noop("我们欠什么"), READERS),
    ("charges", gettext_noop("包案和承诺"), READERS | SECRETARIES),
    ("hearings", gettext_noop("接访、阅信、下访"), READERS | SECRETARIES),
    ("campaigns", gettext_noop("集中化解和会议"), READERS | SECRETARIES),
    ("money", gettext_noop("经费"), READERS | SECRETARIES),
    ("responsibility", gettext_noop("责任体系"), READERS | SECRETARIES),
)


def tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    """The tabs open to the actor; `current` is the name of the view."""
    return [
        {"label": _(label), "url": reverse(f"supervision:{name}"), "current": name == current}
        for name, label, roles in TABS
        if actor.has(*roles)
    ]
