"""Officers' enforcement certificates (行政执法证): who may be sent to inspect on a day. 行政处罚法 art. 42."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from bihuan.casework import outbox
from bihuan.casework.errors import Incomplete, NotYours, Text
from bihuan.casework.posts import officers_in
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Appointment
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import in_force
from bihuan.safety.inspections.guards import certificates_on
from bihuan.safety.inspections.models import OfficerCertificate

DAYS = (60, 30, 7, 0)  # so many days before the last day the unit is told
KIND = "officer_certificate_ends"


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody in post in the unit, and the certificate that ends last; `days` left, negative when it has ended."""

    account_id: int
    name: str
    certificate: OfficerCertificate | None
    days: int | None


def officers_of(unit_id: int, on: date) -> dict[str, int]:
    """Certificate number -> account, of the unit's officers who may inspect on the day."""
    posted = Appointment.objects.filter(in_force(on), post__unit_id=unit_id, account__is_active=True)
    accounts = list(posted.values_list("account_id", flat=True))
    return {number: account for account, number in certificates_on(accounts, on).items()}


def roll(unit_id: int, on: date) -> list[Officer]:
    """Everyone in post in the unit, who may inspect first, with the certificate that ends last."""
    people = officers_in(unit_id, on)
    rows = OfficerCertificate.objects.filter(account__in=list(people)).order_by("expires_on")
    last = {row.account_id: row for row in rows}
    found = [
        Officer(key, name, last.get(key), (last[key].expires_on - on).days if key in last else None)
        for key, name in people.items()
    ]
    return sorted(found, key=lambda one: (one.days is None or one.days < 0, one.days or 0))


def certify(
    *, account: Account, number: str, issued_on: date, expires_on: date, actor: Actor, on: date | None = None
) -> OfficerCertificate:
    """Enter an officer's enforcement certificate, or correct the dates of one. `on`: today, unless the system enters it.

    A head enters those of the own unit. Raises NotYours; Incomplete with what is wrong, by field.
    """
    if not actor.is_system:
        own = officers_in(actor.unit_id, on) if actor.unit_id is not None and on is not None else {}
        if not actor.has(Role.UNIT_HEAD) or account.pk not in own:
            raise NotYours
    number = number.strip()
    faults: dict[str, Text] = {}
    if not number:
        faults["number"] = _("请填写这一栏。")
    if expires_on < issued_on:
        faults["expires_on"] = _("有效期早于发证日期，请检查。")
    if OfficerCertificate.objects.filter(number=number).exclude(account=account).exists():
        faults["number"] = _("这个证号已经登记在另一名人员名下，请核对。")
    if faults:
        raise Incomplete(faults)
    row, _created = OfficerCertificate.objects.update_or_create(
        number=number, defaults={"account": account, "issued_on": issued_on, "expires_on": expires_on}
    )
    return row


def remind(*, on: date, at: datetime) -> int:
    """Tell each unit of certificates of its officers that end within 60 days and have no successor. Told once a step."""
    rows = OfficerCertificate.objects.filter(expires_on__gte=on, expires_on__lte=on + timedelta(days=DAYS[0]))
    count = 0
    for row in rows.select_related("account").order_by("expires_on", "pk"):
        if OfficerCertificate.objects.filter(account=row.account_id, expires_on__gt=row.expires_on).exists():
            continue
        step, count = min(day for day in DAYS if day >= (row.expires_on - on).days), count + 1
        units = Appointment.objects.filter(in_force(on), account=row.account_id).values_list(
            "post__unit_id", flat=True
        )
        for unit_id in set(units):
            outbox.tell_of(
                key=f"officer-certificate/{row.pk}/{row.expires_on.isoformat()}/{step}/{unit_id}", unit_id=unit_id, at=at,
                kind=KIND,
                data={"subject": f"{row.account.name} {row.number}", "day": row.expires_on.isoformat(),
                      "href": "/safety/officers/"},
            )  # fmt: skip
    return count
