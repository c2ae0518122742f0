"""Loads the fictional district 青岚区: places, units, posts and four years of appointments.

The same seed and day give the same district. Loading twice adds nothing. Production refuses.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.organizations.models import Account, Appointment, Jurisdiction, Post, Unit
from bihuan.organizations.roles import ROLE_TEXTS
from bihuan.organizations.sample_district import (
    CITY,
    DISTRICT,
    GIVEN,
    NAMED,
    PASSWORD,
    SURNAMES,
    TOWNS,
    UNITS,
    PostSpec,
    UnitSpec,
)

FOUNDED = date(2010, 1, 1)
HISTORY_DAYS = 4 * 365


class SampleRefusedError(RuntimeError):
    """Sample data and its known password have no place in production."""


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """One line of the demo's sign-in page. `roles` are Chinese labels, which are msgids."""

    username: str
    password: str
    name: str
    roles: tuple[str, ...]
    unit: str
    post: str


def accounts() -> list[SampleAccount]:
    """The accounts to try each role with, in the order of a case's way. No database is read."""
    places = {user: (unit, post) for unit in UNITS for post in unit.posts for user in post.users}
    return [
        SampleAccount(
            username=user,
            password=PASSWORD,
            name=name,
            roles=tuple(ROLE_TEXTS[role].label for role in places[user][1].roles),
            unit=places[user][0].name,
            post=places[user][1].title,
        )
        for user, name in NAMED.items()
    ]


_others: list[SampleAccount] = []


def show_also(account: SampleAccount) -> None:
    """An account that another slice's sample makes, for the sign-in page; called in `AppConfig.ready`."""
    _others[:] = [one for one in _others if one.username != account.username] + [account]


def shown_accounts() -> list[SampleAccount]:
    """Every account that the sign-in page of a demo offers."""
    return [*accounts(), *_others]


@transaction.atomic
def load(seed: int = 1, on: date | None = None) -> None:
    """Create the district as of the day `on` (default: today). Raises SampleRefusedError in production."""
    if not settings.DEMO:
        raise SampleRefusedError(_("正式环境不装载示例数据。"))
    if Jurisdiction.objects.filter(code=DISTRICT[0]).exists():
        return
    on = on or timezone.localdate()
    places = _places()
    units = _units(places, on)
    _People(random.Random(seed), on, units).fill()  # noqa: S311  (a repeatable sample, nothing secret)


def _places() -> dict[str, Jurisdiction]:
    level = Jurisdiction.Level
    rows: dict[str, Jurisdiction] = {}

    def add(code: str, name: str, kind: Jurisdiction.Level, parent: Jurisdiction | None) -> Jurisdiction:
        rows[code] = Jurisdiction.objects.create(
            code=code, name=name, level=kind, parent=parent, valid_from=FOUNDED
        )
        return rows[code]

    city = add(*CITY, level.CITY, None)
    district = add(*DISTRICT, level.DISTRICT, city)
    for number, name, villages in TOWNS:
        town = add(f"{DISTRICT[0][:6]}{number}000", name, level.TOWN, district)
        for at, village in enumerate(villages, start=1):
            # National codes number communities from 001 and villages from 200.
            serial = at if village.endswith("社区") else 199 + at
            add(f"{DISTRICT[0][:6]}{number}{serial:03}", village, level.VILLAGE, town)
    return rows


def _units(places: dict[str, Jurisdiction], on: date) -> dict[str, Unit]:
    rows: dict[str, Unit] = {}
    for spec in UNITS:
        rows[spec.code] = Unit.objects.create(
            code=spec.code,
            name=spec.name,
            short_name=spec.short,
            kind=spec.kind,
            jurisdiction=places[spec.place],
            superior=rows.get(spec.superior),
            valid_from=FOUNDED,
        )
    rows["QL-FC"] = Unit.objects.create(  # merged into 住建局: history must still show it
        code="QL-FC",
        name="青岚区房产管理局",
        short_name="房管局",
        kind=Unit.Kind.DEPARTMENT,
        jurisdiction=places[DISTRICT[0]],
        superior=rows["QL-ZF"],
        valid_from=FOUNDED,
        valid_to=on - timedelta(days=800),
    )
    return rows


