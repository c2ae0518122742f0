"""Who holds which post from when to when. All days inclusive; rules are checked under the post's row lock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Appointment, Post
from bihuan.organizations.services.recording import RefusedError, facts, name_of, record


class DatesOutOfOrderError(RefusedError):
    """An appointment would end before it starts."""

    message = _("结束日期 %(ends)s 早于开始日期 %(starts)s。")


class SeatsTakenError(RefusedError):
    """On some day more people than seats. Acting holders take no seat."""

    message = _("“%(post)s”的名额是 %(seats)s 人，%(day)s 已经满员。请先结束前任的任期，或改为代理。")


class AlreadyInPostError(RefusedError):
    """The same person twice in one post on one day."""

    message = _("%(name)s在 %(day)s 已经在“%(post)s”任上。")


class AlreadyActingError(RefusedError):
    """Two people acting in one post on one day: then nobody knows who decides."""

    message = _("“%(post)s”在 %(day)s 已经由%(name)s代理。")


class OutsideUnitDatesError(RefusedError):
    """The unit does not exist on those days."""

    message = _("任期超出了“%(unit)s”存续的日期。")


class AccountDisabledError(RefusedError):
    """A disabled account takes no post."""

    message = _("账号 %(name)s 已停用，不能任职。")


class AlreadyEndedError(RefusedError):
    """The appointment has an earlier last day already."""

    message = _("这项任职已经在 %(day)s 结束。")


def appoint(
    *,
    account: Account,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
    instrument: str = "",
    by: Actor,
    at: datetime,
) -> Appointment:
    """Put the account in the post from `starts_on` to `ends_on` (inclusive; None: until further notice).

    Raises SeatsTakenError, AlreadyInPostError, DatesOutOfOrderError, OutsideUnitDatesError,
    AccountDisabledError.
    """
    return _appoint(
        account=account,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
        instrument=instrument,
        acting=False,
        by=by,
        at=at,
    )


def appoint_acting(
    *,
    account: Account,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
    instrument: str = "",
    by: Actor,
    at: datetime,
) -> Appointment:
    """Let the account act in the post (代理): its roles, no seat. Raises AlreadyActingError, as `appoint`."""
    return _appoint(
        account=account,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
        instrument=instrument,
        acting=True,
        by=by,
        at=at,
    )


@transaction.atomic
def _appoint(
    *,
    account: Account,
    post: Post,
    starts_on: date,
    ends_on: date | None,
    instrument: str,
    acting: bool,
    by: Actor,
    at: datetime,
) -> Appointment:
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    account = Account.objects.get(pk=account.pk)
    if not account.is_active:
        raise AccountDisabledError(name=name_of(account))
    _check_dates(post, starts_on, ends_on)
    _check_company(post, account, starts_on, ends_on, acting=acting)
    held = Appointment.objects.create(
        account=account, post=post, starts_on=starts_on, ends_on=ends_on, instrument=instrument, acting=acting
    )
    action = "appoint_acting" if acting else "appoint"
    record(by=by, at=at, action=action, row=held, label=_label(account, post))
    return held


def _label(account: Account, post: Post) -> str:
    return f"{account.name} · {post.unit.short_name} {post.title}"


def _check_dates(post: Post, starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise DatesOutOfOrderError(starts=starts_on, ends=ends_on)
    unit = post.unit
    after_end = unit.valid_to is not None and (ends_on is None or ends_on > unit.valid_to)
    if starts_on < unit.valid_from or after_end:
        raise OutsideUnitDatesError(unit=unit.name)


def _check_company(
    post: Post, account: Account, starts_on: date, ends_on: date | None, *, acting: bool
) -> None:
    """Who else is in the post on any of these days. The caller holds the post's lock."""
    overlap = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    if ends_on is not None:
        overlap &= Q(starts_on__lte=ends_on)
    others = list(Appointment.objects.filter(overlap, post=post).select_related("account"))
    for other in others:
        day = max(other.starts_on, starts_on)
        if other.account_id == account.pk:
            raise AlreadyInPostError(name=account.name, post=post.title, day=day)
        if acting and other.acting:
            raise AlreadyActingError(name=other.account.name, post=post.title, day=day)
    if acting:
        return
    seated = [other for other in others if not other.acting]
    # The count only rises on a day when somebody starts, so those days are enough to look at.
    for day in sorted({starts_on, *(max(other.starts_on, starts_on) for other in seated)}):
        there = [o for o in seated if o.starts_on <= day and (o.ends_on is None or o.ends_on >= day)]
        if len(there) >= post.seats:
            raise SeatsTakenError(post=post.title, seats=post.seats, day=day)


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, ends_on: date, reason: Appointment.Ended, by: Actor, at: datetime
) -> Appointment:
    """Make `ends_on` the last day in the post. Raises DatesOutOfOrderError, AlreadyEndedError."""
    held = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("account", "post__unit")
        .get(pk=appointment.pk)
    )
    if held.ends_on is not None and held.ends_on <= ends_on:
        raise AlreadyEndedError(day=held.ends_on)
    if ends_on < held.starts_on:
        raise DatesOutOfOrderError(starts=held.starts_on, ends=ends_on)
    before = facts(held)
    held.ends_on, held.ended_reason = ends_on, reason
    held.save(update_fields=["ends_on", "ended_reason"])
    record(
        by=by, at=at, action="end_appointment", row=held, label=_label(held.account, held.post), before=before
    )
    return held


@transaction.atomic
def transfer(
    *,
    appointment: Appointment,
    to_post: Post,
    starts_on: date,
    instrument: str = "",
    by: Actor,
    at: datetime,
) -> Appointment:
    """Move the holder to another post: the old appointment ends the day before. Both or neither.

    Raises as `end_appointment` and `appoint`.
    """
    last_day = starts_on - timedelta(days=1)
    old = end_appointment(
        appointment=appointment, ends_on=last_day, reason=Appointment.Ended.TRANSFER, by=by, at=at
    )
    return appoint(
        account=old.account, post=to_post, starts_on=starts_on, instrument=instrument, by=by, at=at
    )
