"""The pages of the desk over the vault, for whoever may open them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.vault.services.bulk import MAY_APPROVE


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """For the component `tabs`; `current` is the name of the address shown."""
    watches, approves = actor.has(Role.SUPERVISOR, Role.AUDITOR), actor.has(*MAY_APPROVE)
    return [
        {"label": label, "url": reverse(f"vault:{key}"), "current": key == current}
        for key, label, may in (
            ("alarms", _("异常打开"), watches), ("emergencies", _("紧急打开"), watches),
            ("requests", _("待批准"), approves), ("keeping", _("保存到期"), watches),
        )
        if may
    ]  # fmt: skip
