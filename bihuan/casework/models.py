"""The rows of the engine. Nothing here knows what an appeal or a hazard is."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bihuan.common.files.sniff import Flag
from bihuan.common.rows import made
from bihuan.organizations.models import Account, Appointment, Jurisdiction, Unit


class Case(models.Model):
    """One case of a process. Written only by `casework.services`; `seq` is its version for stale forms."""

    number = models.CharField(max_length=32)
    process = models.CharField(max_length=64)
    state = models.CharField(max_length=32)
    phase = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    topic = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True, db_index=False)
    registry_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Not null: a case without a holder cannot be written down at all.
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="held_cases", db_index=False)
    holder_account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="held_cases", null=True, db_index=False
    )
    holder_since = models.DateTimeField()
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # The earliest deadline of a running clock that binds an office; what every queue is sorted by.
    next_due_at = models.DateTimeField(null=True)
    next_due_clock = models.CharField(max_length=32, blank=True)
    facts = models.JSONField(default=dict)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32)
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="spawned", db_index=False
    )

    class Meta:
        constraints = [
            # Not `unique=True`: that would keep a second index, for LIKE, which nothing asks.
            models.UniqueConstraint(fields=["number"], name="case_number_once"),
            models.CheckConstraint(
                condition=Q(phase__in=["open", "waiting", "ended"]), name="case_phase_known"
            ),
            models.CheckConstraint(
                condition=Q(phase="ended", ended_at__isnull=False)
                | (~Q(phase="ended") & Q(ended_at__isnull=True)),
                name="case_ended_when_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["registered_at", "id"], name="case_newest"),
            models.Index(fields=["changed_at", "id"], name="case_changed"),
            models.Index(fields=["next_due_at", "id"], name="case_due", condition=Q(next_due_at__isnull=False)),
            models.Index(
                fields=["id"], name="case_unclocked", condition=~Q(phase="ended") & Q(next_due_at__isnull=True)
            ),
            models.Index(fields=["holder_unit", "next_due_at", "id"], name="case_unit_due", condition=~Q(phase="ended")),
            models.Index(
                fields=["holder_account", "next_due_at", "id"], name="case_account_due",
                condition=~Q(phase="ended") & Q(holder_account__isnull=False),
            ),
            models.Index(fields=["state", "registered_at", "id"], name="case_state_newest"),
            models.Index(fields=["holder_unit", "registered_at", "id"], name="case_unit_newest"),
            models.Index(fields=["topic", "registered_at", "id"], name="case_topic_newest"),
            models.Index(fields=["jurisdiction", "registered_at", "id"], name="case_place_newest"),
            models.Index(fields=["channel", "registered_at", "id"], name="case_channel_newest"),
            models.Index(
                fields=["holder_account", "registered_at", "id"], name="case_account_newest",
                condition=Q(holder_account__isnull=False),
            ),
            models.Index(fields=["origin"], name="case_origin", condition=Q(origin__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Entry(models.Model):
    """One journal entry. The database refuses UPDATE, DELETE and TRUNCATE; `hash` chains over `previous`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()  # when it happened in law (an imported reply has its real date)
    recorded_at = models.DateTimeField()  # when it was written down here
    kind = models.CharField(
        max_length=16
    )  # step, assign, comment, attach, link, part, task, calendar, import
    step = models.CharField(max_length=48)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=160)  # as it was written on that day: name, post, unit
    from_state = models.CharField(max_length=32, blank=True)
    to_state = models.CharField(max_length=32)
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    holder_account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    data = models.JSONField(default=dict)
    submission = models.UUIDField(null=True)  # of the form that sent it: a double click writes once
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="entry_once_per_seq"),
            models.UniqueConstraint(
                fields=["submission"], name="entry_once_per_submission", condition=Q(submission__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.step}"


class ClockRow(models.Model):
    """One run of a clock: what was computed (`due_at`) and why. Always recomputable from the journal."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    name = models.CharField(max_length=32)
    obliges = models.CharField(max_length=16)
    start_seq = models.PositiveIntegerField()  # journal entry that started it
    started_at = models.DateTimeField()  # the moment or day counted from
    due_at = models.DateTimeField(null=True)  # null while paused
    provisional = models.BooleanField(default=False)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    roll = models.CharField(max_length=16)
    article = models.CharField(max_length=120)
    rule = models.CharField(max_length=64)  # which version of the rule: "national" or an override
    extended_by = models.PositiveIntegerField(default=0)
    pauses = models.JSONField(default=list)  # [[from, to or null], ...]
    calendar = models.CharField(
        max_length=64, blank=True
    )  # version of the working calendar it was counted with
    stopped_at = models.DateTimeField(null=True)
    stop_seq = models.PositiveIntegerField(null=True)
    stopped_by = models.CharField(max_length=8, blank=True)  # met, void, lapsed
    warned_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # that the deadline has passed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], name="clock_runs_once", condition=Q(stopped_at__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["case", "start_seq"], name="clock_of_case"),
            models.Index(fields=["due_at"], name="clock_running_due", condition=Q(stopped_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"


class ClockRule(models.Model):
    """A district's dated override of a national time limit."""

    process = models.CharField(max_length=64)
    clock = models.CharField(max_length=32)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True, blank=True)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    roll = models.CharField(max_length=16)
    article = models.CharField(max_length=120)
    # Which date of the starting step it counts from, where the table leaves a choice (`spec.Start.or_from`).
    counts_from = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")), name="rule_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="rule_amount_positive"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.process} {self.clock} {self.in_force_from}"


