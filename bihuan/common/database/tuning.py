"""The settings of the embedded server. Nothing newer than PostgreSQL 15."""

from __future__ import annotations

import os
from pathlib import Path

from bihuan.common.database.socketdir import PORT

# For one office on one small machine; a larger one gets its own PostgreSQL (docs/operations/database.md).
SERVING = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "100",
    "jit": "off",  # short queries: compiling them costs more than it gives
    "random_page_cost": "1.1",
    "synchronous_commit": "on",  # an acknowledged step is on the disk
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "idle_in_transaction_session_timeout": "5min",
}
# Statements and row values hold what residents wrote: they stay out of the log.
SILENT = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_line_prefix": "%m [%p] ",
}
# Tests throw the whole folder away: nothing to keep over a power cut.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


def arguments(*, socket_folder: Path, throwaway: bool) -> list[str]:
    """`-c name=value` for every setting; BIHUAN_PG_SHARED_BUFFERS changes the one worth changing."""
    values = {**SERVING, **SILENT, **(THROWAWAY if throwaway else {})}
    if size := os.environ.get("BIHUAN_PG_SHARED_BUFFERS"):
        values["shared_buffers"] = size
    values |= {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
    }
    return [part for name, value in values.items() for part in ("-c", f"{name}={value}")]
