"""Which unit of which party drives which synthetic route, and the rows the service itself would store for it.

Packs through `patrols.store`, the one way to do so. Must not open a database.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any, Final

import numpy as np
import shapely
from psycopg.types.range import TimestamptzRange

from deconflict.bench.routes import Country, Route, draw_routes
from deconflict.parties.model import PartyId, PersonId, UnitId
from deconflict.patrols.model import Patrol, PatrolClass, PatrolId, PatrolState, Plan, PlanId
from deconflict.patrols.store import SRID, patrol_row, plan_row
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.path import PathLimits, accept
from deconflict.separation.units import Metres

SHARES: Final = (0.4, 0.3, 0.2, 0.1)
"""How large the parties are; one is dominant, as it tends to be."""

REST: Final = timedelta(hours=1)
BATCH: Final = 500
LIMITS: Final = PathLimits()


@dataclass(frozen=True)
class Side:
    """A party and the officer who registers its patrols."""

    party: PartyId
    officer: PersonId


@dataclass(frozen=True)
class Order:
    """A batch of patrols to be made, each batch with units of its own. The same order, the same routes."""

    seed: int
    number: int
    size: int
    first: datetime
    days: float
    sides: tuple[Side, ...]
    max_minimum_m: Metres

    @cached_property
    def missions(self) -> tuple["Mission", ...]:
        """The batch: routes in order of their start, each with a free unit."""
        routes = draw_routes(Country.draw(self.seed), [self.seed, 1, self.number], self.first, self.days)
        wanted = sorted(islice(routes, self.size), key=lambda route: route.times[0])
        chance = np.random.default_rng([self.seed, 2, self.number])
        side_of = chance.choice(len(self.sides), self.size, p=SHARES[: len(self.sides)])
        return tuple(_manned(self.number, wanted, [self.sides[side] for side in side_of]))


@dataclass(frozen=True)
class Mission:
    """A route with the unit that drives it."""

    side: Side
    callsign: str
    route: Route


@dataclass(frozen=True)
class Rows:
    """What is to be stored, by column; `naive` is what somebody without this service would store of a plan."""

    units: list[dict[str, Any]]
    patrols: list[dict[str, Any]]
    plans: list[dict[str, Any]]
    naive: list[dict[str, Any]]


def _manned(number: int, routes: Sequence[Route], sides: Sequence[Side]) -> Iterator[Mission]:
    """Give each route, in order of start, the unit of its party that has been free the longest."""
    free: dict[PartyId, list[tuple[datetime, int]]] = {}
    for route, side in zip(routes, sides, strict=True):
        units = free.setdefault(side.party, [])
        if units and units[0][0] <= route.times[0]:
            _, unit = units.pop(0)
        else:
            unit = len(units) + 1
            while any(unit == other for _, other in units):
                unit += 1
        units.append((route.times[-1] + REST, unit))
        units.sort()
        yield Mission(side, f"{number}-{unit}", route)


def units_of(order: Order) -> dict[tuple[PartyId, str], UnitId]:
    """Return a new unit for each party and callsign of a batch."""
    return {(item.side.party, item.callsign): UnitId(new_id()) for item in order.missions}


def unit_rows(units: Mapping[tuple[PartyId, str], UnitId]) -> list[dict[str, Any]]:
    """Return units by column."""
    return [{"id": unit, "party": party, "callsign": callsign} for (party, callsign), unit in units.items()]


def rows_of(order: Order) -> Rows:
    """Return the rows of a batch."""
    units = units_of(order)
    rows = Rows(unit_rows(units), [], [], [])
    for item in order.missions:
        patrol, plan = registered(item, units[item.side.party, item.callsign], order.first)
        rows.patrols.append(patrol_row(patrol))
        rows.plans.append(plan_row(patrol, plan, order.max_minimum_m))
        rows.naive.append(naive_columns(patrol, item.route))
    return rows


def made(orders: Sequence[Order], pool: Executor | None) -> Iterator[Rows]:
    """Yield the rows of all orders, in turn; by other processes if there are any."""
    return iter(map(rows_of, orders) if pool is None else pool.map(rows_of, orders))


def registered(item: Mission, unit: UnitId, at: datetime) -> tuple[Patrol, Plan]:
    """Return the patrol and the plan as `flows/register_patrol.py` makes them."""
    route = item.route
    path = accept(route.waypoints, route.times, route.time_tolerance_s, route.lateral_tolerance_m, LIMITS)
    patrol = Patrol(
        id=PatrolId(new_id()),
        reference=new_reference(),
        party=item.side.party,
        unit=unit,
        callsign=item.callsign,
        state=PatrolState.REGISTERED,
        version=1,
        purpose=PatrolClass.ROUTINE,
        note="",
        late=False,
        after_the_fact=False,
        registered_by=item.side.officer,
        registered_at=at,
    )
    return patrol, Plan(PlanId(new_id()), 1, path, item.side.officer, at)


def naive_columns(patrol: Patrol, route: Route) -> dict[str, Any]:
    """Return a plan as a line and a period that its own time tolerance has widened."""
    late = timedelta(seconds=route.time_tolerance_s)
    return {
        "id": patrol.id,
        "party": patrol.party,
        "route": ewkb(shapely.linestrings(route.waypoints)),
        "held": TimestamptzRange(route.times[0] - late, route.times[-1] + late, "[]"),
    }


def ewkb(shape: shapely.Geometry) -> str:
    """Return a shape in degrees as PostGIS reads it in COPY."""
    return str(shapely.to_wkb(shapely.set_srid(shape, SRID), hex=True, include_srid=True))
