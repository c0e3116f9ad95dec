"""What stops a process before it serves anybody."""

from collections.abc import Callable

import psycopg
import pytest
import structlog
from sqlalchemy.engine import URL, make_url

from deconflict.runtime.database import conninfo
from deconflict.runtime.errors import DatabaseUnavailable, NotMigrated
from deconflict.runtime.preflight import ContextKeyWrong, require_fit, weaken
from deconflict.runtime.roles import LoginTooPowerful, ensure_groups, ensure_logins
from deconflict.runtime.settings import SettingMissing, Settings


@pytest.fixture
def settings(context_key: bytes) -> Callable[[URL], Settings]:
    """The settings of an administrator of a database."""
    return lambda url: Settings().with_secrets(
        url.render_as_string(hide_password=False), context_key.decode()
    )


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("kind", ["api", "checker"])
async def test_a_weakened_login_is_fit(settings: Callable, database_url: URL, kind: str) -> None:
    await require_fit(weaken(settings(database_url), kind), kind)


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("kind", ["api", "checker"])
async def test_the_administrators_login_is_not(settings: Callable, database_url: URL, kind: str) -> None:
    with pytest.raises(LoginTooPowerful):
        await require_fit(settings(database_url), kind)


async def test_a_key_of_another_deployment_is_noticed(
    settings: Callable, database_url: URL, context_key: bytes
) -> None:
    fit = weaken(settings(database_url), "api")
    with pytest.raises(ContextKeyWrong):
        await require_fit(fit.with_secrets(fit.url, "another key " * 4), "api")


async def test_a_database_without_our_schema_is_noticed(
    settings: Callable, empty_database_url: URL, context_key: bytes
) -> None:
    with psycopg.connect(conninfo(empty_database_url), autocommit=True) as administrator:
        ensure_groups(administrator)
        ensure_logins(administrator, context_key)
    with pytest.raises(NotMigrated):
        await require_fit(weaken(settings(empty_database_url), "api"), "api")


async def test_a_database_that_is_away_is_noticed(settings: Callable) -> None:
    away = settings(make_url("postgresql://postgres@/deconflict?host=/nowhere"))
    with pytest.raises(DatabaseUnavailable):
        await require_fit(weaken(away, "api"), "api")


async def test_slow_map_reads_are_warned_of(settings: Callable, database_url: URL) -> None:
    with psycopg.connect(conninfo(database_url)) as administrator:
        administrator.execute("ALTER FUNCTION geometry_overlaps(geometry, geometry) NOT LEAKPROOF")
    with structlog.testing.capture_logs() as logs:
        await require_fit(weaken(settings(database_url), "api"), "api")
    assert [entry["log_level"] for entry in logs] == ["warning"]


def test_without_a_database_or_a_key_there_is_nothing_to_weaken() -> None:
    with pytest.raises(SettingMissing):
        weaken(Settings(), "api")
