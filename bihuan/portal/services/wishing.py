"""How somebody wishes to be told from now on."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete
from bihuan.casework.models import Case
from bihuan.portal.following.seats import person_of
from bihuan.portal.models import Wish
from bihuan.portal.telling.gateways import offered
from bihuan.vault.models import Person

CONTACT = {"sms": "seal_phone", "email": "seal_email", "paper": "seal_address"}


def wish_of(case: Case, seat: int) -> str:
    """The channel wished for; "none" where nothing was said."""
    row = Wish.objects.filter(case=case, seat=seat).first()
    return row.channel if row is not None else Wish.Channel.NONE


def channels_of(case: Case, seat: int) -> tuple[str, ...]:
    """The channels this installation offers and the person left a contact for. Nothing is opened to know it."""
    key = person_of(case, seat)
    row = Person.objects.filter(pk=key).first() if key is not None else None
    return tuple(
        channel
        for channel in offered()
        if channel not in CONTACT or (row is not None and getattr(row, CONTACT[channel]) is not None)
    )


class AtTheDesk:
    """What the intake desk asks of the portal (`appeals.telling`)."""

    def offered(self) -> tuple[str, ...]:
        """The ways that are set up here."""
        return offered()

    def wish(self, *, case: Case, channel: str, at: datetime) -> None:
        """Keep what was said at the desk. A form sent twice, or a resident who chose since, changes nothing."""
        Wish.objects.bulk_create([Wish(case=case, seat=0, channel=channel, set_at=at)], ignore_conflicts=True)


def set_wish(*, case: Case, seat: int, channel: str, at: datetime, language: str = "") -> Wish:
    """Be told this way. Raises Incomplete for a way without a contact."""
    if channel not in channels_of(case, seat):
        raise Incomplete({"wish": _("这个方式没有留下联系信息，请从列出的方式里选。")})
    wish, _created = Wish.objects.update_or_create(
        case=case,
        seat=seat,
        defaults={"channel": channel, "set_at": at, **({"language": language} if language else {})},
    )
    return wish
