"""Out by the gateway: tried again when it fails, given up visibly, and once in effect however often a worker is killed.

A message is claimed for some minutes (`next_at` moves on) in a transaction of its own, then its address is opened in the
vault, which is put on record, then it is handed over, then marked. Killed between handing over and marking it is tried
again with the same key, by which a gateway, a mailbox and the demo's folder know the second one for the first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from bihuan.casework import outbox
from bihuan.casework.models import Entry
from bihuan.organizations.actor import SYSTEM
from bihuan.portal.following.seats import person_of
from bihuan.portal.models import Message, Wish
from bihuan.portal.telling.gateways import Gateway, NotSent, gateway_for
from bihuan.portal.telling.wording import words_of
from bihuan.vault import services as vault
from bihuan.vault.errors import VaultError
from bihuan.vault.fields import Field
from bihuan.vault.purposes import Purpose

log = structlog.get_logger(__name__)
CLAIM = timedelta(minutes=10)
AGAIN = tuple(timedelta(minutes=n) for n in (2, 10, 60, 360, 1440))
FIELD = {"sms": Field.PHONE, "email": Field.EMAIL}


def send_pending(*, at: datetime, most: int = 200) -> int:
    """Send what is due, the oldest first. Returns how many went out. Workers may run side by side."""
    sent = 0
    for _ in range(most):
        message = _claim(at)
        if message is None:
            break
        sent += _try(message, at)
    return sent


@transaction.atomic
def _claim(at: datetime) -> Message | None:
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("case")
        .filter(next_at__lte=at).order_by("next_at", "pk").first()
    )  # fmt: skip
    if message is not None:
        message.tries, message.next_at = message.tries + 1, at + CLAIM
        message.save(update_fields=("tries", "next_at"))
    return message


def _try(message: Message, at: datetime) -> bool:
    try:
        gateway = gateway_for(message.channel)
        if gateway is None:
            raise NotSent("no gateway is set up", final=True)
        _hand_over(message, gateway, at)
    except NotSent as problem:
        _failed(message, problem, at)
        return False
    Message.objects.filter(pk=message.pk).update(done_at=at, next_at=None, fault="")
    return True


def _hand_over(message: Message, gateway: Gateway, at: datetime) -> None:
    key = person_of(message.case, message.seat)
    if key is None:
        raise NotSent("nobody to tell", final=True)
    field = FIELD[message.channel]
    try:
        opened = vault.open(
            person_id=key,
            fields=[field],
            purpose=Purpose.NOTICE,
            actor=SYSTEM,
            case_number=message.case.number,
            at=at,
        )
    except VaultError as problem:
        raise NotSent(type(problem).__name__) from None
    if not (to := opened.get(field, "")):
        raise NotSent("no address", final=True)
    wish = Wish.objects.filter(case=message.case, seat=message.seat).first()
    gateway.send(to=to, words=words_of(message, wish), key=message.key)


def _failed(message: Message, problem: NotSent, at: datetime) -> None:
    """Later again; after the last try onto paper, and the unit that holds the case is told."""
    log.warning("message_not_sent", message=message.pk, tries=message.tries, reason=problem.reason)
    if not problem.final and message.tries <= len(AGAIN):
        Message.objects.filter(pk=message.pk).update(
            next_at=at + AGAIN[message.tries - 1], fault=problem.reason
        )
        return
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(
            next_at=None, gave_up_at=at, channel=Wish.Channel.PAPER, fault=problem.reason
        )
        entry = Entry.objects.filter(case=message.case).select_related("case").order_by("-seq")[0]
        outbox.tell_unit(
            case=message.case, entry=entry, unit_id=message.case.registry_unit_id, kind="message_failed"
        )
