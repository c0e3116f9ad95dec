"""`deconflict migrate`, forward and back."""

import pytest
from sqlalchemy.engine import URL
from typer.testing import CliRunner

from deconflict.cli import application
from deconflict.runtime.database import RoleDatabase
from deconflict.runtime.errors import NotMigrated
from deconflict.runtime.schema import head, require_migrated
from deconflict.runtime.settings import SettingMissing


def run(*words: str) -> str:
    done = CliRunner().invoke(application(["migrate"]), ["migrate", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


async def test_forward_and_back(
    empty_database_url: URL, context_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = empty_database_url.render_as_string(hide_password=False)
    monkeypatch.setenv("DECONFLICT_CONTEXT_KEY", context_key.decode())
    monkeypatch.setenv("DECONFLICT_DATABASE_URL", "postgresql://elsewhere/x")
    async with RoleDatabase(url) as database:
        assert run("--database-url", url) == f"migrated to {head()}\n"
        await require_migrated(database)
        assert run("--database-url", url, "--down", "base") == "migrated to base\n"
        with pytest.raises(NotMigrated):
            await require_migrated(database)


def test_without_a_database_it_asks_for_one() -> None:
    with pytest.raises(SettingMissing):
        run()
