"""Templates of documents: fetched, edited in Word, checked, kept in versions. Per unit, else the district's, else ours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bihuan.appeals.documents import LETTERS, Letter
from bihuan.appeals.documents.composing import blank_of
from bihuan.appeals.printing.models import LetterTemplate
from bihuan.casework.errors import Refused
from bihuan.casework.journal import actor_line
from bihuan.common.kept import Kept
from bihuan.common.papers import render_docx
from bihuan.common.papers.word import TemplateError, fill, places_in, render_template_pdf, sound
from bihuan.common.papers.word.layout import unsupported
from bihuan.common.papers.word.opening import Template, W
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.roles import Role

SAMPLE_DAY = date(2026, 3, 20)


class NotYourTemplate(Refused):
    """The head of the unit for its own; for the district's the head of the petition office."""

    message = _("模板由本单位负责人维护；全区统一的模板由信访部门负责人维护。")


class PartsMissingError(TemplateError):
    """What an article requires is not in the template; `missing` holds (what, article)."""

    def __init__(self, missing: Iterable[tuple[str, str]]) -> None:
        self.missing = tuple(missing)
        super().__init__("")

    def __str__(self) -> str:
        parts = "；".join(f"{name}（{article}）" for name, article in self.missing)
        return str(
            _("模板缺少必备内容：%(parts)s。请补上以后再上传，原来的模板没有改变。") % {"parts": parts}
        )


class UnknownPlacesError(TemplateError):
    """Places that this kind of document does not have."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__("")

    def __str__(self) -> str:
        names = "、".join(f"{{{{{name}}}}}" for name in self.names)
        return str(_("模板里有系统不认识的位置：%(names)s。请对照下面的列表改正。") % {"names": names})


class DrawingsError(TemplateError):
    """Text boxes and shapes."""

    message = _("模板里有文本框或者图形，生成的 PDF 显示不出来。请改用段落、表格和直接插入的图片。")


def may_edit(actor: Actor, unit_id: int | None) -> bool:
    """Of `unit_id`; None: the district's."""
    if not actor.has(Role.UNIT_HEAD, Role.DISPATCHER):
        return False
    if unit_id is not None:
        return actor.unit_id == unit_id and actor.has(Role.UNIT_HEAD, Role.DISPATCHER)
    unit = directory.unit(actor.unit_id)
    return unit is not None and unit.kind == Unit.Kind.REGISTRY


def examine(letter: Letter, content: bytes, *, unit: str = "") -> Template:
    """The template, if documents of this kind can be made from it. `unit`: whose name may stand in it as it is.

    Raises TemplateError in one of its kinds.
    """
    template = sound(content)
    if any(unsupported(tree) for tree in template.trees.values()):
        raise DrawingsError
    found = places_in(template)
    known = {place.name for place in letter.all_places}
    if unknown := [name for name in found if name not in known]:
        raise UnknownPlacesError(unknown)
    text = "".join(t.text or "" for tree in template.trees.values() for t in tree.iter(f"{W}t"))
    lacking = [
        (place.name, place.article)
        for place in letter.required
        if place.name not in found and not (place.key == "unit" and unit and unit in text)
    ]
    lacking += [(f"“{phrase}”", article) for phrase, article in letter.says if phrase not in text]
    if lacking:
        raise PartsMissingError(lacking)
    return template


@transaction.atomic
def keep(
    *, kind: str, unit_id: int | None, content: bytes, name: str, actor: Actor, at: datetime
) -> LetterTemplate:
    """Keep an edited template as the next version; documents issued from now on are made from it.

    Raises NotYourTemplate, TemplateError; the version before then stays in force.
    """
    if not may_edit(actor, unit_id):
        raise NotYourTemplate
    unit = directory.unit(unit_id)
    examine(LETTERS[kind], content, unit=unit.name if unit else "")
    fill(content, LETTERS[kind].texts(LETTERS[kind].samples), title="", author="", dated=SAMPLE_DAY)
    return _add(kind, unit_id, content, name, actor, at)


@transaction.atomic
def reset(*, kind: str, unit_id: int | None, actor: Actor, at: datetime) -> LetterTemplate:
    """Back to the district's template or the built-in form. A version of its own: the old ones stay."""
    if not may_edit(actor, unit_id):
        raise NotYourTemplate
    return _add(kind, unit_id, None, "", actor, at)


def _add(
    kind: str, unit_id: int | None, content: bytes | None, name: str, actor: Actor, at: datetime
) -> LetterTemplate:
    before = LetterTemplate.objects.filter(kind=kind, unit=unit_id).order_by("-version").first()
    row = LetterTemplate.objects.create(
        unit_id=unit_id, kind=kind, version=before.version + 1 if before else 1, content=content, name=name[:200],
        sha256=hashlib.sha256(content).hexdigest() if content else "", at=at, by=actor_line(actor),
    )  # fmt: skip
    _current.forget()
    return row


def _read() -> dict[tuple[int | None, str], int]:
    """The template in force by (unit, kind). A reset leaves none."""
    rows = LetterTemplate.objects.order_by("version").values_list("unit_id", "kind", "pk", "sha256")
    newest = {(unit, kind): pk if digest else None for unit, kind, pk, digest in rows}
    return {key: pk for key, pk in newest.items() if pk is not None}


_current = Kept(_read)


def current(kind: str, unit_id: int | None) -> int | None:
    """The key of the template that a document of this unit is made from: its own, the district's, or None: ours."""
    known = _current.get()
    return known.get((unit_id, kind)) or known.get((None, kind))


@lru_cache(maxsize=32)
def template_of(key: int) -> Template:
    """A version as it was uploaded; it never changes, so it is opened once in a process."""
    row = LetterTemplate.objects.get(pk=key)
    assert row.content is not None
    return sound(bytes(row.content))


def default_of(kind: str, unit_id: int | None) -> bytes:
    """What an office begins with: the built-in form as .docx, with the places to be filled and, for a unit, its name."""
    unit = directory.unit(unit_id)
    return render_docx(blank_of(LETTERS[kind], unit=unit.name if unit else ""))


class Keeper:
    """What the documents ask of this module."""

    def current(self, kind: str, unit_id: int | None) -> int | None:
        """The version in force for the unit."""
        return current(kind, unit_id)

    def filled(self, key: int, letter: Letter, words: Mapping[str, str], *, dated: date, form: str) -> bytes:
        """A document from a version of a template, as docx or pdf."""
        texts, unit = letter.texts(words), words["unit"]
        docx = fill(template_of(key), texts, title=f"{unit}{letter.title}", author=unit, dated=dated)
        return docx if form == "docx" else render_template_pdf(docx)


KEEPER = Keeper()


def example(letter: Letter, content: bytes, form: str, *, unit: str = "") -> bytes:
    """The template with sample data, as an office looks at it before it is kept. Raises TemplateError."""
    words = letter.samples | ({"unit": unit} if unit else {})
    docx = fill(
        examine(letter, content, unit=unit),
        letter.texts(words),
        title=letter.title,
        author=words["unit"],
        dated=SAMPLE_DAY,
    )
    return docx if form == "docx" else render_template_pdf(docx)
