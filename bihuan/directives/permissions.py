"""Who may read the library of documents, and who may turn what they order into tasks."""

from __future__ import annotations

from bihuan.organizations.roles import Role

GIVERS = frozenset({Role.SUPERVISOR, Role.LEADER})
READERS = GIVERS | {Role.UNIT_HEAD, Role.OFFICER, Role.AUDITOR}
