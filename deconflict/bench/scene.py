"""What every measurement finds before it: parties with an officer each, and n plans in force."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing import get_context
from time import perf_counter
from typing import Final
from uuid import UUID

from deconflict.bench.fleet import BATCH, SHARES, Order, Rows, Side, made
from deconflict.bench.ground import Ground, copy_into
from deconflict.bench.progress import Stages
from deconflict.flows.administer import add_party, add_person
from deconflict.flows.deployment import Deployment
from deconflict.parties.model import Role
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import OwnerDatabase
from deconflict.runtime.ids import new_token
from deconflict.runtime.roles import drop_privileges

AHEAD: Final = timedelta(hours=2)
"""How long from now the first patrol sets out: nothing passes while the bench runs, nothing is late."""

ALONE: Final = 2000
"""Up to so many plans are not worth a second process."""

NAIVE: Final = (
    """
    CREATE TABLE naive_plan (
        id uuid PRIMARY KEY, party uuid NOT NULL, route geography(LineString, 4326) NOT NULL, held tstzrange NOT NULL
    )
    """,
    "GRANT SELECT ON naive_plan TO deconflict_checker",
)
NAIVE_INDEXES: Final = (
    "CREATE INDEX ON naive_plan USING gist (route)",
    "CREATE INDEX ON naive_plan USING gist (held)",
)


@dataclass(frozen=True)
class Officer:
    """The one officer of a party, as they sign in."""

    side: Side
    login: str
    password: str


@dataclass(frozen=True)
class Scene:
    """The filled database. `order` is what the first batch was made by; further batches have higher numbers."""

    ground: Ground
    deployment: Deployment
    order: Order
    officers: tuple[Officer, ...]
    plans: int
    load_s: float

    def checker(self) -> CheckerDatabase:
        """Return the database as the engine opens it."""
        return CheckerDatabase(drop_privileges(self.ground.url, "checker", self.ground.key))

    def further(self, count: int, series: int) -> list[Order]:
        """Return orders for patrols that are not there yet; each series is one of its own."""
        return batches(replace(self.order, number=series * 1_000_000), count)

    def sample(self, count: int) -> list[UUID]:
        """Return the patrols of some of the plans, the same ones each time."""
        with self.ground.administrator() as connection:
            rows = connection.execute(
                "SELECT patrol FROM plan WHERE current ORDER BY md5(callsign), lower(nominal) LIMIT %s",
                [count],
            )
            return [row[0] for row in rows]


def batches(order: Order, count: int) -> list[Order]:
    """Return orders for `count` patrols in all."""
    sizes = [min(BATCH, count - begin) for begin in range(0, count, BATCH)]
    return [replace(order, number=order.number + index, size=size) for index, size in enumerate(sizes)]


async def fill(
    ground: Ground, deployment: Deployment, seed: int, count: int, days: float, now: datetime, stages: Stages
) -> Scene:
    """Fill a fresh database."""
    officers = await _officers(ground, now)
    sides = tuple(officer.side for officer in officers)
    order = Order(seed, 0, BATCH, now + AHEAD, days, sides, deployment.terms.max_minimum_m)
    begin = perf_counter()
    with ground.administrator() as connection:
        for statement in NAIVE:
            connection.execute(statement.encode())
    store(ground, batches(order, count), stages, "loading plans")
    with ground.administrator() as connection:
        for statement in NAIVE_INDEXES:
            connection.execute(statement.encode())
    ground.analyse()
    return Scene(ground, deployment, order, officers, count, perf_counter() - begin)


def store(ground: Ground, orders: Sequence[Order], stages: Stages, what: str) -> list[UUID]:
    """Store the patrols of some orders with their plans and units; return the patrols."""
    patrols: list[UUID] = []
    count = sum(order.size for order in orders)
    with stages.stage(what, count) as advance, _workers(count) as pool:
        for rows in made(orders, pool):
            _store(ground, rows)
            patrols.extend(row["id"] for row in rows.patrols)
            advance(len(rows.patrols))
    return patrols


def _store(ground: Ground, rows: Rows) -> None:
    with ground.administrator() as connection:
        copy_into(connection, "unit", rows.units)
        copy_into(connection, "patrol", rows.patrols)
        copy_into(connection, "plan", rows.plans)
        copy_into(connection, "naive_plan", rows.naive)


@contextmanager
def _workers(count: int) -> Iterator[ProcessPoolExecutor | None]:
    if count <= ALONE:
        yield None
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield pool


async def _officers(ground: Ground, now: datetime) -> tuple[Officer, ...]:
    async with OwnerDatabase(ground.url) as database, database.transaction() as owner:
        officers = []
        for number in range(1, len(SHARES) + 1):
            slug, password = f"party{number}", new_token()
            party = await add_party(owner, slug, slug, now)
            person = await add_person(owner, party.id, "officer", "Officer", Role.LIAISON, password, now)
            officers.append(Officer(Side(party.id, person.id), f"officer@{slug}", password))
        return tuple(officers)
