"""What an operator reads when a backup is not restored."""

from deconflict.cli._restore_errors import (
    BackupOfNewerPostgreSQL,
    BackupOfNewerProgram,
    RestoreTargetNotEmpty,
)
from deconflict.cli._sentences import sentence


def test_each_says_what_to_do() -> None:
    assert "empty --data folder" in sentence(RestoreTargetNotEmpty("/srv/d"))
    assert "restore with a newer program" in sentence(BackupOfNewerProgram("0009", "0001"))
    assert "postgresql-17-postgis-3" in sentence(BackupOfNewerPostgreSQL(17, 15))
