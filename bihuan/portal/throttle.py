"""Slowing down whoever tries, in the database, so that all workers count together.

A leaky bucket is one row: `level` runs out at a constant rate, each try adds to it, and what would overflow is refused.
Taking is one statement, so two workers cannot both take the last place. Keys are keyed hashes.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from bihuan.portal.models import Bucket

TAKE = """
INSERT INTO portal_bucket AS b (key, level, at) VALUES (%(key)s, %(amount)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    level = greatest(0, b.level - %(rate)s * greatest(0, extract(epoch FROM %(at)s - b.at))) + %(amount)s,
    at = greatest(b.at, %(at)s)
WHERE greatest(0, b.level - %(rate)s * greatest(0, extract(epoch FROM %(at)s - b.at))) + %(amount)s <= %(size)s
RETURNING level
"""
OLD = timedelta(days=2)  # by then every bucket has run out


@dataclass(frozen=True, slots=True)
class Limit:
    """`size` at once, then one every `seconds`."""

    name: str
    size: float
    seconds: float

    def key(self, *parts: str) -> str:
        """The row of this limit for somebody or something; nothing can be read from it."""
        text = "\0".join((self.name, *parts))
        return hmac.digest(settings.SECRET_KEY.encode(), b"portal.throttle\0" + text.encode(), "sha256").hex()


# The code of one number from one address; then from anywhere; then all numbers from one address, behind which a
# whole village may sit: only what fails is counted there, and it is wide.
NUMBER_HERE = Limit("number-here", 5, 180)
NUMBER = Limit("number", 30, 120)
ADDRESS = Limit("address", 120, 15)
# Letters, files (in MiB) and messages written from one address.
LETTERS = Limit("letters", 60, 60)
FILES = Limit("files", 600, 2)
WORDS = Limit("words", 60, 30)
# Whether a matter like the one in a draft is being handled: a few times for a draft, so that nobody fishes with it.
ALIKE = Limit("alike", 60, 60)
ALIKE_DRAFT = Limit("alike-draft", 6, 600)


class TooMany(Exception):
    """Somebody has to wait. `wait`: how long at most, in whole minutes."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        self.wait = max(1, math.ceil(seconds / 60))
        super().__init__(f"wait {self.seconds} s")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken, to be given back when the try was a good one."""

    what: tuple[tuple[Limit, str, float], ...]


def take(wanted: Sequence[tuple[Limit, tuple[str, ...]]], *, at: datetime, amount: float = 1) -> Taken:
    """Take from each bucket, or from none. Committed at once: what happens afterwards cannot undo the count.

    Raises TooMany, with the longest time to wait.
    """
    rows = sorted((limit.key(*parts), limit) for limit, parts in wanted)
    with transaction.atomic(), connection.cursor() as cursor:
        for key, limit in rows:
            cursor.execute(
                TAKE, {"key": key, "amount": amount, "at": at, "rate": 1 / limit.seconds, "size": limit.size}
            )
            if cursor.fetchone() is None:
                raise TooMany(
                    limit.seconds * amount
                )  # and nothing is taken: trying meanwhile prolongs nothing
    return Taken(tuple((limit, key, amount) for key, limit in rows))


def give_back(taken: Taken) -> None:
    """The try was a good one: it does not count."""
    with connection.cursor() as cursor:
        for _limit, key, amount in sorted(taken.what, key=lambda row: row[1]):
            cursor.execute(
                "UPDATE portal_bucket SET level = greatest(0, level - %s) WHERE key = %s", [amount, key]
            )


def forget(*, at: datetime) -> int:
    """Remove buckets that have run out long ago. Returns how many."""
    return Bucket.objects.filter(at__lt=at - OLD).delete()[0]
