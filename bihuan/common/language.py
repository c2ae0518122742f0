"""Texts looked up once for each language and then kept: a page asks for hundreds, of a few thousand that there are."""

from __future__ import annotations

from functools import lru_cache

from django.utils import translation


def known(message: str) -> str:
    """The text in the active language. For msgids and labels of tables, never for what people wrote."""
    return _kept(message, translation.get_language())


def known_path(path: str) -> str:
    """Each word of a path of topics in the active language, 城乡建设/供水; a word a district made stays as it is."""
    return _kept_path(path, translation.get_language())


@lru_cache(maxsize=5_000)
def _kept_path(path: str, language: str | None) -> str:
    del language
    return "/".join(translation.gettext(word) for word in path.split("/")) if path else ""


@lru_cache(maxsize=20_000)
def _kept(message: str, language: str | None) -> str:
    del language  # a key of the cache; the active language does the work
    return translation.gettext(message)
