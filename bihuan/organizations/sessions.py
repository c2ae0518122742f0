"""Session engine: one query brings the session, its account and the posts that account holds today.

Every signed-in request needs all three, so they are read in one join instead of three round trips.
The columns beside the data (account, device, address, times) make the list of one's sessions one query too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from bihuan.organizations import standing
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, AccountSession
from bihuan.organizations.roles import Role

STARTED, ADDRESS, DEVICE, ACTING_AS = "started", "address", "device", "acting_as"

_QUERY = """
SELECT s.session_data, s.seen_at,
       a.id, a.password, a.last_login, a.username, a.name, a.language, a.is_active, a.must_change_password,
       t.id, p.title, p.roles, u.id, u.name, u.jurisdiction_id, {behind_wall}
  FROM organizations_accountsession s
  LEFT JOIN organizations_account a ON a.id = s.account_id
  LEFT JOIN organizations_appointment t
    ON t.account_id = a.id AND t.starts_on <= %(on)s AND (t.ends_on IS NULL OR t.ends_on >= %(on)s)
  LEFT JOIN organizations_post p ON p.id = t.post_id
  LEFT JOIN organizations_unit u ON u.id = p.unit_id
 WHERE s.session_key = %(key)s AND s.expire_date > %(now)s AND (s.account_id IS NULL OR s.seen_at > %(idle_since)s)
 ORDER BY t.starts_on, t.id
"""
_ACCOUNT_FIELDS = (
    "id",
    "password",
    "last_login",
    "username",
    "name",
    "language",
    "is_active",
    "must_change_password",
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose session it is: the account, one Actor per post held today (longest first), when last seen."""

    account: Account
    actors: tuple[Actor, ...]
    seen_at: datetime | None


def _owner(rows: list[tuple[Any, ...]]) -> Owner | None:
    first = rows[0]
    if first[2] is None:
        return None
    account = Account.from_db(connection.alias, _ACCOUNT_FIELDS, first[2:10])
    actors = tuple(
        Actor(
            account_id=account.pk,
            appointment_id=row[10],
            unit_id=row[13],
            jurisdiction_id=row[15],
            name=account.name,
            unit_name=row[14],
            post_title=row[11],
            roles=frozenset(Role(role) for role in row[12]),
            behind_wall=row[16],
        )
        for row in rows
        if row[10] is not None
    )
    return Owner(account, actors, first[1])


class SessionStore(DatabaseStore):
    """Sessions in `AccountSession`; after the first read `owner` holds what the join brought."""

    owner: Owner | None = None

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        """The table of this engine."""
        return AccountSession

    def load(self) -> dict[str, Any]:
        """Read the session and its owner as of today in Asia/Shanghai; one left idle too long is no session."""
        now = timezone.now()
        on: date = timezone.localdate(now)
        given = {"key": self.session_key, "now": now, "on": on, "idle_since": now - settings.SESSION_IDLE}
        with connection.cursor() as cursor:
            cursor.execute(_QUERY.format(behind_wall=standing.behind_wall("a.id")), given)
            rows = cursor.fetchall()
        if not rows:
            self._session_key = None
            return {}
        self.owner = _owner(rows)
        return self.decode(rows[0][0])

    def create_model_instance(self, data: dict[str, Any]) -> AccountSession:
        """Fill the columns that the list of sessions shows from the session's own data."""
        account_id = data.get(SESSION_KEY)
        return AccountSession(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=None if account_id is None else int(account_id),
            started_at=parse_datetime(data[STARTED]) if STARTED in data else None,
            seen_at=timezone.now(),
            address=data.get(ADDRESS),
            device=data.get(DEVICE, ""),
        )
