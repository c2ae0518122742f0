"""Texts of templates in the reader's language. A text is looked up once for each language and then kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup


@lru_cache(maxsize=20_000)
def _kept(message: str, language: str | None) -> str:
    del language  # a key of the cache; the active language does the work
    return translation.gettext(message)


def known(message: str) -> str:
    """The text in the active language. For msgids and labels of tables, of which there are a few thousand."""
    return _kept(message, translation.get_language())


def gettext(message: object, /, **values: Any) -> str:
    """`_("登记")`, or with values: `_("至%(day)s", day=…)`. What is not markup is escaped when it is printed."""
    text = known(str(message))
    return text % values if values else text


def ngettext(one: str, many: str, count: int, /, **values: Any) -> str:
    """`ngettext("%(n)s件", "%(n)s件", n, n=n)`"""
    text = translation.ngettext(one, many, count)
    return text % values if values else text


def pgettext(context: str, message: str, /, **values: Any) -> str:
    """`pgettext("case", "办结")`"""
    text = translation.pgettext(context, message)
    return text % values if values else text


def markup(message: str, /, **values: Any) -> Markup:
    """A text that is itself markup, such as `_html("密码是 <code>%(password)s</code>", …)`; values are escaped."""
    return Markup(known(message)) % values  # noqa: S704 - msgids are ours


def label(value: object) -> str:
    """A plain Chinese label (process tables, roles) in the reader's language."""
    return known(str(value)) if value else ""