class _People:
    """Hands every seat to somebody, and most head posts to two in turn."""

    def __init__(self, dice: random.Random, on: date, units: dict[str, Unit]) -> None:
        self.dice, self.on, self.units = dice, on, units
        self.encoded = make_password(PASSWORD)  # hashed once: argon2 is slow on purpose
        self.taken: set[str] = set()
        self.accounts: dict[str, Account] = {}
        self.papers = 0

    def fill(self) -> None:
        for spec in UNITS:
            for sort, post_spec in enumerate(spec.posts, start=1):
                post = Post.objects.create(
                    unit=self.units[spec.code],
                    title=post_spec.title,
                    roles=[str(role) for role in post_spec.roles],
                    is_head=post_spec.is_head,
                    seats=post_spec.seats,
                    sort=sort * 10,
                )
                self.seats(spec, post_spec, post)
        self.merged_unit()

    def seats(self, spec: UnitSpec, wanted: PostSpec, post: Post) -> None:
        began = self.on - timedelta(days=HISTORY_DAYS)
        if wanted.vacant:
            left = self.on - timedelta(days=75)
            self.appoint(self.person(), post, began, left, reason=Appointment.Ended.RETIRED)
            if wanted.is_head:  # 曹兼济 stands in: an account with two posts
                self.appoint(self.named("jianzhi"), post, left + timedelta(days=1), None, acting=True)
            return
        for seat in range(wanted.seats):
            holder = self.named(wanted.users[seat]) if seat < len(wanted.users) else self.person()
            if (
                wanted.is_head
                and spec.kind in {Unit.Kind.DEPARTMENT, Unit.Kind.TOWN}
                and self.dice.random() < 0.7
            ):
                self.hand_over(post, holder, began)
            else:
                self.appoint(holder, post, began + timedelta(days=self.dice.randrange(200)), None)

    def hand_over(self, post: Post, holder: Account, began: date) -> None:
        """A predecessor, sometimes an acting holder for some weeks, then the present one."""
        left = self.on - timedelta(days=self.dice.randrange(120, 1000))
        before = self.person()
        self.appoint(before, post, began, left, reason=Appointment.Ended.TRANSFER)
        starts = left + timedelta(days=1)
        if self.dice.random() < 0.3:
            until = left + timedelta(days=self.dice.randrange(20, 70))
            self.appoint(holder, post, starts, until, acting=True, reason=Appointment.Ended.REPLACED)
            starts = until + timedelta(days=1)
        self.appoint(holder, post, starts, None)

    def merged_unit(self) -> None:
        closed = self.units["QL-FC"]
        post = Post.objects.create(unit=closed, title="局长", roles=["unit_head"], is_head=True, sort=10)
        began = self.on - timedelta(days=HISTORY_DAYS)
        self.appoint(self.person(), post, began, closed.valid_to, reason=Appointment.Ended.UNIT_CLOSED)

    def appoint(
        self,
        account: Account,
        post: Post,
        starts: date,
        ends: date | None,
        *,
        acting: bool = False,
        reason: str = "",
    ) -> None:
        self.papers += 1
        Appointment.objects.create(
            account=account,
            post=post,
            starts_on=starts,
            ends_on=ends,
            acting=acting,
            ended_reason=reason,
            instrument=f"青岚组任〔{starts.year}〕{self.papers}号",
        )

    def named(self, username: str) -> Account:
        if username not in self.accounts:
            self.accounts[username] = self.account(username, NAMED[username])
        return self.accounts[username]

    def person(self) -> Account:
        for (surname, first), (given, second) in self.pairs():
            if surname + given not in self.taken:
                self.taken.add(surname + given)
                return self.account(f"{first}.{second}", surname + given)
        raise AssertionError("more seats than names")

    def pairs(self) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        for _attempt in range(10_000):
            yield self.dice.choice(SURNAMES), self.dice.choice(GIVEN)

    def account(self, username: str, name: str) -> Account:
        return Account.objects.create(username=username, name=name, password=self.encoded)
