"""Known problems, said in one clear message."""

from __future__ import annotations

import psycopg

from bihuan.common import database
from bihuan.common.database.clients import ClientsTooOld
from bihuan.common.database.socketdir import SocketFolderTaken
from bihuan.config.backup.errors import BackupError

OURS = (
    database.AddressError,
    database.ClusterError,
    database.NoBinaries,
    database.ServerTooOld,
    SocketFolderTaken,
    ClientsTooOld,
    BackupError,
    PermissionError,
)


def explain(problem: Exception) -> str | None:
    """What to tell the operator, or None when this is a fault of ours that needs its traceback."""
    if isinstance(problem, OURS):
        return str(problem)
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    if isinstance(problem, ImproperlyConfigured):
        return str(problem)
    if isinstance(problem, OperationalError | psycopg.OperationalError):
        return f"The database does not answer: {problem}. Is DATABASE_URL right, and is that server running?"
    if isinstance(problem, ProgrammingError) and "does not exist" in str(problem):
        return "The database has no tables yet, or older ones. Run: bihuan migrate"
    return None
