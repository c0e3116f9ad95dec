"""The database a bench runs on comes and goes, and leaves nothing."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from deconflict.bench.ground import ground
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.settings import Settings


def databases(cluster: Cluster) -> set[str]:
    with cluster.connect() as administrator:
        return {row[0] for row in administrator.execute("SELECT datname FROM pg_database").fetchall()}


def logins(cluster: Cluster) -> set[str]:
    with cluster.connect() as administrator:
        return {row[0] for row in administrator.execute("SELECT rolname FROM pg_roles").fetchall()}


def test_on_a_named_server_a_database_of_its_own_is_made_and_dropped(cluster: Cluster) -> None:
    before = databases(cluster), logins(cluster)
    url = cluster.url("postgres").render_as_string(hide_password=False)
    with ground(Settings().model_copy(update={"database_url": SecretStr(url)}), None) as fresh:
        assert fresh.url.database in databases(cluster)
        with fresh.administrator() as connection:
            assert connection.execute("SELECT count(*) FROM plan").fetchone() == (0,)
    assert (databases(cluster), logins(cluster)) == before


def test_without_a_server_a_cluster_is_made_in_the_folder(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DECONFLICT_DATABASE_URL", raising=False)
    with ground(Settings(), short_folder) as fresh, fresh.administrator() as connection:
        assert connection.execute("SELECT current_setting('fsync')").fetchone() == ("on",)
        fresh.copy("party", [])
    assert (short_folder / "postgres" / "PG_VERSION").exists()
