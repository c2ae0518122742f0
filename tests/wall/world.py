"""A unit in which every role has one official, and one case of every process behind whose wall they all are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from unittest import mock
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from bihuan.appeals import services as appeals
from bihuan.casework import delivery, guards, outbox, registry, services
from bihuan.casework.models import Attachment, Case, Entry, IssuedDocument, Part, Task
from bihuan.casework.spec import Field, Kind, Process, Step, Who
from bihuan.casework.tests.cast import load_district, unit
from bihuan.organizations.actor import RESIDENT, SYSTEM, Actor
from bihuan.organizations.models import Account, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import actor as actor_on
from bihuan.organizations.tests import factories

WALLS = ("unit", "complained", "recused")
TRACKS = ("petition", "suggestion", "hotline", "report")


@dataclass(frozen=True, slots=True)
class Kept:
    """A case, how it is walled, and the words that nobody behind the wall may ever read."""

    case: Case
    wall: str  # unit, complained, recused; "none": a case of another unit, "open": one that everybody here may see
    word: str
    values: Mapping[str, Any]


@dataclass
class World:
    """Everything the matrix is played with."""

    unit: Unit
    actors: dict[Role, Actor]
    cases: list[Kept] = field(default_factory=list)

    def client(self, role: Role) -> Client:
        """A browser of the official with that role."""
        client = Client(raise_request_exception=False)  # one broken page must not hide what the others show
        account = Account.objects.get(pk=self.actors[role].account_id or 0)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    @property
    def walled(self) -> list[Kept]:
        """The cases that nobody of the unit may receive."""
        return [one for one in self.cases if one.wall in WALLS]

    def one(self, wall: str) -> Kept:
        """The first case that is walled so."""
        return next(one for one in self.cases if one.wall == wall)


def build() -> World:
    """Make it, in the transaction of the caller."""
    load_district()
    at = timezone.now() - timedelta(days=2)
    place = unit("住建局")
    here = Unit.objects.create(
        code="WALLED", name="被反映局", short_name="被反映局", kind=Unit.Kind.DEPARTMENT, jurisdiction=place.jurisdiction,
        superior=unit("区政府"), valid_from=date(2010, 1, 1),
    )  # fmt: skip
    actors: dict[Role, Actor] = {}
    for role in Role:
        account = factories.account(f"walled-{role}")
        factories.held(account, factories.post(str(role), role, of=here), date(2020, 1, 1))
        found = actor_on(account.pk, None, at.date())
        assert found is not None
        actors[role] = found
    world = World(here, actors)
    with _no_guards():
        for serial, (process, wall) in enumerate(_kinds()):
            world.cases.append(_case(world, registry.get(process), wall, serial, at))
        for track in TRACKS:
            for wall in WALLS:
                world.cases.append(_appeal(world, track, wall, len(world.cases), at))
        other = unit("人社局")
        world.cases.append(
            _case(world, registry.get("appeals.petition"), "none", len(world.cases), at, holder=other)
        )
        world.cases.append(_case(world, registry.get("appeals.petition"), "open", len(world.cases), at))
    delivery.deliver_pending(at=at + timedelta(minutes=1))
    for kept in world.walled:
        _wall_off(world, kept, at + timedelta(minutes=2))
    for role, one in actors.items():
        again = actor_on(one.account_id or 0, one.appointment_id, at.date())
        assert again is not None
        assert again.behind_wall
        actors[role] = again
    return world


def _kinds() -> list[tuple[str, str]]:
    """Every process once, the walls by turns."""
    return [(process.name, WALLS[n % 3]) for n, process in enumerate(registry.all_processes())]


def _everything(of: Unit) -> Actor:
    return Actor(None, None, of.pk, of.jurisdiction_id, "经手人", of.name, roles=frozenset(Role))


def _opening(process: Process) -> tuple[Step, Actor | None]:
    """An opening step and who may take it; None: the official of the unit."""
    for step in process.openings:
        if step.roles and step.who not in (Who.SYSTEM, Who.RESIDENT):
            return step, None
    step = process.openings[0]
    return step, SYSTEM if step.who is Who.SYSTEM else RESIDENT


def _case(
    world: World, process: Process, wall: str, serial: int, at: datetime, holder: Unit | None = None
) -> Kept:
    word, here = f"暗记{serial:03d}号", holder or world.unit
    step, actor = _opening(process)
    acting = actor or _everything(here)
    given = {one.name: _value(one, word, here, at) for one in step.gives if one.required}
    with mock.patch("bihuan.casework.services.opening.may_open", return_value=True):
        case = services.open_case(
            process=process.name, step=step.name, actor=acting, at=at, subject=f"{word}的事项", body=f"{word}的经过",
            given=given, registry_unit_id=here.pk,
        )  # fmt: skip
    return _planted(world, case, wall, word, here, at)


def _appeal(world: World, track: str, wall: str, serial: int, at: datetime) -> Kept:
    """By the front door, so that the slice's own rows and the vault have it."""
    word = f"暗记{serial:03d}号"
    letter = appeals.Letter(
        subject=f"{word}的信", body=f"{word}的经过", channel="letter", received_on=at.date(), track=track,
        person={"name": f"{word}人", "phone": "19900001234"},
    )  # fmt: skip
    case = appeals.register(letter=letter, actor=_everything(world.unit), at=at)
    return _planted(world, case, wall, word, world.unit, at)


