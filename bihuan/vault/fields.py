"""What may be kept about a protected person, and how it is made comparable. Pure."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

# A field is padded to a multiple of this many bytes, so the length of a ciphertext does not tell a name of
# two characters from one of three.
BLOCK = 32
LONGEST = 4000


class Field(StrEnum):
    """The fields of a protected person. Each is a column of ciphertext."""

    NAME = "name"  # 姓名（名称）
    PHONE = "phone"  # 电话
    ADDRESS = "address"  # 住址
    IDENTITY_NUMBER = "identity_number"  # 证件号码
    ID_KIND = "id_kind"  # 证件种类
    EMAIL = "email"  # 电子邮箱
    OTHER = "other"  # 其他联系信息


FIELD_LABELS: dict[Field, str] = {
    Field.NAME: "姓名",
    Field.PHONE: "电话",
    Field.ADDRESS: "住址",
    Field.IDENTITY_NUMBER: "证件号码",
    Field.ID_KIND: "证件种类",
    Field.EMAIL: "电子邮箱",
    Field.OTHER: "其他联系信息",
}


def pad(text: str) -> bytes:
    """UTF-8 with ISO/IEC 7816-4 padding to a multiple of `BLOCK` bytes."""
    raw = text.encode() + b"\x80"
    return raw + b"\x00" * (-len(raw) % BLOCK)


def unpad(padded: bytes) -> str:
    """The text that `pad` was given."""
    return padded.rstrip(b"\x00")[:-1].decode()


def comparable(value: str) -> str:
    """Without width, spaces, hyphens or case: '１３８-1234 5678' and '13812345678' are the same."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    return "".join(c for c in folded if not c.isspace() and c not in "-·.()")


def comparable_phone(value: str) -> str:
    """`comparable`, without the country's prefix."""
    digits = comparable(value).removeprefix("+")
    if len(digits) > 11:
        digits = digits.removeprefix("00").removeprefix("86")
    return digits
