"""Where Bihuan's PostgreSQL is: the one named by DATABASE_URL, or an embedded one that lives in the data folder.

Nothing here imports Django, so it can run before the settings are read. `docs/operations/database.md` is the
page for operators; `docs/adr/0001-embedded-postgresql.md` says why it is done this way.
"""

from bihuan.common.database.address import AddressError, django_settings, parse_url
from bihuan.common.database.binaries import MINIMUM_MAJOR, NoBinaries
from bihuan.common.database.cluster import Cluster, ClusterError
from bihuan.common.database.running import ServerTooOld, data_dir, django_database, ensure_running, stop

__all__ = [
    "MINIMUM_MAJOR",
    "AddressError",
    "Cluster",
    "ClusterError",
    "NoBinaries",
    "ServerTooOld",
    "data_dir",
    "django_database",
    "django_settings",
    "ensure_running",
    "parse_url",
    "stop",
]
