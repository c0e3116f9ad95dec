"""The only SQL about zones. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import shapely
from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape, to_shape
from sqlalchemy import ARRAY, ColumnElement, Row, Uuid, bindparam, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import Range

from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId
from deconflict.runtime.database import CheckerSession, PartySession, Session
from deconflict.runtime.question import Question, Rows
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import UNBOUNDED, Window
from deconflict.zones.model import Zone, ZoneId
from deconflict.zones.tables import zone

SRID: Final = 4326

OF_PATROLS: Final = text(
    """
    SELECT plan.patrol, zone.id
    FROM plan JOIN zone ON zone.envelope && plan.envelope AND zone.holds && plan.period AND zone.removed_at IS NULL
    WHERE plan.current AND plan.patrol = ANY (:patrols)
    """
).bindparams(bindparam("patrols", type_=ARRAY(Uuid)))

ZONES: Final = select(zone).where(zone.c.removed_at.is_(None)).order_by(zone.c.created_at, zone.c.id)
BOX: Final = func.ST_MakeEnvelope(*(bindparam(side) for side in ("west", "south", "east", "north")), SRID)
AROUND: Final = ZONES.where(
    zone.c.envelope.bool_op("&&")(BOX), or_(scope.within(zone.c.party), zone.c.party.is_(None))
)


async def add(writer: PartySession, new: Zone, by: PersonId) -> None:
    """Store a zone."""
    box = new.area.box(0.0)  # plans' envelopes carry the padding
    window = new.area.window
    await writer.execute(
        insert(zone).values(
            id=new.id,
            party=new.party,
            kind=new.area.kind.value,
            name=new.name,
            outline=from_shape(to_polygon(new.area), SRID),
            envelope=func.ST_MakeEnvelope(box.west, box.south, box.east, box.north, SRID),
            holds=Range(
                None if window.start is UNBOUNDED else window.start,
                None if window.end is UNBOUNDED else window.end,
                bounds="[)",
            ),
            created_by=by,
            created_at=new.created_at,
        )
    )


async def remove(writer: PartySession, wanted: UUID, at: datetime) -> bool:
    """Let a zone hold no longer; False when there is none that the viewer may remove."""
    removed = await writer.execute(
        update(zone)
        .where(
            zone.c.id == wanted,
            zone.c.removed_at.is_(None),
            zone.c.party.is_not_distinct_from(writer.viewer.party),
        )
        .values(removed_at=at)
    )
    return removed.rowcount == 1


async def zones(reader: Session) -> list[Zone]:
    """Return the zones the reader may see, oldest first."""
    return [to_zone(row) for row in await reader.rows(ZONES.where(_seen(reader)))]


async def zone_with(reader: Session, wanted: UUID) -> Zone | None:
    """Return a zone the reader may see."""
    row = await reader.one_or_none(ZONES.where(zone.c.id == wanted, _seen(reader)))
    return None if row is None else to_zone(row)


async def with_ids(reader: Session, wanted: Collection[UUID]) -> dict[UUID, Zone]:
    """Return those zones that the reader may see, removed ones included."""
    rows = await reader.rows(select(zone).where(zone.c.id.in_(wanted), _seen(reader)))
    return {row.id: to_zone(row) for row in rows}


async def of_kind(checker: CheckerSession, kind: ZoneKind, now: datetime) -> list[Zone]:
    """Return every zone of a kind that holds at that moment."""
    wanted = ZONES.where(zone.c.kind == kind.value, zone.c.holds.contains(now))
    return [to_zone(row) for row in await checker.rows(wanted)]


async def around(reader: PartySession, west: float, south: float, east: float, north: float) -> list[Zone]:
    """Return the zones the viewer may see whose envelope meets a box in degrees."""
    (found,) = await reader.together(around_asked_for(reader, west, south, east, north))
    return found


def around_asked_for(
    reader: PartySession, west: float, south: float, east: float, north: float
) -> Question[list[Zone]]:
    """Ask for the zones the viewer may see whose envelope meets a box in degrees."""
    box = {"west": west, "south": south, "east": east, "north": north}
    return Question(AROUND, {**box, **scope.reach_of_viewer(reader)}, _zones)


def _zones(rows: Rows) -> list[Zone]:
    return [to_zone(row._replace(outline=WKBElement(row.outline, SRID))) for row in rows]


def _seen(reader: Session) -> ColumnElement[bool]:
    return scope.of_viewer_or_all(reader, zone.c.party)


async def of_patrols(checker: CheckerSession, patrols: Collection[UUID]) -> dict[UUID, list[Zone]]:
    """Return for each patrol the zones whose envelope and time meet its current plan's."""
    rows = (await checker.execute(OF_PATROLS, {"patrols": list(patrols)})).all()
    known = await with_ids(checker, {row.id for row in rows})
    found: dict[UUID, list[Zone]] = {}
    for row in rows:
        found.setdefault(row.patrol, []).append(known[row.id])
    return found


def to_polygon(area: Area) -> shapely.Polygon:
    """Return an area's rings as a polygon in degrees."""
    outer, *holes = area.rings
    return shapely.Polygon(outer, holes)


def to_zone(row: Row[*tuple[Any, ...]]) -> Zone:
    """Read a zone."""
    outline: WKBElement = row.outline
    polygon = to_shape(outline)
    assert isinstance(polygon, shapely.Polygon)  # noqa: S101  (the column's type)
    rings = (polygon.exterior, *polygon.interiors)
    holds = row.holds
    area = Area(
        rings=tuple(tuple((lon, lat) for lon, lat in ring.coords) for ring in rings),
        kind=ZoneKind(row.kind),
        window=Window(holds.lower or UNBOUNDED, holds.upper or UNBOUNDED),
    )
    return Zone(
        ZoneId(row.id), row.party and PartyId(row.party), row.name, area, row.created_at, row.removed_at
    )
