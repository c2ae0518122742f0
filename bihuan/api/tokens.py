"""Making, using and revoking tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bihuan.api.models import Token
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account
from bihuan.organizations.selectors import actor as actor_on

PREFIX = "bihuan_"
LONGEST_DAYS = 366
A_MINUTE = 600  # requests of one token; a polite program needs fewer


class TooManyError(Exception):
    """The token has asked more than A_MINUTE times in this minute. `wait`: seconds until the next."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(wait)


def create_token(*, actor: Actor, name: str, days: int, at: datetime) -> tuple[Token, str]:
    """A new token of the actor in the post they act in now, and its secret, which is shown once and never kept.

    Raises Incomplete for a name or term that will not do, NotYours without a post.
    """
    if actor.account_id is None or actor.appointment_id is None:
        raise NotYours
    name = name.replace("\x00", "").strip()
    if not 1 <= len(name) <= 60:
        raise Incomplete({"name": _("请写明这个令牌给哪个程序用，不超过60字。")})
    if not 1 <= days <= LONGEST_DAYS:
        raise Incomplete({"days": _("有效期请填写1到366天。")})
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account_id=actor.account_id, appointment_id=actor.appointment_id, name=name, digest=digest_of(secret),
        beginning=secret[:12], created_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    return token, secret


def revoke_token(*, account: Account, token_id: int, at: datetime) -> bool:
    """End a token of one's own at once. False when there is none such that still runs."""
    return bool(
        Token.objects.filter(pk=token_id, account=account, revoked_at__isnull=True).update(revoked_at=at)
    )


def tokens_of(account: Account) -> QuerySet[Token]:
    """All tokens of an account, the newest first."""
    return (
        Token.objects.filter(account=account)
        .select_related("appointment__post__unit")
        .order_by("-created_at")
    )


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


# One statement finds the token, notes that it was used and counts the request.
USE = """
UPDATE api_token SET used_at = %(at)s, minute = date_trunc('minute', %(at)s::timestamptz),
    requests = CASE WHEN minute = date_trunc('minute', %(at)s::timestamptz) THEN requests + 1 ELSE 1 END
WHERE digest = %(digest)s AND revoked_at IS NULL AND expires_at > %(at)s
RETURNING account_id, appointment_id, requests
"""


def use_token(secret: str, *, at: datetime) -> Actor | None:
    """Who acts with this secret now; None when it is unknown, revoked or expired, or its post has ended.

    Raises TooManyError.
    """
    with connection.cursor() as cursor:
        cursor.execute(USE, {"at": at, "digest": digest_of(secret)})
        row = cursor.fetchone()
    if row is None:
        return None
    account_id, appointment_id, requests = row
    if requests > A_MINUTE:
        raise TooManyError(60 - at.second)
    return actor_on(account_id, appointment_id, at.astimezone(CHINA).date())
