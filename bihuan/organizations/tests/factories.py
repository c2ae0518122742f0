"""A small fixed cast: 青岚区, its 住建局, and Alice, Bob and Charlie."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from bihuan.organizations.actor import SYSTEM
from bihuan.organizations.models import Account, Appointment, Jurisdiction, Post, Unit
from bihuan.organizations.roles import Role

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BY = SYSTEM
PASSWORD = "correct horse battery"
_serial = count(1)


@cache
def _encoded() -> str:
    return make_password(PASSWORD)


def district() -> Jurisdiction:
    place, _new = Jurisdiction.objects.get_or_create(
        code="990103000000", defaults={"name": "青岚区", "level": "district", "valid_from": date(2010, 1, 1)}
    )
    return place


def unit(name: str = "住建局", *, superior: Unit | None = None, valid_to: date | None = None) -> Unit:
    return Unit.objects.create(
        code=f"U{next(_serial)}",
        name=name,
        short_name=name,
        kind=Unit.Kind.DEPARTMENT,
        jurisdiction=district(),
        superior=superior,
        valid_from=date(2010, 1, 1),
        valid_to=valid_to,
    )


def post(
    title: str = "承办人",
    *roles: Role,
    of: Unit | None = None,
    seats: int = 1,
    is_head: bool = False,
) -> Post:
    return Post.objects.create(
        unit=of or unit(),
        title=title,
        roles=[str(role) for role in roles or (Role.OFFICER,)],
        seats=seats,
        is_head=is_head,
    )


def account(username: str = "alice", **fields: object) -> Account:
    return Account.objects.create(username=username, name=username.title(), password=_encoded(), **fields)


def held(
    who: Account,
    what: Post,
    starts: date = date(2024, 1, 1),
    ends: date | None = None,
    *,
    acting: bool = False,
) -> Appointment:
    return Appointment.objects.create(account=who, post=what, starts_on=starts, ends_on=ends, acting=acting)
