"""Which key signs: the file's, which must be the last one on record."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext as _

from bihuan.casework.openjournal import keys
from bihuan.casework.openjournal.errors import SigningKeyError
from bihuan.casework.openjournal.models import SigningKey
from bihuan.common.merkle import heads


def key_in_use(*, at: datetime) -> tuple[Ed25519PrivateKey, SigningKey]:
    """The secret key and its public record; the very first is put on record. Raises SigningKeyError."""
    secret = keys.signing_key()
    last = SigningKey.objects.order_by("-pk").first()
    if last is None:
        return secret, put_on_record(secret, b"", at=at)
    if secret.public_key().public_bytes_raw() != bytes(last.public):
        following = keys.waiting()
        if following is None or following.public_key().public_bytes_raw() != bytes(last.public):
            raise SigningKeyError(
                _(
                    "密钥文件 %(path)s 不是公开登记簿现用的密钥（编号 %(key)s）。请放回原来的密钥；"
                    "确实已经丢失的，请执行：bihuan journal rotate-key --lost"
                )
                % {"path": keys.path(), "key": last.key_id}
            )
        keys.take_next()  # a change of key that was broken off after it was recorded
        secret = following
    return secret, last


def put_on_record(secret: Ed25519PrivateKey, endorsement: bytes, *, at: datetime) -> SigningKey:
    """The public half of a key, from now on the one in use."""
    public = secret.public_key().public_bytes_raw()
    return SigningKey.objects.create(
        public=public,
        key_id=heads.key_id(settings.JOURNAL_NAME, public),
        since=at,
        endorsement=endorsement,
    )
