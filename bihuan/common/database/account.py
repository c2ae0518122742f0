"""Under which account `postgres` runs, and how it dies with its parent.

PostgreSQL refuses to run as root. As root we run it as the owner of the data folder, or as `nobody` for a new one.
When a folder above is closed to that account (a checkout in /root), the child keeps the one capability to pass
through folders; opening somebody's parent folders would be worse.
"""

from __future__ import annotations

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

SYSTEM_PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
CAP_DAC_READ_SEARCH = 2  # its number in capabilities(7)


@dataclass(frozen=True)
class ServerAccount:
    """The user and group of the database server; `drop` when we are root and must become it."""

    uid: int
    gid: int
    drop: bool

    @classmethod
    def for_folder(cls, folder: Path) -> ServerAccount:
        """Our own account; as root, the owner of `folder` or else `nobody`."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), drop=False)
        if folder.exists() and (owner := folder.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid, drop=True)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid, drop=True)

    def give(self, path: Path) -> None:
        """Hand one file or folder to the server's account."""
        if self.drop:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def command(self, program: str, *arguments: str, folder: Path, dies_with_parent: bool) -> list[str]:
        """The command line that runs `program` under this account.

        `setpriv` (util-linux) does both: the account, and the signal the kernel sends when the parent dies, which
        must be set after the change of account. SIGINT is PostgreSQL's fast and clean stop.
        """
        setpriv = shutil.which("setpriv", path=SYSTEM_PATH)
        if setpriv is None:
            if self.drop:
                raise RuntimeError(
                    "As root, Bihuan needs `setpriv` (package util-linux) to run PostgreSQL under another account. "
                    "Install it, or run Bihuan as an ordinary user, or set DATABASE_URL."
                )
            return [program, *arguments]
        prefix = [setpriv]
        if dies_with_parent:
            prefix += ["--pdeathsig", "INT"]
        if self.drop:
            prefix += ["--reuid", str(self.uid), "--regid", str(self.gid), "--clear-groups"]
            if not (_open_to_others(Path(program)) and _open_to_others(folder)):
                passing = f"+{_capability_to_pass()}"
                # Without no_setuid_fixup, access(2), by which initdb looks at programs, would ignore the capability.
                prefix += [
                    "--securebits",
                    "+no_setuid_fixup",
                    "--inh-caps",
                    passing,
                    "--ambient-caps",
                    passing,
                ]
        return [*prefix, "--", program, *arguments]


def dying_with_parent(command: list[str]) -> list[str]:
    """The same command, told by the kernel to end (SIGTERM) when the thread that started it does."""
    setpriv = shutil.which("setpriv", path=SYSTEM_PATH)
    return command if setpriv is None else [setpriv, "--pdeathsig", "TERM", "--", *command]


def _capability_to_pass() -> str:
    """The narrower one where we have it; Docker's default set has only the wider."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapPrm:") and not int(line.split()[1], 16) & (1 << CAP_DAC_READ_SEARCH):
            return "dac_override"
    return "dac_read_search"


def _open_to_others(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents if parent.exists())
