"""Accounts: made, disabled, given a new password. None is ever deleted, since journals name them."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account
from bihuan.organizations.services.recording import RefusedError, facts, name_of, record
from bihuan.organizations.services.sessions import end_sessions

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
# Without 0/O, 1/l/I: it is read aloud over the phone or copied from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class UsernameRefusedError(RefusedError):
    """Taken, or not in the shape that can be typed on any keyboard."""

    message = _("用户名“%(username)s”不可用：应为 2 到 64 个小写字母、数字或 . _ -，且没有被占用。")


class PasswordRefusedError(RefusedError):
    """The password rules say no; the sentences say which."""

    message = _("密码不合要求：%(reasons)s")


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordRefusedError(reasons=" ".join(error.messages)) from error


def temporary_password() -> str:
    """Twelve characters in three groups, about 59 bits; to be changed at the first sign-in."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _n in range(4)) for _group in range(3))


@transaction.atomic
def create_account(
    *,
    username: str,
    name: str,
    password: str | None = None,
    language: str = "",
    by: Actor,
    at: datetime,
) -> tuple[Account, str]:
    """Make an account and return it with its first password, which must be changed at the first sign-in.

    `password` None: one is made. Raises UsernameRefusedError, PasswordRefusedError.
    """
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username) or Account.objects.filter(username=username).exists():
        raise UsernameRefusedError(username=username)
    account = Account(username=username, name=name.strip(), language=language, must_change_password=True)
    if password is None:
        password = temporary_password()
    else:
        _check_password(password, account)
    account.set_password(password)
    account.save()
    record(by=by, at=at, action="create_account", row=account, label=name_of(account))
    return account, password


@transaction.atomic
def disable_account(*, account: Account, by: Actor, at: datetime) -> Account:
    """Nobody can sign in with it any more; its sessions end now. Appointments stay until ended."""
    return _set_active(account, active=False, by=by, at=at)


@transaction.atomic
def enable_account(*, account: Account, by: Actor, at: datetime) -> Account:
    """Let the account sign in again."""
    return _set_active(account, active=True, by=by, at=at)


def _set_active(account: Account, *, active: bool, by: Actor, at: datetime) -> Account:
    account = Account.objects.select_for_update().get(pk=account.pk)
    before = facts(account)
    account.is_active = active
    account.save(update_fields=["is_active"])
    if not active:
        end_sessions(account=account)
    action = "enable_account" if active else "disable_account"
    record(by=by, at=at, action=action, row=account, label=name_of(account), before=before)
    return account


@transaction.atomic
def reset_password(*, account: Account, password: str | None = None, by: Actor, at: datetime) -> str:
    """Give a new password that must be changed at the next sign-in, and end every session; returns it.

    Raises PasswordRefusedError.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if password is None:
        password = temporary_password()
    else:
        _check_password(password, account)
    before = facts(account)
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account=account)
    record(by=by, at=at, action="reset_password", row=account, label=name_of(account), before=before)
    return password


@transaction.atomic
def change_password(
    *, account: Account, password: str, keep_session: str | None, by: Actor, at: datetime
) -> Account:
    """The account's own new password; every other session of it ends. Raises PasswordRefusedError."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    _check_password(password, account)
    before = facts(account)
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account=account, keep=keep_session)
    record(by=by, at=at, action="change_password", row=account, label=name_of(account), before=before)
    return account


def set_language(*, account: Account, language: str) -> None:
    """The account's own choice of language; a matter of taste that needs no record."""
    Account.objects.filter(pk=account.pk).update(language=language)


@transaction.atomic
def unlock(*, account: Account, by: Actor, at: datetime) -> int:
    """Forget the failed sign-ins of the account from every address; how many records there were."""
    gone: int = AccessAttempt.objects.filter(username=account.username).delete()[0]
    record(by=by, at=at, action="unlock", row=account, label=name_of(account))
    return gone
