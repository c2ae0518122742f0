"""Texts of templates in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from markupsafe import Markup

from bihuan.common.language import known, known_path


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


def topic(path: str) -> str:
    """A topic's path in the reader's language."""
    return known_path(path)
