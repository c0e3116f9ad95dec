"""Why a backup is not restored."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class RestoreTargetNotEmpty(DeconflictError):
    """What a backup would be restored into holds something; it is left as it is."""

    code: ClassVar[str] = "restore_target_not_empty"
    target: str


@dataclass(eq=False)
class BackupOfNewerProgram(DeconflictError):
    """The backup's schema is newer than this program."""

    code: ClassVar[str] = "backup_of_newer_program"
    found: str
    known: str


@dataclass(eq=False)
class BackupOfNewerPostgreSQL(DeconflictError):
    """The backup was made from a newer PostgreSQL than would have to read it."""

    code: ClassVar[str] = "backup_of_newer_postgresql"
    found: int
    present: int
