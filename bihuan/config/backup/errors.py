"""What stops a backup or a restore, said so that an operator knows what to do."""

from __future__ import annotations


class BackupError(RuntimeError):
    """Base: nothing was left half done. The message says what to do."""


class RecipientError(BackupError):
    """No public key to encrypt to, or a malformed one."""


class WrongKeyError(BackupError):
    """The file is not for this key, is damaged or cut off, or is not a backup."""


class NotEmptyError(BackupError):
    """There is something where the backup was to go."""


class DifferentError(BackupError):
    """What stands after a restore is not what was backed up."""


class ToolFailedError(BackupError):
    """pg_dump, pg_restore or psql ended with an error."""
