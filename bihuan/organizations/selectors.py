"""Reads: who held which post on which day, and who is acting now. `on` is the day asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import BooleanField, Count, F, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from bihuan.organizations import standing
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import (
    Account,
    AccountSession,
    Appointment,
    Jurisdiction,
    OrganizationChange,
    Post,
    Unit,
)
from bihuan.organizations.roles import Role


class Counts(TypedDict):
    """What `vacancies` adds to a post."""

    held: int
    acting_held: int


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def in_force(on: date) -> Q:
    """Appointments that hold on the day: started, and not past their (inclusive) last day."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def valid_on(on: date) -> Q:
    """Units and jurisdictions that exist on the day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def holders_of(post: Post, on: date) -> QuerySet[Appointment]:
    """Everyone in the post on the day, substantive holders before acting ones."""
    return (
        Appointment.objects.filter(in_force(on), post=post)
        .select_related("account")
        .order_by("acting", "starts_on", "id")
    )


@dataclass(frozen=True, slots=True)
class Tenure:
    """A run of days in one post, both ends inclusive. `appointment` None: nobody held it (a vacancy)."""

    starts_on: date
    ends_on: date
    appointment: Appointment | None

    @property
    def vacant(self) -> bool:
        """True for a gap."""
        return self.appointment is None


def who_held(post: Post, start: date, end: date) -> list[Tenure]:
    """Tenures touching start..end (inclusive), cut to it, in order of their first day, with the gaps between.

    Several people in one post overlap; a gap is a day on which nobody, acting or not, held it.
    """
    rows = (
        Appointment.objects.filter(post=post, starts_on__lte=end)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start))
        .select_related("account")
        .order_by("starts_on", "id")
    )
    tenures: list[Tenure] = []
    next_uncovered: date | None = start  # None: covered without end
    for row in rows:
        if next_uncovered is not None and row.starts_on > next_uncovered:
            tenures.append(Tenure(next_uncovered, row.starts_on - timedelta(days=1), None))
        last = end if row.ends_on is None else min(row.ends_on, end)
        tenures.append(Tenure(max(row.starts_on, start), last, row))
        if next_uncovered is not None:
            after = last + timedelta(days=1)
            next_uncovered = None if after > end else max(next_uncovered, after)
    if next_uncovered is not None and next_uncovered <= end:
        tenures.append(Tenure(next_uncovered, end, None))
    return tenures


def vacancies(on: date) -> QuerySet[WithAnnotations[Post, Counts]]:
    """Posts of existing units with a free seat; `.held` counts holders proper, `.acting_held` acting ones."""
    now = Q(appointments__starts_on__lte=on) & (
        Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=on)
    )
    unit_exists = Q(unit__valid_from__lte=on) & (Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=on))
    return (
        Post.objects.filter(unit_exists)
        .annotate(
            held=Count("appointments", filter=now & Q(appointments__acting=False)),
            acting_held=Count("appointments", filter=now & Q(appointments__acting=True)),
        )
        .filter(held__lt=F("seats"))
        .select_related("unit")
        .order_by("unit__code", "sort", "id")
    )


def appointments_of(account: Account, on: date) -> QuerySet[Appointment]:
    """The posts an account holds on the day, the one held longest first."""
    return (
        Appointment.objects.filter(in_force(on), account=account)
        .select_related("post__unit", "account")
        .order_by("starts_on", "id")
    )


def officers_of(unit: Unit, on: date, *, roles: Iterable[Role] = ()) -> QuerySet[Appointment]:
    """Appointments in the unit on the day of accounts that can sign in; `roles`: only posts with one."""
    rows = Appointment.objects.filter(in_force(on), post__unit=unit, account__is_active=True)
    wanted = [str(role) for role in roles]
    if wanted:
        rows = rows.filter(post__roles__overlap=wanted)
    return rows.select_related("account", "post").order_by("post__sort", "starts_on", "id")


def head_of(unit: Unit, on: date) -> Appointment | None:
    """Who leads the unit on the day: the substantive head, else whoever acts as head, else nobody."""
    return (
        Appointment.objects.filter(in_force(on), post__unit=unit, post__is_head=True)
        .select_related("account", "post")
        .order_by("acting", "starts_on", "id")
        .first()
    )


def heads(on: date) -> QuerySet[Appointment]:
    """Holders of every unit's head post on the day; a unit's substantive head before an acting one."""
    return (
        Appointment.objects.filter(in_force(on), post__is_head=True)
        .select_related("account", "post")
        .order_by("post__unit_id", "acting", "starts_on", "id")
    )


def superior_of(unit: Unit) -> Unit | None:
    """The next organ up, which reviews what the unit decided (信访工作条例 art. 35-36)."""
    return unit.superior


def units_open(on: date) -> QuerySet[Unit]:
    """Units that exist on the day."""
    return Unit.objects.filter(valid_on(on)).select_related("jurisdiction")


def jurisdictions(on: date) -> QuerySet[Jurisdiction]:
    """Places that exist on the day, in the order of their codes (which is the order of the tree)."""
    return Jurisdiction.objects.filter(valid_on(on)).order_by("code")


def actor_of(appointment: Appointment) -> Actor:
    """The actor for an appointment loaded with `account` and `post__unit`."""
    post, unit, account = appointment.post, appointment.post.unit, appointment.account
    return Actor(
        account_id=account.pk,
        appointment_id=appointment.pk,
        unit_id=unit.pk,
        jurisdiction_id=unit.jurisdiction_id,
        name=account.name,
        unit_name=unit.name,
        post_title=post.title,
        roles=frozenset(Role(role) for role in post.roles),
    )


def actor(account_id: int, appointment_id: int | None, on: date) -> Actor | None:
    """Who acts for this account on the day, in one query.

    With `appointment_id`, that appointment if it is the account's and in force, else None; without it, the
    one held longest. None for an account that is disabled or holds no post on the day.
    """
    rows = Appointment.objects.filter(in_force(on), account_id=account_id, account__is_active=True)
    if appointment_id is not None:
        rows = rows.filter(pk=appointment_id)
    behind = RawSQL(standing.behind_wall('"organizations_appointment"."account_id"'), [], BooleanField())  # noqa: S611 - our own
    found = (
        rows.select_related("account", "post__unit")
        .annotate(behind_wall=behind)
        .order_by("starts_on", "id")
        .first()
    )
    return None if found is None else replace(actor_of(found), behind_wall=bool(found.behind_wall))


def accounts_with_posts(on: date) -> list[tuple[Account, Sequence[Appointment]]]:
    """Every account with the posts it holds on the day, by user name (two queries)."""
    held: dict[int, list[Appointment]] = {}
    for row in (
        Appointment.objects.filter(in_force(on)).select_related("post__unit").order_by("starts_on", "id")
    ):
        held.setdefault(row.account_id, []).append(row)
    return [(account, held.get(account.pk, [])) for account in Account.objects.order_by("username")]


def changes(*, subject: str = "", subject_id: int | None = None) -> QuerySet[OrganizationChange]:
    """The record of changes, newest first, for one subject or all."""
    rows = OrganizationChange.objects.order_by("-at", "-id")
    if subject:
        rows = rows.filter(subject=subject)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    return rows


def sessions_of(account: Account, *, now: datetime) -> QuerySet[AccountSession]:
    """Open sessions of the account, the one seen last first (one query)."""
    return AccountSession.objects.filter(account=account, expire_date__gt=now).order_by("-seen_at")


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """What an account has set up beside its password."""

    app: bool
    keys: int
    codes_left: int


def second_factors(account: Account) -> SecondFactors:
    """Authenticator app, number of passkeys, unused recovery codes (one query)."""
    app, keys, left = False, 0, 0
    for row in Authenticator.objects.filter(user_id=account.pk):
        if row.type == Authenticator.Type.TOTP:
            app = True
        elif row.type == Authenticator.Type.WEBAUTHN:
            keys += 1
        else:
            left = len(row.wrap().get_unused_codes())
    return SecondFactors(app, keys, left)


def locked_usernames(*, now: datetime) -> frozenset[str]:
    """User names that some address may not try at the moment."""
    rows = AccessAttempt.objects.filter(attempt_time__gte=now - settings.AXES_COOLOFF_TIME)
    counted = rows.values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    return frozenset(
        row["username"]
        for row in counted
        if row["username"] and row["failures"] >= settings.AXES_FAILURE_LIMIT
    )
