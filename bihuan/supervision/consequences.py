"""What follows from a step of this slice: an urging becomes an order, an order a listing, each a case of its own."""

from __future__ import annotations

from bihuan.casework.consequences import Taken, register
from bihuan.supervision.processes import LISTING, ORDER, URGING
from bihuan.supervision.services.opening import supervise


def to_order(taken: Taken) -> None:
    """The supervision order, out of the same case that was urged."""
    _next(taken, ORDER.name, ("to_unit", "requirement", "reply_by"))


def to_listing(taken: Taken) -> None:
    """The listing, out of the same case that was supervised."""
    _next(taken, LISTING.name, ("to_unit", "level", "instrument", "requirement", "finish_by"))


def _next(taken: Taken, process: str, names: tuple[str, ...]) -> None:
    given = {name: taken.given[name] for name in names if name in taken.given}
    supervise(
        process=process, actor=taken.actor, at=taken.at, subject=taken.case.subject, given=given, origin=taken.case,
        body=str(taken.given.get("requirement", "")),
    )  # fmt: skip


def register_all() -> None:
    """Make them known to the engine."""
    register(URGING.name, "raise", to_order)
    register(ORDER.name, "list_up", to_listing)
