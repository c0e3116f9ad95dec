"""The only SQL that reads where parties' patrols under way go: for the checker alone. Never commits."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Float, bindparam, select, text

from deconflict.parties.model import PartyId
from deconflict.patrols.model import UNDER_WAY
from deconflict.patrols.store import unpacked
from deconflict.patrols.tables import patrol, plan
from deconflict.runtime.database import CheckerSession

WITHIN: Final = text("plan.envelope && ST_MakeEnvelope(:west, :south, :east, :north, 4326)").bindparams(
    *(bindparam(name, type_=Float) for name in ("west", "south", "east", "north"))
)


@dataclass(frozen=True)
class Route:
    """A way of (lon, lat) places that a party's patrol takes, and how far beside it the patrol may be."""

    party: PartyId
    places: tuple[tuple[float, float], ...]
    lateral_tolerance_m: float


async def routes_under_way(checker: CheckerSession, box: tuple[float, float, float, float]) -> list[Route]:
    """Return the current routes of patrols under way whose padded envelope meets the box (degrees), by party."""
    query = (
        select(plan.c.party, plan.c.waypoints, plan.c.lateral_tolerance_m)
        .join(patrol, patrol.c.id == plan.c.patrol)
        .where(plan.c.current, patrol.c.state.in_([state.value for state in UNDER_WAY]), WITHIN)
        .order_by(plan.c.party, plan.c.patrol)
    )
    bounds = dict(zip(("west", "south", "east", "north"), box, strict=True))
    return [
        Route(
            PartyId(row.party),
            tuple((point.lon, point.lat) for point in unpacked(row.waypoints)),
            row.lateral_tolerance_m,
        )
        for row in await checker.rows(query.params(bounds))
    ]
