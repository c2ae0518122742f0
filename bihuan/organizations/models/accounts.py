"""Accounts that can sign in, and the sessions they have open."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Lookup by user name only. Accounts are made by `services.create_account`, which leaves a record."""


class Account(AbstractBaseUser):
    """Someone who can sign in. What they may do comes from their current appointments alone."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    language = models.CharField(max_length=8, blank=True, choices=[("zh-hans", "中文"), ("en", "English")])
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.username


class AccountSession(AbstractBaseSession):
    """A signed-in browser. The columns beside the data let an account list its sessions in one query."""

    objects: ClassVar[BaseSessionManager[AccountSession]] = BaseSessionManager()  # type: ignore[assignment]

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"
        verbose_name_plural = "sessions"

    @classmethod
    def get_session_store_class(cls) -> type:
        """The engine that writes these rows (imported late: it imports this model)."""
        from bihuan.organizations.sessions import SessionStore

        return SessionStore
