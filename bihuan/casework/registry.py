"""All processes, checked once at start-up. Pure: no Django, no database."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.casework.spec import Branch, Holder, Kind, Phase, Process, State, Step, Who, targets
from bihuan.organizations.roles import Role


class ProcessError(Exception):
    """A process table contradicts itself; the server does not start. Lists every problem found."""

    def __init__(self, process: str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            f"process {process} cannot be used:\n" + "\n".join(f"  - {line}" for line in problems)
        )


_processes: dict[str, Process] = {}


def register(process: Process) -> Process:
    """Check the table and make it known. Raises ProcessError naming every problem; a second name is refused."""
    found = problems(process)
    if process.name in _processes and _processes[process.name] is not process:
        found.append(f"another process is already called {process.name}")
    if any(other.prefix == process.prefix for other in _processes.values() if other.name != process.name):
        found.append(f"another process already numbers its cases {process.prefix}")
    if found:
        raise ProcessError(process.name, found)
    _processes[process.name] = process
    return process


def get(name: str) -> Process:
    """The process of that name. KeyError when no slice has registered it."""
    return _processes[name]


def all_processes() -> tuple[Process, ...]:
    """Every registered process, by name."""
    return tuple(_processes[name] for name in sorted(_processes))


def problems(process: Process) -> list[str]:
    """Everything wrong with the table, as sentences. Empty when it may be used."""
    return [
        *_twice_named(process),
        *(line for step in process.steps for line in _step_problems(process, step)),
        *(line for state in process.states for line in _state_problems(process, state)),
        *_unreachable(process),
        *_unended(process),
        *_clock_problems(process),
        *_bar_problems(process),
    ]


def _twice_named(process: Process) -> Iterator[str]:
    for kind, rows in (("state", process.states), ("step", process.steps), ("clock", process.clocks)):
        names = [row.name for row in rows]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"two {kind}s are called {name}"


def _step_problems(process: Process, step: Step) -> Iterator[str]:
    states = {state.name for state in process.states}
    clocks = {clock.name for clock in process.clocks}
    fields = {given.name: given for given in step.gives}
    for state in (*step.sources, *targets(step)):
        if state not in states:
            yield f"step {step.name} names the unknown state {state}"
    if not step.sources and not step.target:
        yield f"step {step.name} opens a case but leads to no state"
    for clock in (
        *(start.clock for start in step.starts),
        *step.meets,
        *step.voids,
        *step.pauses,
        *step.resumes,
    ):
        if clock not in clocks:
            yield f"step {step.name} names the unknown clock {clock}"
    for extend in step.extends:
        if extend.clock not in clocks:
            yield f"step {step.name} extends the unknown clock {extend.clock}"
        if extend.days_from not in _kept_fields(process) | set(fields):
            yield f"step {step.name} extends {extend.clock} by {extend.days_from}, which nothing gives"
    for start in step.starts:
        if start.counts_from and start.counts_from not in fields:
            yield f"step {step.name} counts {start.clock} from {start.counts_from}, which it does not ask for"
        for other in start.or_from:
            if other not in fields:
                yield f"step {step.name} may count {start.clock} from {other}, which it does not ask for"
        if start.into and start.into not in targets(step):
            yield f"step {step.name} starts {start.clock} on the way into {start.into}, where it does not lead"
        due_from = process.clock(start.clock).due_from if start.clock in clocks else None
        if due_from is not None and due_from.field not in fields:
            yield f"step {step.name} starts {start.clock} but does not ask for its date {due_from.field}"
    for role in step.roles:
        if role not in set(Role):
            yield f"step {step.name} names the unknown role {role}"
    if step.who is not Who.SYSTEM and not step.roles:
        yield f"step {step.name} can be taken by nobody: it names no role"
    if step.holder is Holder.GIVEN and (
        "to_unit" not in fields or fields["to_unit"].kind is not Kind.UNIT or not fields["to_unit"].required
    ):
        yield f"step {step.name} gives the case to the unit in to_unit, which it does not ask for"
    for guard in step.guards:
        if guard not in process.guards:
            yield f"step {step.name} names the guard {guard}, which the process does not declare"
    if isinstance(step.target, Branch) and step.target.field not in _kept_fields(process) | set(fields):
        yield f"step {step.name} branches on {step.target.field}, which nothing gives"
    if not step.article:
        yield f"step {step.name} says nothing of its legal ground"


def _kept_fields(process: Process) -> set[str]:
    return {given.name for step in process.steps for given in step.gives if given.keep}


def _state_problems(process: Process, state: State) -> Iterator[str]:
    ways_out = [
        step for step in process.steps_from(state.name) if set(targets(step, state.name)) - {state.name}
    ]
    if state.phase is Phase.ENDED:
        if state.clocks:
            yield f"state {state.name} has ended, yet a clock runs in it"
        return
    if not ways_out:
        yield f"state {state.name} is a dead end: no step leads out of it"
    if not state.clocks and not state.unclocked_because:
        yield f"state {state.name} is {state.phase} with no clock and no reason why there is none"
    for clock in state.clocks:
        if clock not in {row.name for row in process.clocks}:
            yield f"state {state.name} names the unknown clock {clock}"
    if state.phase is Phase.OPEN and not any(
        step.who not in (Who.SYSTEM, Who.RESIDENT) for step in process.steps_from(state.name)
    ):
        yield f"state {state.name} is open, yet no person may take a step: its holder could do nothing"


def _reached(process: Process) -> set[str]:
    reached = {state for step in process.openings for state in targets(step)}
    grown = True
    while grown:
        new = {t for s in reached for step in process.steps_from(s) for t in targets(step, s)} - reached
        grown = bool(new)
        reached |= new
    return reached


def _unreachable(process: Process) -> Iterator[str]:
    if not process.openings:
        yield "no step opens a case"
    reached = _reached(process)
    for state in process.states:
        if state.name not in reached:
            yield f"state {state.name} cannot be reached"


def _unended(process: Process) -> Iterator[str]:
    """From every reachable state some end must be reachable; a loop without exit is a dead end too."""
    ended = {state.name for state in process.states if state.phase is Phase.ENDED}
    if not ended:
        yield "no state ends a case"
    leads = set(ended)
    grown = True
    while grown:
        new = {
            state.name
            for state in process.states
            if state.name not in leads
            and any(set(targets(step, state.name)) & leads for step in process.steps_from(state.name))
        }
        grown = bool(new)
        leads |= new
    for state in process.states:
        if state.name not in leads:
            yield f"state {state.name} never comes to an end"


def _clock_problems(process: Process) -> Iterator[str]:
    started = {start.clock for step in process.steps for start in step.starts}
    for clock in process.clocks:
        if clock.name not in started:
            yield f"clock {clock.name} is started by no step"
        if not clock.article:
            yield f"clock {clock.name} names no article"
        if clock.due_from is None and clock.amount < 1:
            yield f"clock {clock.name} has no amount"
        if clock.on_due:
            step = next((row for row in process.steps if row.name == clock.on_due), None)
            if step is None or step.who is not Who.SYSTEM:
                yield f"clock {clock.name} is to take {clock.on_due} when due, which is no step of the system"


def _bar_problems(process: Process) -> Iterator[str]:
    kept = {given.name: given for step in process.steps for given in step.gives if given.keep}
    for name in process.bars:
        if name not in kept or kept[name].kind is not Kind.UNIT:
            yield f"the process bars the unit in {name}, which no step keeps"