def _planted(world: World, case: Case, wall: str, word: str, here: Unit, at: datetime) -> Kept:
    """Something of the case in every table that hangs on it, and a message to everybody."""
    acting = _everything(here)
    services.comment(case_id=case.pk, text=f"{word}的备注", actor=acting, at=at)
    entry = Entry.objects.filter(case=case).latest("seq")
    file = Attachment.objects.create(
        case=case, name=f"{word}.pdf", media_type="application/pdf", size=3, sha256=sha256(word.encode()).hexdigest(),
        added_at=at, added_by="经手人", seq=entry.seq,
    )  # fmt: skip
    task = Task.objects.create(case=case, title=f"{word}的任务", unit=here, added_at=at)
    part = Part.objects.create(case=case, unit=here, asked=f"{word}的协办", asked_at=at)
    paper = IssuedDocument.objects.create(
        case=case, seq=entry.seq, kind="decision", unit=here, year=2026, ordinal=case.pk, number=f"{word}文", issued_at=at,
        data={"subject": word},
    )  # fmt: skip
    outbox.tell_unit(case=case, entry=entry, unit_id=here.pk, kind="case_moved")
    process = registry.get(case.process)
    step = next(iter(process.steps_from(case.state)), None)
    values = {
        "number": case.number, "step": step.name if step else "none", "file_id": file.pk, "document_id": paper.pk,
        "form": "pdf", "task_id": task.pk, "part_id": part.pk, "seat": 1, "text_id": 1, "sha256": file.sha256,
        "submission": uuid4(), "wall_id": 1,
    }  # fmt: skip
    return Kept(case, wall, word, values)


def _wall_off(world: World, kept: Kept, at: datetime) -> None:
    """The unit as a whole, or every one of its officials by name."""
    chief = Actor(
        None,
        None,
        unit("区政府").pk,
        None,
        "区领导",
        "区政府",
        roles=frozenset({Role.LEADER}),
        behind_wall=False,
    )
    why = "recused" if kept.wall == "recused" else "complained"
    whom: list[dict[str, int | None]] = (
        [{"unit_id": world.unit.pk}]
        if kept.wall == "unit"
        else [{"account_id": one.account_id} for one in world.actors.values()]
    )
    for one in whom:
        services.put_up_wall(case_id=kept.case.pk, why=why, reason="信访人反映。", actor=chief, at=at, **one)  # type: ignore[arg-type]


def _value(asked: Field, word: str, here: Unit, at: datetime) -> Any:
    match asked.kind:
        case Kind.LINE | Kind.TEXT:
            return f"{word}的{asked.label}"[:200]
        case Kind.DATE:
            return at.date()
        case Kind.MOMENT:
            return at - timedelta(minutes=1)
        case Kind.CHOICE:
            return asked.choices[0][0]
        case Kind.UNIT:
            return unit("纪委监委").pk if asked.walls else here.pk
        case Kind.OFFICER:
            return Account.objects.filter(appointments__post__unit=here).values_list("pk", flat=True).first()
        case Kind.NUMBER:
            return 1
        case Kind.YES:
            return True
        case _:
            return ["1"]


@contextmanager
def _no_guards() -> Iterator[None]:
    """What the law asks of a step is tried elsewhere; here a case must only be there."""
    with mock.patch.object(guards, "run", return_value=None):
        yield
