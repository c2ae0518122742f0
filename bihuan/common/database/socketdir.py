"""The private folder of the Unix socket: short (a socket's path ends at 107 bytes) and nobody else's."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from bihuan.common.database.account import ServerAccount

PORT = 5432  # names the socket file only; nothing listens on TCP
LONGEST_SOCKET_PATH = 107


class SocketFolderTaken(RuntimeError):
    """The folder for the socket exists and belongs to somebody else."""


def location(data: Path, *, uid: int) -> Path:
    """Where the socket of the cluster in `data` is, the same for every process of this user."""
    mark = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    private = os.environ.get("XDG_RUNTIME_DIR", "")
    if private and uid == os.geteuid() and _mine(Path(private), uid):
        folder = Path(private) / f"bihuan-{mark}"
        if len(socket_file(folder).as_posix().encode()) <= LONGEST_SOCKET_PATH:
            return folder
    return Path("/tmp") / f"bihuan-{uid}-{mark}"  # noqa: S108 - created 0700 and its owner is checked before use


def prepare(folder: Path, *, account: ServerAccount) -> None:
    """Make the folder, or make sure that the one that is there is the server's own and closed to others.

    Raises SocketFolderTaken when another account made it first (it could put its own socket there).
    """
    try:
        folder.mkdir(mode=0o700)
        account.give(folder)
    except FileExistsError:
        if not _mine(folder, account.uid):
            raise SocketFolderTaken(
                f"{folder} exists but is not a folder of this account's own, so Bihuan will not put its database "
                "socket there. Ask its owner or the administrator to remove it, or set XDG_RUNTIME_DIR or DATABASE_URL."
            ) from None
        folder.chmod(0o700)


def socket_file(folder: Path) -> Path:
    return folder / f".s.PGSQL.{PORT}"


def clear(folder: Path) -> None:
    """Remove the socket and its lock file. Only under the cluster's lock: nobody then uses them."""
    socket = socket_file(folder)
    socket.unlink(missing_ok=True)
    socket.with_name(socket.name + ".lock").unlink(missing_ok=True)


def _mine(folder: Path, uid: int) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid
