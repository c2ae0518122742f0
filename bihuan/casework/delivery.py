"""From the outbox to the people: each message reaches each of its people once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.casework.models import Notice, OutboxMessage
from bihuan.casework.posts import officers_in
from bihuan.casework.wall import policy
from bihuan.common.calendar.working import CHINA

BATCH = 200


def deliver_pending(*, at: datetime) -> int:
    """Deliver all that is pending, oldest first, batch by batch. Returns how many messages. Workers may run side by side."""
    delivered = 0
    while count := _deliver_batch(at):
        delivered += count
    return delivered


@transaction.atomic
def _deliver_batch(at: datetime) -> int:
    pending = list(
        OutboxMessage.objects.filter(delivered_at__isnull=True)
        .order_by("created_at", "pk")
        .select_for_update(skip_locked=True)[:BATCH]
    )
    people: dict[int, list[int]] = {}
    notices: list[Notice] = []
    walled = policy.behind({message.case_id for message in pending if message.case_id is not None})
    for message in pending:
        if message.account_id is not None:
            accounts = [message.account_id]
        elif message.unit_id is not None:
            if message.unit_id not in people:
                people[message.unit_id] = list(officers_in(message.unit_id, at.astimezone(CHINA).date()))
            accounts = people[message.unit_id]
        else:
            accounts = []
        notices += [
            Notice(message=message, account_id=account, at=at)
            for account in accounts
            if (message.case_id, account) not in walled
        ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    OutboxMessage.objects.filter(pk__in=[message.pk for message in pending]).update(delivered_at=at)
    return len(pending)
