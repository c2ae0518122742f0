"""Giving out the code of a case: when it is filed, at the intake desk, and again when it was lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bihuan.casework import journal
from bihuan.casework.errors import NotYours
from bihuan.casework.models import Case
from bihuan.casework.permissions import may_add
from bihuan.casework.services import writing
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.portal import codes
from bihuan.portal.errors import CheckMissing, NobodyToCheck
from bihuan.portal.following.seats import person_of, seats_of
from bihuan.portal.models import AccessCode
from bihuan.vault.keys import keyring

GIVERS = (Role.INTAKE, Role.DISPATCHER)
# How whoever lost the code showed who they are.
CHECKS = {
    "id_card": _("当面核对证件"),
    "call_back": _("按登记的电话回拨核对"),
    "slip": _("持有原来的回执"),
    "household": _("由同住亲属持双方证件代办"),
}


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """Shown once: the code is nowhere to be read again."""

    number: str
    code: str
    again: bool

    @property
    def grouped(self) -> str:
        """As it is printed and read aloud."""
        return codes.grouped(self.code)


def may_issue(case: Case, actor: Actor) -> bool:
    """The resident for themselves; at a desk, whoever takes letters in, in the unit that registered or holds the case."""
    if actor.is_resident:
        return True
    return (
        actor.has(*GIVERS)
        and may_add(case, actor)
        and actor.unit_id in (case.registry_unit_id, case.holder_unit_id)
    )


@transaction.atomic
def issue_code(*, case: Case, actor: Actor, at: datetime, seat: int = 0, checked: str = "") -> IssuedCode:
    """Give out a code for the case, to be printed or read aloud; the journal says so, not what it is.

    A second one makes the first worthless and needs `checked`, a key of CHECKS: how the identity was compared.
    Raises NotYours, CheckMissing, NobodyToCheck (an anonymous letter has nobody to compare with).
    """
    locked = writing.lock(case.pk, seen=None, submission=None)
    assert isinstance(locked, Case)
    if not may_issue(locked, actor) or seat not in seats_of(locked):
        raise NotYours
    before = AccessCode.objects.filter(case=locked, seat=seat).first()
    if before is not None:
        _prove(locked, seat, actor, checked)
    code = codes.new_code()
    key = keyring().current
    AccessCode.objects.update_or_create(
        case=locked, seat=seat,
        defaults={
            "digest": codes.digest(locked.number, code, key), "key_id": key.key_id, "issued_at": at,
            "issue": before.issue + 1 if before is not None else 1, "issued_by": journal.actor_line(actor),
        },
    )  # fmt: skip
    writing.record(
        locked, actor=actor, at=at, recorded_at=None, kind="code",
        step="reissue_code" if before is not None else "issue_code",
        data={"seat": seat, **({"checked": str(CHECKS[checked])} if before is not None else {})},
    )  # fmt: skip
    return IssuedCode(locked.number, code, before is not None)


def _prove(case: Case, seat: int, actor: Actor, checked: str) -> None:
    if actor.is_resident:
        raise NotYours
    if checked not in CHECKS:
        raise CheckMissing
    if person_of(case, seat) is None and checked != "slip":
        raise NobodyToCheck
