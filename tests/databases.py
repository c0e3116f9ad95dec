"""The cluster that a test run has, and copies of a migrated database in it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL

from deconflict.runtime.migrate import upgrade
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import drop_logins, ensure_logins
from tests.worlds import ManualClock

TEMPLATE = "deconflict_template"
STAND_STILL = """
CREATE OR REPLACE FUNCTION service_now() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT timestamptz '%s' $$
"""
"""Lets a test's database know the hour at which worlds begin, so that nothing runs out by the true one."""
UNSAFE_BUT_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
}


def migrated(cluster: Cluster, key: bytes) -> str:
    """Make a database without rows, to be copied; return its name."""
    cluster.ensure_database(TEMPLATE)
    upgrade(cluster.url(TEMPLATE), key)
    with cluster.connect(TEMPLATE) as administrator:
        administrator.execute((STAND_STILL % ManualClock.at.isoformat()).encode())
    return TEMPLATE


@contextmanager
def copied(cluster: Cluster, template: str, key: bytes | None) -> Iterator[URL]:
    """Copy a database; drop the copy in the end."""
    name = f"test_{secrets.token_hex(6)}"
    with cluster.connect() as administrator:
        administrator.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    if key is not None:
        with cluster.connect(name) as administrator:
            ensure_logins(administrator, key)
    yield cluster.url(name)
    with cluster.connect() as administrator:
        administrator.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        drop_logins(administrator, name)
