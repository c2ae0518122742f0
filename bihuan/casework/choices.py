"""What the filters of the case list may be set to, and what each value stands for. Read once for a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from bihuan.casework import registry
from bihuan.casework.spec import Phase
from bihuan.common.compiled import Compiled
from bihuan.common.kept import Kept
from bihuan.common.language import known as gettext
from bihuan.organizations.models import Account, Appointment, Jurisdiction, Unit
from bihuan.organizations.selectors import in_force

# Every distinct topic by one descent of the index each: the table is not read.
TOPICS = """
WITH RECURSIVE t AS (
    (SELECT topic FROM casework_case WHERE topic > '' ORDER BY topic LIMIT 1)
    UNION ALL
    SELECT (SELECT topic FROM casework_case WHERE topic > t.topic ORDER BY topic LIMIT 1) FROM t WHERE t.topic IS NOT NULL
)
SELECT topic FROM t WHERE topic IS NOT NULL
"""


def _read_units() -> list[tuple[int, str, str]]:
    # Enterprises, of which there are thousands, are looked for in their own register.
    offices = Unit.objects.exclude(kind=Unit.Kind.ENTERPRISE)
    return list(offices.order_by("code").values_list("pk", "code", "short_name"))


def _read_places() -> list[tuple[int, str, str, int | None]]:
    return list(Jurisdiction.objects.order_by("code").values_list("pk", "code", "name", "parent_id"))


def _read_topics() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TOPICS)
        return [topic for (topic,) in cursor.fetchall()]


# The same for every reader, changed a few times a year (topics: with a new one), and two seconds old at most.
_units, _places, _topics = Kept(_read_units), Kept(_read_places), Kept(_read_topics)


@receiver([post_save, post_delete], sender=Unit)
@receiver([post_save, post_delete], sender=Jurisdiction)
def _forget(**_: object) -> None:
    _units.forget()
    _places.forget()


@dataclass
class Choices:
    """The values known on a day. Units and places that have ended stay: their old cases are still looked for."""

    on: date
    _officers: dict[str, int | None] = field(default_factory=dict)

    @cached_property
    def processes(self) -> dict[str, str]:
        """Kinds of case."""
        return {process.name: gettext(process.label) for process in registry.all_processes()}

    @cached_property
    def phases(self) -> dict[str, str]:
        """Whether somebody must act, somebody is waited for, or nothing runs."""
        return {
            Phase.OPEN: gettext("在办"),
            Phase.WAITING: gettext("等待群众"),
            Phase.ENDED: gettext("已办结"),
        }

    @cached_property
    def states(self) -> dict[str, str]:
        """States of all processes; one name means the same in each."""
        return {
            state.name: gettext(state.label)
            for process in registry.all_processes()
            for state in process.states
        }

    @cached_property
    def clocks(self) -> dict[str, str]:
        """Clocks of all processes."""
        return {
            clock.name: gettext(clock.label)
            for process in registry.all_processes()
            for clock in process.clocks
        }

    @cached_property
    def channels(self) -> dict[str, str]:
        """Channels, as the opening steps of all processes offer them."""
        return {
            key: gettext(label)
            for process in registry.all_processes()
            for step in process.openings
            for asked in step.gives
            if asked.name == "channel"
            for key, label in asked.choices
        }

    @property
    def _units(self) -> list[tuple[int, str, str]]:
        return _units.get()

    @cached_property
    def units(self) -> dict[str, str]:
        """Units by code."""
        return {code: name for _, code, name in self._units}

    @cached_property
    def _unit_keys(self) -> dict[str, int]:
        return {code: pk for pk, code, _ in self._units}

    def unit_id(self, code: str) -> int:
        """The key of the unit with that code. KeyError when there is none."""
        return self._unit_keys[code]

    def unit_code(self, pk: int | None) -> str:
        """The code of a unit, "" for none."""
        return next((code for key, code, _ in self._units if key == pk), "")

    @property
    def _places(self) -> list[tuple[int, str, str, int | None]]:
        return _places.get()

    @cached_property
    def places(self) -> dict[str, str]:
        """Places by code; what lies below another is indented."""
        depth: dict[int | None, int] = {None: -1}
        shown = {}
        for pk, code, name, parent in self._places:
            depth[pk] = depth.get(parent, -1) + 1
            shown[code] = "\u3000" * depth[pk] + name
        return shown

    def places_in(self, branch: str) -> list[int]:
        """Keys of the place with that code and of all below it."""
        inside = {pk for pk, code, _, _ in self._places if code == branch}
        grown = bool(inside)
        while grown:
            new = {pk for pk, _, _, parent in self._places if parent in inside} - inside
            inside |= new
            grown = bool(new)
        return sorted(inside)

    @property
    def _topics(self) -> list[str]:
        return _topics.get()

    @cached_property
    def topics(self) -> list[str]:
        """Topics that cases have, and every branch they lie in: 城乡建设, 城乡建设/住房, …"""
        branches: dict[str, None] = {}
        for topic in self._topics:
            parts = topic.split("/")
            branches.update(dict.fromkeys("/".join(parts[: n + 1]) for n in range(len(parts))))
        return sorted(branches)

    def topics_in(self, branch: str) -> Sequence[str]:
        """The topics that lie in a branch, or are it."""
        return [topic for topic in self._topics if topic == branch or topic.startswith(f"{branch}/")]

    def officer_id(self, username: str) -> int | None:
        """The key of the account with that user name, or None."""
        if username not in self._officers:
            self._officers[username] = (
                Account.objects.filter(username=username).values_list("pk", flat=True).first()
            )
        return self._officers[username]

    def officers(self, unit_id: int | None, chosen: str = "") -> dict[str, str]:
        """User name and name of everyone in post in the unit on the day, and of the one chosen already."""
        if unit_id is None and not chosen:
            return {}
        return dict(_officers.rows(self.on, unit_id or 0, chosen))


def _of_unit(on: date, unit_id: int, chosen: str) -> QuerySet[Account, tuple[str, str]]:
    posted = Appointment.objects.filter(in_force(on), post__unit=unit_id).values("account")
    rows = Account.objects.filter(Q(pk__in=posted) | Q(username=chosen)).order_by("username")
    return rows.values_list("username", "name")


_officers: Compiled[tuple[str, str]] = Compiled(_of_unit, date(1, 1, 1), -1, "username")
