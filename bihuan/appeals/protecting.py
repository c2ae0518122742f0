"""What the vault is told about appeals: what is unusual about an opening, whom an alarm reaches, how long a person is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bihuan.appeals.models import Appeal, Signatory
from bihuan.casework.listing.notices import KINDS, TITLES
from bihuan.casework.models import Case, Involvement, OutboxMessage
from bihuan.casework.selectors import visible_cases
from bihuan.casework.spec import Phase
from bihuan.casework.wall import policy
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Appointment
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import in_force
from bihuan.vault import alarms, retention
from bihuan.vault.alarms import Circumstance, Rule
from bihuan.vault.models import Alarm
from bihuan.vault.retention import Kept

WORDS = {
    "identity_many": _("一小时内多次查看信访人身份，请核查是否必要"),
    "identity_outside": _("查看了非本单位承办事项的信访人身份，请核查是否必要"),
    "identity_ended": _("事项办结后查看了信访人身份，请核查是否必要"),
}


def register_all() -> None:
    """Called once, when models are ready."""
    alarms.tell_by(tell)
    alarms.shown_by(seen_by)
    alarms.found_by(person_of)
    alarms.reached_by(told_of_emergency)
    retention.keep_by(kept)
    TITLES.update({**WORDS, "identity_emergency": alarms.EMERGENCY_TOLD})
    KINDS.update(dict.fromkeys((*WORDS, "identity_emergency"), "overdue"))


def seen_by(actor: Actor, numbers: Collection[str]) -> list[str]:
    """Of these cases, those the actor may see; a wall stands before an alarm as before the case."""
    return list(visible_cases(actor).filter(number__in=numbers).values_list("number", flat=True))


def person_of(actor: Actor, number: str) -> UUID | None:
    """Who filed a case that the actor may see."""
    rows = Appeal.objects.filter(case__in=visible_cases(actor).filter(number=number))
    return rows.values_list("person_id", flat=True).first()


def circumstances(case: Case, actor: Actor) -> list[Circumstance]:
    """What is unusual about this actor's opening of this case's petitioner."""
    found = []
    if case.phase == Phase.ENDED:
        found.append(Circumstance.ENDED)
    works = Involvement.objects.filter(case_id=case.pk, unit=actor.unit_id)
    if not works.exists():
        found.append(Circumstance.OUTSIDE)
    return found


def tell(alarm: Alarm) -> None:
    """A notice to everyone who supervises, but not to whom it is about. It names the official and the case, no petitioner."""
    opening = alarm.opening
    case = Case.objects.filter(number=opening.case_number).first()
    emergency = alarm.rule == Rule.EMERGENCY
    whom = told_of_emergency(alarm.at, opening.case_number) if emergency else supervisors(alarm.at)
    people = [account for account in whom if account != opening.account_id]
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                key=f"vault/{alarm.rule}/{opening.pk}/{account}", case=case, kind=f"identity_{alarm.rule}",
                account_id=account, created_at=alarm.at,
                data={"by": " · ".join(part for part in (opening.actor_name, opening.post_title, opening.unit_name) if part)},
            )
            for account in people
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def supervisors(at: datetime) -> list[int]:
    """The accounts in office that supervise the district."""
    return _in_office(at, Role.SUPERVISOR)


def told_of_emergency(at: datetime, number: str) -> list[int]:
    """Who supervises or audits and is not behind the wall of the case."""
    case_id = Case.objects.filter(number=number).values_list("pk", flat=True).first()
    behind = {account for _case, account in policy.behind([] if case_id is None else [case_id])}
    return [one for one in _in_office(at, Role.SUPERVISOR, Role.AUDITOR) if one not in behind]


def _in_office(at: datetime, *roles: Role) -> list[int]:
    rows = Appointment.objects.filter(
        in_force(at.astimezone(CHINA).date()),
        post__roles__overlap=[role.value for role in roles],
        account__is_active=True,
    )
    return sorted(set(rows.values_list("account_id", flat=True)))


def kept(person_id: UUID | None) -> Iterator[Kept]:
    """Until when each person behind an appeal is needed: so many years after the end, by the case's track."""
    for model in (Appeal, Signatory):
        rows = model._default_manager.exclude(person=None)
        if person_id is not None:
            rows = rows.filter(person_id=person_id)
        yield from _kept(
            rows.values_list("person_id", "case__number", "case__process", "case__ended_at").iterator()
        )


def _kept(rows: Iterable[tuple[UUID, str, str, datetime | None]]) -> Iterator[Kept]:
    for person, number, track, ended_at in rows:
        yield Kept(person, number, track, None if ended_at is None else until(track, ended_at))


def until(track: str, ended_at: datetime) -> date:
    """The last day of keeping: the same day so many years later, the end of February in place of its 29th."""
    day = ended_at.astimezone(CHINA).date()
    years = settings.VAULT_RETENTION.get(track, settings.VAULT_RETENTION[""])
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
