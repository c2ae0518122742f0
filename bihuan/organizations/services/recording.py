"""What each service shares: the refusal that carries a text for the user, and the row left in the record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise

from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, OrganizationChange

# Never a password, not even its hash: administrators read and export the record.
RECORDED: dict[str, tuple[str, ...]] = {
    "jurisdiction": ("code", "name", "level", "parent_id", "valid_from", "valid_to"),
    "unit": (
        "code",
        "name",
        "short_name",
        "kind",
        "jurisdiction_id",
        "superior_id",
        "valid_from",
        "valid_to",
    ),
    "post": ("unit_id", "title", "roles", "is_head", "seats", "sort"),
    "appointment": ("account_id", "post_id", "starts_on", "ends_on", "acting", "instrument", "ended_reason"),
    "account": ("username", "name", "language", "is_active", "must_change_password"),
}


class RefusedError(Exception):
    """A change that the rules do not allow. `str()` is a sentence for the user in the active language."""

    message: ClassVar[str | Promise] = ""

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values


def facts(row: models.Model) -> dict[str, Any]:
    """The recorded fields of a row, in a shape JSON can hold."""
    values: dict[str, Any] = {}
    for name in RECORDED[str(row._meta.model_name)]:
        value = getattr(row, name)
        values[name] = value.isoformat() if isinstance(value, date) else value
        if name.endswith("_id") and value is not None:
            values[name.removesuffix("_id")] = _text(getattr(row, name.removesuffix("_id")))
    return values


def _text(row: models.Model) -> str:
    """Ids mean nothing to a reader, and names may change: the record keeps the name of that day beside the id."""
    return name_of(row) if isinstance(row, Account) else str(row)


def record(
    *,
    by: Actor,
    at: datetime,
    action: str,
    row: models.Model,
    label: str,
    before: dict[str, Any] | None = None,
) -> None:
    """Leave one row: who, when, what, and the values before and after."""
    OrganizationChange.objects.create(
        at=at,
        by_account_id=by.account_id,
        by_name=by.name,
        action=action,
        subject=str(row._meta.model_name),
        subject_id=row.pk,
        label=label[:160],
        before=before or {},
        after=facts(row),
    )


def name_of(account: Account) -> str:
    """The name with the user name, since two officers may share a name."""
    return f"{account.name}（{account.username}）"
