"""A signed tree head as a few lines of text that anybody can keep: a C2SP checkpoint in a signed note (Ed25519).

    bihuan/district
    1024
    4HTdFp8iJ3n3TjYyAJb0a3kVYyQb6dQmM6f3Gf8w1bU=
    time 2026-11-24T10:00:00Z

    — bihuan/district aBcDe...

Name of the log, number of entries, root, and when; then the signature over exactly these lines.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bihuan.common.merkle.hashing import SIZE

ED25519 = b"\x01"
DASH = "— "


class UnreadableHead(ValueError):
    """The text is no signed head."""


@dataclass(frozen=True, slots=True)
class Head:
    """The state of the journal at a moment: the first `size` entries have this root."""

    origin: str
    size: int
    root: bytes
    at: datetime

    def text(self) -> str:
        """The lines that are signed."""
        moment = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\ntime {moment}\n"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head as it was read, with its signatures by key id. Nothing is checked yet."""

    head: Head
    text: str
    signatures: dict[str, bytes]

    def signed_by(self, public: bytes) -> bool:
        """Does one of the signatures hold under this public key (32 bytes)?"""
        signature = self.signatures.get(key_id(self.head.origin, public))
        return signature is not None and holds(public, signature, self.text.encode())


def key_id(name: str, public: bytes) -> str:
    """Eight hex digits that say which key signed (C2SP signed-note)."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4].hex()


def sign(head: Head, key: Ed25519PrivateKey) -> str:
    """The head as a signed note."""
    text = head.text()
    public = key.public_key().public_bytes_raw()
    blob = bytes.fromhex(key_id(head.origin, public)) + key.sign(text.encode())
    return f"{text}\n{DASH}{head.origin} {base64.b64encode(blob).decode()}\n"


def read(note: str) -> SignedHead:
    """A head from its note. Raises UnreadableHead."""
    text, blank, tail = note.replace("\r\n", "\n").partition("\n\n")
    lines = text.split("\n")
    try:
        if not blank or len(lines) < 4:
            raise UnreadableHead("not a signed head")
        origin, size, root, moment = lines[:4]
        head = Head(
            origin,
            int(size),
            base64.b64decode(root, validate=True),
            datetime.strptime(moment, "time %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        )
        if len(head.root) != SIZE or head.size < 0 or head.text() != text + "\n":
            raise UnreadableHead("not a signed head")
        return SignedHead(head, text + "\n", _signatures(origin, tail))
    except (ValueError, binascii.Error) as error:
        raise UnreadableHead(str(error)) from error


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Is this the key's signature of the message?"""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def succession(origin: str, successor: bytes) -> bytes:
    """What a key signs to hand over to the next one."""
    return f"bihuan journal key\n{origin}\n{base64.b64encode(successor).decode()}\n".encode()


def _signatures(origin: str, tail: str) -> dict[str, bytes]:
    found = {}
    for line in tail.strip("\n").split("\n"):
        name, _, blob = line.removeprefix(DASH).rpartition(" ")
        raw = base64.b64decode(blob, validate=True)
        if name == origin and len(raw) > 4:
            found[raw[:4].hex()] = raw[4:]
    return found
