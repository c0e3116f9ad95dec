"""Which revision of the schema this program works with. Does not load Alembic, which no server needs."""

from pathlib import Path
from typing import Final

from sqlalchemy import text

from deconflict.runtime.database import RoleDatabase
from deconflict.runtime.errors import DatabaseFailure, NotMigrated

SCRIPTS: Final = Path(__file__).parent / "migrations"
FOUND: Final = text("SELECT max(version_num) FROM alembic_version")


def head() -> str:
    """Return the newest revision: a revision is named by the number its file begins with."""
    return max(file.name.partition("_")[0] for file in (SCRIPTS / "versions").glob("[0-9]*_*.py"))


async def require_migrated(database: RoleDatabase) -> None:
    """Raise `NotMigrated` unless the database is at this program's revision."""
    try:
        found: str | None = (await database.probe(FOUND))[0]
    except DatabaseFailure:  # no such table
        found = None
    if found != head():
        raise NotMigrated(found, head())
