"""The shapes of what the API takes and gives. Codes of units and places, user names: never a key of the database."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict


class Strict(Schema):
    """A body in which an unknown name is an error, not silence."""

    model_config = ConfigDict(extra="forbid")


class ProblemOut(Schema):
    """RFC 9457. `errors` by field; `since` and `seq` with 409 stale."""

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, str] | None = None
    seq: int | None = None
    since: list[dict[str, Any]] | None = None


class UnitOut(Schema):
    """A unit."""

    code: str
    name: str


class OfficerOut(Schema):
    """An official who holds a case."""

    username: str
    name: str


class PlaceOut(Schema):
    """A place by its 12-digit code."""

    code: str
    name: str


class StateOut(Schema):
    """A state. `phase`: open, waiting or ended."""

    name: str
    label: str
    phase: str
    clocks: list[str] = []
    why_no_clock: str = ""


class ClockRuleOut(Schema):
    """A time limit of the table: the national default."""

    name: str
    label: str
    article: str
    amount: int | None
    unit: str
    roll: str
    obliges: str
    due_from: str | None


class StepOut(Schema):
    """A step of the table; `given` is the JSON schema of what it asks for."""

    name: str
    label: str
    article: str
    help: str
    sources: list[str]
    targets: list[str]
    roles: list[str]
    who: str
    starts: list[str]
    meets: list[str]
    voids: list[str]
    document: str
    final: bool
    given: dict[str, Any]


class ProcessLine(Schema):
    """A kind of case."""

    name: str
    label: str
    prefix: str
    source: str


class ProcessOut(ProcessLine):
    """A kind of case with its whole table."""

    states: list[StateOut]
    steps: list[StepOut]
    clocks: list[ClockRuleOut]


class CaseLine(Schema):
    """A case in a list."""

    number: str
    process: str
    subject: str
    state: str
    state_label: str
    phase: str
    holder: UnitOut
    officer: OfficerOut | None
    place: PlaceOut | None
    topic: str
    channel: str
    received_on: date
    registered_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    due_at: datetime | None = Field(None, description="Earliest running deadline that binds an office")
    due_clock: str
    overdue: bool
    seq: int = Field(description="Length of the journal: what a step sends back as `seen`")


class CasesOut(Schema):
    """A page of cases. `next` and `previous` are addresses; `total` is null when not counted, capped at 1001."""

    items: list[CaseLine]
    total: int | None
    next: str | None
    previous: str | None


class ClockOut(Schema):
    """A run of a clock with why it ends when it does. `status`: running, paused, met, void, lapsed."""

    name: str
    label: str
    article: str
    obliges: str
    status: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    late: bool
    provisional: bool
    extended_by: int
    rule: str
    why: dict[str, Any] | None


class GivenOut(Schema):
    """One thing that was given with an entry, in words."""

    label: str
    text: str


class EntryOut(Schema):
    """A journal entry."""

    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    step: str
    label: str
    actor: str
    from_state: str
    to_state: str
    given: list[GivenOut]
    hash: str


class DocumentOut(Schema):
    """An issued document: its number and where to fetch it (session only)."""

    number: str
    kind: str
    issued_at: datetime
    unit: UnitOut
    seq: int
    pdf: str
    docx: str


class CaseOut(CaseLine):
    """A case with all that the page shows, but who appealed."""

    body: str
    registry: UnitOut
    facts: dict[str, Any]
    clocks: list[ClockOut]
    journal: list[EntryOut]
    documents: list[DocumentOut]


class OpenStepOut(StepOut):
    """A step that the caller may take now; `seen` and a fresh `submission` go into its body."""

    seen: int
    href: str


class StepIn(Strict):
    """What a step is taken with."""

    given: dict[str, Any] = Field(
        default_factory=dict, description="The fields of the step; units by code, people by user name"
    )
    seen: int = Field(ge=0, le=2**31 - 1, description="`seq` of the case as the caller saw it")
    submission: UUID = Field(description="Made by the caller; sent again with it, the step is taken once")


class PersonIn(Strict):
    """Who appeals. Goes into the vault and is never given out by the API."""

    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=200)
    address: str = Field("", max_length=1000)
    identity_number: str = Field("", max_length=200)
    id_kind: str = Field("", max_length=200)
    email: str = Field("", max_length=200)
    other: str = Field("", max_length=1000)


class AppealIn(Strict):
    """A letter, visit, call or web message to register."""

    subject: str = Field(max_length=200)
    body: str = Field(max_length=20_000)
    channel: str = Field(max_length=16)
    received_on: date
    topic: str = Field("", max_length=120)
    place: str = Field("", max_length=12, description="12-digit code")
    person: PersonIn | None = Field(None, description="Left out: anonymous")
    confidential: bool = False
    read_back: bool = Field(
        default=False,
        description="Must be true with the channels visit and call: written down, read back to the person and confirmed "
        "by them (信访工作条例 art. 19). Means nothing with other channels",
    )
    accused_unit: str = Field(
        "",
        max_length=255,
        description="The unit complained about, by name, short name or code: it never receives the case",
    )
    accused_official: str = Field(
        "",
        max_length=150,
        description="The official complained about, by user name or name: never receives the case",
    )
    source: str = Field("", max_length=80, description="The system it comes from")
    source_number: str = Field("", max_length=80, description="Its number there; the pair is registered once")
    submission: UUID


class BeyondOut(Schema):
    """Registered, and with the unit above at once, because it is about whoever sent it or their unit."""

    number: str
    detail: str
