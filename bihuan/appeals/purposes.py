"""For what the petitioner of a case may be opened in each state of the table. Everything else is not offered."""

from __future__ import annotations

from bihuan.appeals.processes import ALL
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.vault.purposes import Purpose

_AT_FIRST = (Purpose.NOTICE, Purpose.HEARING)
IN_STATE: dict[str, tuple[Purpose, ...]] = {
    "registered": _AT_FIRST,
    "received": _AT_FIRST,
    "forwarded": _AT_FIRST,
    "disputed": _AT_FIRST,
    "returned": _AT_FIRST,
    "handling": (Purpose.HEARING, Purpose.NOTICE, Purpose.DECISION, Purpose.RELIEF),
    "extension": (Purpose.EXTENSION, Purpose.HEARING),
    "decided": (Purpose.DECISION, Purpose.RELIEF),
    "served": (Purpose.DECISION, Purpose.RELIEF),
    "executing": (Purpose.DECISION, Purpose.HEARING, Purpose.RELIEF),
    "executed": (Purpose.HEARING, Purpose.DECISION, Purpose.RELIEF),
    "closed": (Purpose.RELIEF,),
    "answered": (Purpose.RELIEF,),
    "directed": (Purpose.NOTICE,),
    "redoing": (Purpose.HEARING, Purpose.NOTICE, Purpose.DECISION, Purpose.RELIEF),
    "promised": (Purpose.HEARING, Purpose.DECISION, Purpose.RELIEF),
    "helping": (Purpose.RELIEF, Purpose.HEARING),
    "contested": (Purpose.HEARING, Purpose.RELIEF),
    "reviewing": (Purpose.HEARING, Purpose.RELIEF),
    "reviewed": (Purpose.DECISION, Purpose.RELIEF),
    "review_served": (Purpose.DECISION, Purpose.RELIEF),
    "revoked": (Purpose.DECISION,),
    "re_reviewing": (Purpose.HEARING, Purpose.RELIEF),
    "re_hearing": (Purpose.HEARING,),
    "re_reviewed": (Purpose.DECISION,),
    "re_served": (Purpose.NOTICE, Purpose.RELIEF),
    "carrying": (Purpose.DECISION, Purpose.HEARING),
    "concluded": (Purpose.RELIEF,),
    "declined": (Purpose.NOTICE,),
    "moved": (Purpose.NOTICE,),
    # The hotline's orders.
    "logged": _AT_FIRST,
    "dispatched": _AT_FIRST,
    "order_disputed": _AT_FIRST,
    "working": (Purpose.HEARING, Purpose.DECISION),
    "deferred": (Purpose.HEARING, Purpose.DECISION),
    "replied": (Purpose.HEARING,),
    "calling": (Purpose.HEARING,),
    "unsatisfied": (Purpose.HEARING,),
    "archived": (Purpose.HEARING,),
    "told": (Purpose.NOTICE,),
    "handed": (Purpose.NOTICE,),
    # Suggestions, reports of wrongdoing, legal paths, disputes.
    "suggested": _AT_FIRST,
    "studying": (Purpose.HEARING, Purpose.NOTICE),
    "adopting": (Purpose.NOTICE,),
    "suggestion_answered": (Purpose.NOTICE,),
    "reported": (Purpose.HEARING,),
    "with_authority": (Purpose.HEARING,),
    "verifying": (Purpose.HEARING, Purpose.NOTICE),
    "verified": (Purpose.NOTICE,),
    "report_closed": (Purpose.NOTICE,),
    "path_told": (Purpose.NOTICE, Purpose.HEARING),
    "path_handed": (Purpose.NOTICE,),
    "path_confirmed": (Purpose.NOTICE,),
    "path_back": (Purpose.NOTICE,),
    "found": _AT_FIRST,
    "owned": (Purpose.HEARING,),
    "mediating": (Purpose.HEARING,),
    "agreed": (Purpose.HEARING,),
    "kept": (Purpose.HEARING,),
    "led_away": (Purpose.HEARING,),
}
EXTENDING = frozenset({"handling"})  # the reasons of an extension are told after it was granted


def purposes_for(state: str, actor: Actor) -> tuple[Purpose, ...]:
    """The purposes offered, the most usual first. Access is the person's own right."""
    if actor.has(Role.REVIEWER):
        return (Purpose.REVIEW, Purpose.ACCESS)
    offered = IN_STATE[state]
    if state in EXTENDING:
        offered = (*offered, Purpose.EXTENSION)
    return (*offered, Purpose.ACCESS)


assert set(IN_STATE) == {state.name for process in ALL for state in process.states}
