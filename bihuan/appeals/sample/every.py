"""In the sample a case lies in every state of every table, so that whoever looks at a demo sees each of them once.

Most come about by chance (`further`, `orders`, `others`). A state that chance left empty gets a matter that passes it and
is left lying there, the latest there is; where none passes it, one is written that does.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bihuan.appeals.processes import ALL
from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.processes.legal_path import LEGAL_PATH
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.sample.course import Event
from bihuan.appeals.sample.further import BY_RESULT, CITY, GOVERNMENT, Further
from bihuan.appeals.sample.letters import SampleLetter
from bihuan.appeals.sample.orders import order_of, path_of
from bihuan.casework import registry
from bihuan.casework.spec import Branch, Process

if TYPE_CHECKING:
    from bihuan.appeals.sample.loading import District, Told
    from bihuan.casework.services import Former

TRIES = 40  # courses of orders that are thrown for one call


def states_of(process: Process, former: Former) -> list[str]:
    """The state after the opening and after each later step."""
    given = dict(former.given)
    found = [str(process.step(former.step).target)]
    for later in former.later:
        given.update(later.given)
        target = process.step(later.step).target
        state = dict(target.targets)[given[target.field]] if isinstance(target, Branch) else target
        found.append(str(state) or found[-1])
    return found


def complete(told: list[Told], letters: Sequence[SampleLetter], district: District) -> list[Told]:
    """The same matters, some of them left lying where nothing lay, and a few more."""
    courses = [(one, states_of(registry.get(one.process), one.former)) for one in told]
    lies = Counter((one.process, states[-1]) for one, states in courses)
    told = list(told)
    for process in ALL:
        for state in process.states:
            if lies[process.name, state.name]:
                continue
            found = _left_lying(told, courses, lies, process.name, state.name)
            if found is None:
                found = _written(letters, district, process, state.name, serial=100_000 + len(told))
                if found is None:
                    continue  # only a step that opens or ends another case leads there: `live` takes it
                told.append(found)
            lies[process.name, state.name] += 1
    return told


def _left_lying(
    told: list[Told],
    courses: list[tuple[Told, list[str]]],
    lies: Counter[tuple[str, str]],
    process: str,
    state: str,
) -> Told | None:
    """The latest matter that passes the state, cut there; what it goes away from must still have another."""
    passing = [
        (one, states, len(states) - 1 - states[::-1].index(state))
        for one, states in courses
        if one.process == process and state in states and lies[process, states[-1]] > 1
    ]
    if not passing:
        return None
    one, states, at = max(
        passing, key=lambda row: row[0].former.later[row[2] - 1].at if row[2] else row[0].former.at
    )
    lies[process, states[-1]] -= 1
    cut = _cut(one, at)
    courses[courses.index((one, states))] = (cut, states[: at + 1])
    told[told.index(one)] = cut
    return cut


def _cut(one: Told, at: int) -> Told:
    return replace(one, former=replace(one.former, later=one.former.later[:at]))


def _written(
    letters: Sequence[SampleLetter], district: District, process: Process, state: str, *, serial: int
) -> Told | None:
    """A further matter of which one of the ways passes the state, the latest letter first."""
    for letter in reversed(letters):
        for name, course in _ways(letter):
            if name != process.name:
                continue
            one = district.with_course(letter, course, process, serial)
            states = states_of(process, one.former) if one is not None else []
            if one is not None and state in states:
                return _cut(one, states.index(state))
    return None


def _ways(letter: SampleLetter) -> Iterator[tuple[str, tuple[Event, ...]]]:
    if letter.channel == "call":
        for turn in range(TRIES):
            dice = random.Random(f"every/{turn}")  # noqa: S311  (repeatable, nothing secret)
            yield HOTLINE.name, order_of(letter, dice)
    elif any(event.step == "direct" for event in letter.course):
        yield LEGAL_PATH.name, path_of(letter, random.Random("every"))  # noqa: S311
    elif letter.unit not in (GOVERNMENT, CITY) and any(event.step == "serve" for event in letter.course):
        result = next(event for event in letter.course if event.step == "decide").given["result"]
        for way in (
            *dict.fromkeys(BY_RESULT[result]),
            *((Further.changed_at_last,) if result == "refuse" else ()),
        ):
            more = Further(letter, random.Random("every"))  # noqa: S311
            more.lies = 0.0
            way(more)
            yield PETITION.name, tuple(more.events)
