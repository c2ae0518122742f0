"""Posts, and who holds them from which day to which day.

`ends_on` is **inclusive**, as appointment papers are written ("任至 6 月 30 日"): the last day in the post.
A successor may start the next day. Empty means until further notice.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.organizations.models.accounts import Account
from bihuan.organizations.models.places import Unit
from bihuan.organizations.roles import Role


def known_role(value: str) -> None:
    """Refuse a name that `roles.Role` does not hold. Raises ValidationError."""
    if value not in Role.__members__.values():
        raise ValidationError(_("没有“%(role)s”这个角色。"), params={"role": value})


class Post(models.Model):
    """A place in a unit. It, and not the person, carries the roles."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=64)
    roles = ArrayField(models.CharField(max_length=24, validators=[known_role]), default=list, blank=True)
    is_head = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField(default=1)
    sort = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["unit", "sort", "id"]
        constraints = [
            models.UniqueConstraint(name="post_title_once_in_a_unit", fields=["unit", "title"]),
            models.UniqueConstraint(
                name="one_head_post_in_a_unit", fields=["unit"], condition=Q(is_head=True)
            ),
            models.CheckConstraint(name="post_has_a_seat", condition=Q(seats__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """One account in one post between two days. An acting appointment (代理) takes no seat."""

    class Ended(models.TextChoices):
        TRANSFER = "transfer", _("调任")
        RETIRED = "retired", _("退休")
        RESIGNED = "resigned", _("辞职")
        DISMISSED = "dismissed", _("免职")
        REPLACED = "replaced", _("代理结束")
        UNIT_CLOSED = "unit_closed", _("机构撤销")
        OTHER = "other", _("其他")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    acting = models.BooleanField(default=False)
    instrument = models.CharField(max_length=96, blank=True)  # 任命文号
    ended_reason = models.CharField(max_length=12, choices=Ended.choices, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="appointment_dates_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                name="one_open_appointment_per_account_and_post",
                fields=["account", "post"],
                condition=Q(ends_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="appointment_post_days", fields=["post", "starts_on", "ends_on"]),
            models.Index(name="appointment_account_days", fields=["account", "starts_on", "ends_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}@{self.post_id} {self.starts_on}–{self.ends_on or ''}"
