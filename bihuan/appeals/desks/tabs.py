"""The tabs over the desks of appeals: one place in the main navigation, each desk an address of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

STAFF = (
    Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER,
    Role.AUDITOR,
)  # fmt: skip
WATCHING = (Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR, Role.UNIT_HEAD)


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk: its label (a Chinese msgid), its address and who may open it."""

    label: str
    url_name: str
    roles: tuple[Role, ...]


DESKS = (
    Desk(gettext_noop("积存"), "appeals:backlog", WATCHING),
    Desk(gettext_noop("复查复核"), "appeals:review_desk", (Role.REVIEWER,)),
    Desk(gettext_noop("回访"), "appeals:call_backs", (Role.INTAKE, Role.DISPATCHER)),
    Desk(gettext_noop("多人联名"), "appeals:groups", STAFF),
    Desk(gettext_noop("矛盾纠纷排查"), "appeals:rounds", STAFF),
    Desk(gettext_noop("期限和规定"), "appeals:rules", (*STAFF, Role.ADMINISTRATOR)),
)


def desks_of(actor: Actor) -> tuple[Desk, ...]:
    """The desks that the actor may open."""
    return tuple(desk for desk in DESKS if actor.has(*desk.roles))


def tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    """The tabs for the actor, `current` (an address by its name) marked."""
    return [
        {"label": _(desk.label), "url": reverse(desk.url_name), "current": desk.url_name == current}
        for desk in desks_of(actor)
    ]
