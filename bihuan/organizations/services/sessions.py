"""Ending sessions. Their start is Django's own sign-in."""

from __future__ import annotations

from bihuan.organizations.models import Account, AccountSession


def end_session(*, account: Account, session_key: str) -> bool:
    """Sign one browser of this account out; False when there is no such session of theirs."""
    gone, _rows = AccountSession.objects.filter(account=account, session_key=session_key).delete()
    return gone > 0


def end_sessions(*, account: Account, keep: str | None = None) -> int:
    """Sign the account out everywhere but in the session `keep`; how many were ended."""
    gone, _rows = AccountSession.objects.filter(account=account).exclude(session_key=keep or "").delete()
    return gone
