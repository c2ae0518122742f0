"""What follows from steps of appeals, in the same transaction: an officer withdrawn, another case opened or linked."""

from __future__ import annotations

from bihuan.appeals.processes.petition import PETITION
from bihuan.casework import services
from bihuan.casework.consequences import Taken, register
from bihuan.casework.models import Case


def withdraw(taken: Taken) -> None:
    """Art. 28¶3: who has to stand aside has the case no longer."""
    if taken.case.holder_account_id == taken.given["officer"]:
        services.unassign(case_id=taken.case.pk, actor=taken.actor, at=taken.at)


def link_same_matter(taken: Taken) -> None:
    """Art. 19¶3: both cases show each other, so that nobody's thread is lost."""
    other = Case.objects.get(number=taken.given["other_case"].strip().upper())
    services.link(
        case_id=taken.case.pk, other_id=other.pk, kind="same_matter", actor=taken.actor, at=taken.at
    )


def register_all() -> None:
    """Make every consequence known to the engine."""
    register(PETITION.name, "recuse", withdraw)
    register(PETITION.name, "decline", link_same_matter)
