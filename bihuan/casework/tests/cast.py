"""The fixed cast of the fixed sample district: named people in named posts, for every test above organizations."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from bihuan.common.calendar.working import CHINA
from bihuan.common.statement import copy_rows
from bihuan.organizations import sample
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import (
    Account,
    Appointment,
    Jurisdiction,
    OrganizationChange,
    Post,
    Unit,
)
from bihuan.organizations.selectors import actor as actor_on

TODAY = date(2026, 3, 2)  # a Monday


def at(text: str) -> datetime:
    """A moment in China: at("2026-03-02 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


_remembered: dict[type[Model], list[Model]] = {}
_MODELS = (Jurisdiction, Unit, Post, Account, Appointment, OrganizationChange)


def load_district() -> None:
    """The sample district as of TODAY. Made once in a test run; after that its rows are put back as they were."""
    if Jurisdiction.objects.exists():
        return
    if not _remembered:
        sample.load(seed=1, on=TODAY)
        _remembered.update({model: list(model._default_manager.order_by("pk")) for model in _MODELS})
        return
    with transaction.atomic():
        for model, rows in _remembered.items():
            copy_rows(model, rows)


def actor(username: str) -> Actor:
    """The sample account in its post on TODAY."""
    found = actor_on(Account.objects.get(username=username).pk, None, TODAY)
    assert found is not None, username
    return found


def unit(short_name: str) -> Unit:
    """A unit of the sample district by its short name."""
    return Unit.objects.get(short_name=short_name)
