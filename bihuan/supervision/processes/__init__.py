"""The process tables of supervision and responsibility. Pure: no Django, no database."""

from bihuan.supervision.processes.blame import CHECK, CRITICISM, INTERVIEW, PROPOSAL
from bihuan.supervision.processes.duties import CHARGE, DECISION, PROMISE
from bihuan.supervision.processes.orders import LISTING, ORDER, URGING

INSTRUMENTS = (URGING, ORDER, LISTING, CRITICISM, INTERVIEW, PROPOSAL, CHECK)
DUTIES = (CHARGE, PROMISE, DECISION)
ALL = (*INSTRUMENTS, *DUTIES)

__all__ = [
    "ALL", "CHARGE", "CHECK", "CRITICISM", "DECISION", "DUTIES", "INSTRUMENTS", "INTERVIEW", "LISTING", "ORDER", "PROMISE",
    "PROPOSAL", "URGING",
]  # fmt: skip
