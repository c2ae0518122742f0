"""An official document as data, in the terms of GB/T 9704-2012 (党政机关公文格式). Pure: it knows no file format."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields
from datetime import date

LEVELS = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 一、 level 2 （一） level 3 1. level 4 （1）. The number is not part of the text."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= LEVELS:
            raise ValueError(f"GB/T 9704 has heading levels 1 to {LEVELS}, not {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, indented by two characters."""

    text: str


Block = Heading | Paragraph


@dataclass(frozen=True, slots=True)
class Signature:
    """A line that somebody signed by hand: who signs as what, and the picture (PNG or JPEG), or what stands instead."""

    label: str
    picture: bytes = b""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One official document. Only `organ`, `title`, `body`, `signature` and `dated` cannot be left out.

    Characters that XML cannot hold are dropped when the paper is made, so every renderer may trust its texts.
    """

    organ: str  # 发文机关标志: the red head
    title: str  # 标题; a line break in it is kept as the place to break
    body: tuple[Block, ...]
    signature: str  # 发文机关署名
    dated: date  # 成文日期
    number: str = ""  # 发文字号, e.g. 青信复〔2026〕17号
    addressee: str = ""  # 主送机关, without the colon
    attachments: tuple[str, ...] = ()  # 附件说明: the names in order
    sealed: bool = True  # leaves the place of the seal (印章) above the date
    note: str = ""  # 附注, without its brackets
    signatures: tuple[
        Signature, ...
    ] = ()  # signed by hand, after the body, such as of a site record (现场检查记录)
    copies_to: tuple[str, ...] = ()  # 抄送
    printed_by: str = ""  # 印发机关
    printed_on: date | None = None  # 印发日期
    copy_number: int | None = None  # 份号
    secrecy: str = ""  # 密级和保密期限, e.g. 秘密★1年
    urgency: str = ""  # 紧急程度: 特急, 加急
    signatory: str = ""  # 签发人, in documents to a higher organ
    letter_form: bool = False  # 信函格式 (10.1): red double rules, no number on the first page
    dated_text: str = ""  # instead of the date, where it is a place to be filled (a template)

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _clean(getattr(self, field.name)))
        for name in ("organ", "title", "signature"):
            if not getattr(self, name):
                raise ValueError(f"a paper needs its {name}")

    @property
    def plain_title(self) -> str:
        """The title in one line."""
        return self.title.replace("\n", "")

    @property
    def top_marks(self) -> tuple[str, ...]:
        """What stands above the red head, one to a line: 份号, 密级和保密期限, 紧急程度 (7.2.1-7.2.3)."""
        copy = "" if self.copy_number is None else f"{self.copy_number:06d}"
        return tuple(mark for mark in (copy, self.secrecy, self.urgency) if mark)

    @property
    def has_imprint(self) -> bool:
        """Whether there is a 版记 at the foot of the last page."""
        return bool(self.copies_to or self.printed_by)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """One paragraph for each line that holds something; the spaces people indent with are taken off."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(Paragraph(line) for line in lines if line)


def _clean(value: object) -> object:
    """The same value with texts that XML 1.0 can hold, without surrounding space."""
    if isinstance(value, str):
        kept = "".join(c for c in value.replace("\r\n", "\n") if _holds(c))
        return "\n".join(line.strip() for line in kept.strip().split("\n"))
    if isinstance(value, tuple):
        return tuple(item for item in map(_clean, value) if item)
    if isinstance(value, Heading):
        return Heading(_one_line(value.text), value.level)
    if isinstance(value, Signature):
        return Signature(_one_line(value.label), value.picture, _one_line(value.text))
    if isinstance(value, Paragraph):
        return Paragraph(_one_line(value.text))
    return value


def _one_line(text: str) -> str:
    return str(_clean(text)).replace("\n", "")


def _holds(character: str) -> bool:
    if character == "\n":
        return True
    # Cc: control characters; Cs: lone surrogates; the last two code points of a plane are no characters.
    return unicodedata.category(character) not in {"Cc", "Cs"} and ord(character) & 0xFFFE != 0xFFFE
