"""A new signing key takes over: the old one signs it, so that whoever trusts the old one can trust the new."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from bihuan.casework.openjournal import keys
from bihuan.casework.openjournal.models import SigningKey
from bihuan.casework.openjournal.services import signing
from bihuan.casework.openjournal.services.appending import lock
from bihuan.common.merkle import heads


def rotate_key(*, at: datetime, lost: bool = False) -> SigningKey:
    """Make a new key, have the old one sign it, put it on record, exchange the files. May be broken off and run again.

    `lost`: the old key is gone and signs nothing; everybody can see that this hand-over has no signature.
    Raises SigningKeyError.
    """
    with transaction.atomic():
        lock()
        endorser = None if lost else signing.key_in_use(at=at)[0]
        following = keys.make_next()
        public = following.public_key().public_bytes_raw()
        signature = (
            endorser.sign(heads.succession(settings.JOURNAL_NAME, public)) if endorser is not None else b""
        )
        recorded = signing.put_on_record(following, signature, at=at)
    # On record first: broken off here, the next signature finds the waiting key and finishes the exchange.
    keys.take_next()
    return recorded
