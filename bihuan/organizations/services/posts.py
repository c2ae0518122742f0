"""Posts and the roles they carry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Appointment, Post, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.services.recording import RefusedError, facts, record


class PostTitleTakenError(RefusedError):
    """Two posts of one unit under one title."""

    message = _("“%(unit)s”已经有“%(title)s”这个岗位。")


class HeadPostTakenError(RefusedError):
    """A unit has one head."""

    message = _("“%(unit)s”已经有负责人岗位“%(title)s”。")


class SeatsInUseError(RefusedError):
    """Fewer seats than people in them."""

    message = _("“%(post)s”现有 %(held)s 人在任，名额不能少于这个数。")


class RolesUnknownError(RefusedError):
    """A role that no process table could name."""

    message = _("没有“%(role)s”这个角色。")


def _checked(roles: Iterable[str]) -> list[str]:
    known = {str(role) for role in Role}
    wanted = sorted({str(role) for role in roles})
    for role in wanted:
        if role not in known:
            raise RolesUnknownError(role=role)
    return wanted


def _check_place(*, unit: Unit, title: str, is_head: bool, but: int | None) -> None:
    others = Post.objects.filter(unit=unit).exclude(pk=but or 0)
    if others.filter(title=title).exists():
        raise PostTitleTakenError(unit=unit.name, title=title)
    head = others.filter(is_head=True).first() if is_head else None
    if head is not None:
        raise HeadPostTakenError(unit=unit.name, title=head.title)


@transaction.atomic
def create_post(
    *,
    unit: Unit,
    title: str,
    roles: Iterable[Role],
    is_head: bool = False,
    seats: int = 1,
    sort: int = 100,
    by: Actor,
    at: datetime,
) -> Post:
    """Add a post. Raises PostTitleTakenError, HeadPostTakenError, RolesUnknownError."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _check_place(unit=unit, title=title, is_head=is_head, but=None)
    post = Post.objects.create(
        unit=unit, title=title, roles=_checked(roles), is_head=is_head, seats=seats, sort=sort
    )
    record(by=by, at=at, action="create_post", row=post, label=f"{unit.short_name} {title}")
    return post


@transaction.atomic
def change_post(
    *, post: Post, title: str, roles: Iterable[Role], is_head: bool, seats: int, by: Actor, at: datetime
) -> Post:
    """Change title, roles, headship or seats; the roles of its holders change with it at once.

    Raises PostTitleTakenError, HeadPostTakenError, RolesUnknownError, SeatsInUseError.
    """
    post = Post.objects.select_for_update().select_related("unit").get(pk=post.pk)
    _check_place(unit=post.unit, title=title, is_head=is_head, but=post.pk)
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=at.date())
    held = Appointment.objects.filter(current, post=post, acting=False).count()
    if seats < held:
        raise SeatsInUseError(post=post.title, held=held)
    before = facts(post)
    post.title, post.roles, post.is_head, post.seats = title, _checked(roles), is_head, seats
    post.save(update_fields=["title", "roles", "is_head", "seats"])
    record(
        by=by, at=at, action="change_post", row=post, label=f"{post.unit.short_name} {title}", before=before
    )
    return post
