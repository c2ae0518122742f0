"""Who supervises, who reads, and who plans the days of leaders."""

from __future__ import annotations

from bihuan.organizations.roles import Role

SUPERVISORS = frozenset({Role.SUPERVISOR, Role.LEADER})
URGERS = SUPERVISORS | {Role.DISPATCHER}
READERS = URGERS | {Role.AUDITOR, Role.UNIT_HEAD, Role.OFFICER}
WATCHERS = URGERS | {Role.AUDITOR}  # see the whole district's duties
SECRETARIES = URGERS | {Role.INTAKE}  # set reception days and write down what was heard
MONEY = frozenset({Role.SUPERVISOR, Role.LEADER, Role.UNIT_HEAD})
