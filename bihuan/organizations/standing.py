"""Whether a wall stands before an account: said in SQL by who knows of walls, which this package does not.

The question is asked in the statement that reads the session, so that who is behind no wall, nearly everybody, pays
nothing more. Until somebody has said how to ask, the answer is yes: then it is asked again wherever it matters.
"""

from __future__ import annotations

_asked = "true"


def ask_by(sql: str) -> None:
    """Ask by this SQL condition, in which `{account}` stands for the column of the account's key."""
    global _asked
    _asked = sql


def behind_wall(account: str) -> str:
    """The condition for the account in that column."""
    return _asked.format(account=account)
