"""The number and code on a receipt: made, written in groups to be read aloud, and read back however they were typed.

Twelve digits, because a keypad, a counter and an old phone have them and nothing is confused when it is spelt out.
What is kept is Argon2id over a keyed hash: a copy of the database without the vault's key allows no guessing at all,
and with the key each guess costs the same as a sign-in.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata

from argon2.low_level import Type, hash_secret_raw

from bihuan.vault.keys import KeyEncryptionKey, keyring

LENGTH = 12
GROUP = 4
DEFAULT_PREFIX = "XF"
# OWASP's second profile, as for signing in: 19 MiB, 2 passes, 1 lane.
TIME_COST, MEMORY_COST, LANES = 2, 19 * 1024, 1
NUMBER = re.compile(r"([A-Z]{0,4})-?(\d{4})-?(\d{1,6})")


def new_code() -> str:
    """Twelve random digits."""
    return "".join(secrets.choice("0123456789") for _ in range(LENGTH))


def grouped(code: str) -> str:
    """4071 8823 9056: as it is printed and read aloud."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The digits of what was typed, whatever stands between them; at most a few more than a code has."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdecimal() and c.isascii())[:32]


def read_number(typed: str) -> str:
    """The case number that was meant: 'xf2026 17', '2026-000017' and 'XF-2026-000017' are one. Else as typed."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed).upper())[:40]
    text = re.sub(r"[‐-―−_.]", "-", text)
    found = NUMBER.fullmatch(text)
    if found is None:
        return text
    prefix, year, ordinal = found.groups()
    return f"{prefix or DEFAULT_PREFIX}-{year}-{int(ordinal):06d}"


def digest(number: str, code: str, key: KeyEncryptionKey) -> bytes:
    """The slow keyed hash of a code for a case number. The number is its salt: one computation answers for all seats."""
    return hash_secret_raw(
        secret=key.index(b"portal.code\0" + code.encode()),
        salt=hmac.digest(key.index(b"portal.salt"), number.encode(), "sha256")[:16],
        time_cost=TIME_COST, memory_cost=MEMORY_COST, parallelism=LANES, hash_len=32, type=Type.ID,
    )  # fmt: skip


def digests(number: str, code: str) -> list[bytes]:
    """The hash under the key in use and under each former one: as many for a number that does not exist."""
    return [digest(number, code, key) for key in keyring().all]
