"""A small crowded scene, made once: 300 plans that all set out within two hours and a half."""

import asyncio
import io
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from deconflict.bench.ground import Ground
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene, fill
from deconflict.flows.deployment import Deployment
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import drop_logins, ensure_logins
from deconflict.runtime.settings import Settings

PLANS, DAYS = 300, 0.1


@pytest.fixture(scope="session")
def stages() -> Stages:
    """Bars that nobody sees."""
    return Stages(Console(file=io.StringIO()))


@pytest.fixture(scope="session")
def scene(cluster: Cluster, template: str, context_key: bytes, stages: Stages) -> Iterator[Scene]:
    """The scene on a database of its own; tests add to it, so none counts on what is not its own."""
    name = f"bench_{secrets.token_hex(4)}"
    with cluster.connect() as administrator:
        administrator.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    with cluster.connect(name) as administrator:
        ensure_logins(administrator, context_key)
    ground = Ground(cluster.url(name), context_key)
    now = datetime.now(UTC) + timedelta(hours=1)
    yield asyncio.run(fill(ground, Deployment.of(Settings()), 1, PLANS, DAYS, now, stages))
    with cluster.connect() as administrator:
        administrator.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        drop_logins(administrator, name)
