"""Reads of the appeals slice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from bihuan.appeals.models import Finding, ScreeningRound
from bihuan.appeals.processes.dispute import DISPUTE


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round of screening stands: of all disputes found, how many are in each state (label as a Chinese msgid)."""

    round: ScreeningRound
    found: int
    by_state: tuple[tuple[str, int], ...]

    @property
    def counts(self) -> dict[str, int]:
        """The same by the name of the state."""
        return {
            state.name: count for state, (_label, count) in zip(DISPUTE.states, self.by_state, strict=True)
        }


def rounds_of(place_id: int | None = None) -> list[Standing]:
    """Every round, the newest first, with how many of its disputes are in each state of the table."""
    rounds = ScreeningRound.objects.select_related("place", "unit").order_by("-starts_on", "-pk")
    if place_id is not None:
        rounds = rounds.filter(place_id=place_id)
    return standings(list(rounds))


def standings(rounds: Sequence[ScreeningRound]) -> list[Standing]:
    """How these rounds stand, in their order."""
    rows = (
        Finding.objects.filter(round__in=rounds)
        .values_list("round_id", "case__state")
        .annotate(n=Count("pk"))
    )
    counts: dict[int, dict[str, int]] = {}
    for round_id, state, count in rows:
        counts.setdefault(round_id, {})[state] = count
    return [
        Standing(
            one, sum(counts.get(one.pk, {}).values()),
            tuple((state.label, counts.get(one.pk, {}).get(state.name, 0)) for state in DISPUTE.states),
        )
        for one in rounds
    ]  # fmt: skip