class Involvement(models.Model):
    """A unit that holds, held or helps with a case and may therefore see it.

    What a unit's list is narrowed and sorted by is repeated here under the names it has on the case, so that the list
    is read along one index and not picked out of the whole district's. The database itself keeps it right (0005).
    """

    pk = models.CompositePrimaryKey("unit_id", "case_id")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="involvements")
    registered_at = models.DateTimeField()
    running = models.BooleanField()  # not ended
    process = models.CharField(max_length=64, blank=True)
    phase = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=32, blank=True)
    topic = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    next_due_clock = models.CharField(max_length=32, blank=True)
    next_due_at = models.DateTimeField(null=True)
    jurisdiction = models.ForeignKey(  # the case's own is checked
        Jurisdiction,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "registered_at", "case"], name="involvement_newest",
                include=["phase", "process", "channel"],
            ),
            models.Index(
                fields=["unit", "registered_at", "case"], name="involvement_running", condition=Q(running=True),
                include=["phase", "state"],
            ),
            models.Index(
                fields=["unit", "next_due_at", "case"], name="involvement_due", condition=Q(running=True),
                include=["phase", "state", "next_due_clock"],
            ),
            models.Index(fields=["unit", "state", "registered_at", "case"], name="involvement_state"),
            models.Index(fields=["unit", "topic", "registered_at", "case"], name="involvement_topic"),
            models.Index(fields=["unit", "jurisdiction", "registered_at", "case"], name="involvement_jurisdiction"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit_id} {self.case_id}"

    @classmethod
    def of(cls, case: Case, unit_id: int) -> Involvement:
        """The row that lets the unit see the case."""
        return made(
            cls,
            {
                "unit_id": unit_id, "case_id": case.pk, "registered_at": case.registered_at,
                "running": case.phase != "ended", "process": case.process, "phase": case.phase, "state": case.state,
                "topic": case.topic, "channel": case.channel, "next_due_clock": case.next_due_clock,
                "next_due_at": case.next_due_at, "jurisdiction_id": case.jurisdiction_id,
            },
        )  # fmt: skip


class SweptCase(models.Model):
    """When the sweep last looked at a case. Apart from the case: its row and fourteen indexes stay untouched."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="swept")
    swept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.swept_at}"


class CaseNumber(models.Model):
    """The counter of case numbers per prefix and year; its row lock keeps them without gaps."""

    prefix = models.CharField(max_length=16)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="number_counter")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class DocumentCounter(models.Model):
    """The counter of document numbers per unit, kind and year, without gaps."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="document_counter")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.year}"


class Part(models.Model):
    """A unit that helps (协办): what the lead asked of it and what it answered. The lead writes the one reply."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.TextField()
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.CharField(max_length=160, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "case"], name="part_once_per_unit", condition=Q(replied_at__isnull=True, released_at__isnull=True)
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id}"


class Task(models.Model):
    """A sub-task inside the holding unit or a helping one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="case_tasks", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField(null=True)
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=160, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "account"], name="task_to_do", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """An internal note. Never part of a reply, never shown to a resident."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    author = models.CharField(max_length=160)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.author}"


class Attachment(models.Model):
    """A file of a case: bytes outside the database under their hash, served only to who may see the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=160)
    seq = models.PositiveIntegerField()
    flags = ArrayField(models.CharField(max_length=16), default=list, db_default=[])  # names of store.Flag

    def __str__(self) -> str:
        return self.name

    @property
    def warnings(self) -> list[str]:
        """What to know before opening it, in the words of the file store (gettext msgids)."""
        return [flag.value for flag in Flag if flag.name.lower() in self.flags]


class Link(models.Model):
    """Two cases that belong together. Nothing is merged: each keeps its own thread."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=16)  # same matter, related, follows
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="link_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="link_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.other_id}"


class IssuedDocument(models.Model):
    """A document that a step issued: the data it was made from, re-creatable; numbered per unit, kind and year."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=32)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    ordinal = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year", "ordinal"], name="document_number_once")
        ]

    def __str__(self) -> str:
        return self.number


class SavedView(models.Model):
    """Filters and columns of the case list that somebody named for themselves."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    is_default = models.BooleanField(default=False)  # what /cases/ shows when nothing else is asked for
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="saved_view_once"),
            models.UniqueConstraint(
                fields=["account"], name="saved_view_one_default", condition=Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OutboxMessage(models.Model):
    """Something to tell somebody, written in the transaction that caused it, delivered by a job exactly once."""

    key = models.CharField(max_length=160)  # what makes it the same message: told once
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=32)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="message_told_once")]
        indexes = [
            models.Index(
                fields=["created_at"], name="outbox_pending", condition=Q(delivered_at__isnull=True)
            ),
            # A trace asks what was told in one case, among all messages there ever were.
            models.Index(
                fields=["case", "created_at"], name="outbox_of_case", condition=Q(case__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """A delivered message in front of one person, until they have read it."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="notices")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices", db_index=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "message"], name="notice_once")]
        indexes = [
            models.Index(fields=["account", "-at"], name="notice_unread", condition=Q(read_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.account_id}"
