"""Which revision we work with, said without loading what makes it."""

import subprocess
import sys

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL

from deconflict.runtime.database import Database, RoleDatabase
from deconflict.runtime.errors import NotMigrated
from deconflict.runtime.schema import SCRIPTS, head, require_migrated


def test_the_newest_revision_is_the_one_alembic_finds() -> None:
    assert head() == ScriptDirectory(str(SCRIPTS)).get_current_head()


async def test_a_migrated_database_is_ours(api_database: Database) -> None:
    await require_migrated(api_database)


async def test_an_empty_database_is_not(empty_database_url: URL) -> None:
    async with RoleDatabase(empty_database_url) as database:
        with pytest.raises(NotMigrated) as refused:
            await require_migrated(database)
    assert refused.value.fields() == {"found": None, "wanted": head()}


def test_the_service_does_not_load_alembic() -> None:
    code = "import sys, deconflict.runtime.health; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
