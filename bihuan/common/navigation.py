"""The main navigation: slices register entries in `AppConfig.ready`, the base page shows those open to the actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol
from unicodedata import east_asian_width

from django.core.checks import CheckMessage, Error
from django.core.checks import register as register_check
from django.urls import NoReverseMatch
from django.utils.translation import gettext

from bihuan.common.pages.words import url as reverse  # kept, not made anew for every page

ROOM = 50.0  # full-width characters beside brand, search and account in a bar of 1440 px
PADDING = 1.75  # of one entry, in the same unit


class HasRoles(Protocol):
    """What navigation needs of an actor. Roles are strings (`organizations.roles.Role` is a StrEnum)."""

    @property
    def roles(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the main navigation.

    `key` marks the current page (a view's template sets `{% block nav %}` or the address decides), `label` is a Chinese
    gettext msgid, `roles` empty means everyone signed in, `shortcut` is the letter after `g`.
    """

    key: str
    label: str
    url_name: str
    roles: frozenset[str] = field(default_factory=frozenset)
    icon: str = "cases"
    shortcut: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Link:
    """An entry with its address, and whether the request is inside it."""

    entry: Entry
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add or replace the entry of that key."""
    _entries[entry.key] = entry


def entries() -> tuple[Entry, ...]:
    """Every registered entry, in the order shown."""
    return tuple(sorted(_entries.values(), key=lambda entry: (entry.order, entry.key)))


def links_for(actor: HasRoles | None, path: str) -> list[Link]:
    """What this actor may open, with the entry that `path` lies in marked. Nothing for a visitor."""
    if actor is None:
        return []
    roles = frozenset(actor.roles)
    open_to_actor = [
        (entry, address)
        for entry in entries()
        if (not entry.roles or entry.roles & roles) and (address := _address(entry))
    ]
    inside = [url for _, url in open_to_actor if path == url or (url != "/" and path.startswith(url))]
    here = max(inside, key=len, default="")
    return [Link(entry=entry, url=url, current=url == here) for entry, url in open_to_actor]


def is_long(links: Iterable[Link]) -> bool:
    """Whether the labels, as shown in the language in force, need more than one line beside search and account at 1440 px.

    A full-width character counts one, any other half: an estimate, so that no script is needed to lay out the bar.
    """
    labels = [gettext(link.entry.label) for link in links]
    letters = sum(1.0 if east_asian_width(letter) in "WF" else 0.5 for label in labels for letter in label)
    return letters + PADDING * len(labels) > ROOM


def _address(entry: Entry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""  # `manage.py check` names it; a page still shows the rest


@register_check("navigation")
def check_addresses(**_: object) -> list[CheckMessage]:
    """Each registered entry must lead somewhere."""
    return [
        Error(f"navigation entry {entry.key!r}: no address is named {entry.url_name!r}", id="common.E001")
        for entry in entries()
        if not _address(entry)
    ]
