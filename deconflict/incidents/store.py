"""The only SQL about incidents and their photos. Never commits."""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, func, insert, select, tuple_

from deconflict.incidents.model import (
    Confidence,
    Incident,
    IncidentId,
    IncidentKind,
    IncidentState,
    Kept,
    MediaType,
    Observation,
    Photo,
    PhotoId,
    Picture,
    Severity,
    Spot,
)
from deconflict.incidents.tables import incident, incident_photo
from deconflict.parties import scope
from deconflict.parties.model import DeviceId, PartyId, PersonId, Unit, UnitId
from deconflict.runtime.database import PartySession
from deconflict.runtime.one_of import one_of

After = tuple[datetime, UUID] | None
KNOWN: Final = tuple(column for column in incident_photo.c if column.name != "content")
"""Everything of a photo but the image itself."""


async def report(writer: PartySession, new: Incident, *, alarms: bool) -> None:
    """Store what was reported, and whether it rings."""
    seen = new.observation
    where = seen.spot and {"lon": seen.spot.lon, "lat": seen.spot.lat, "accuracy_m": seen.spot.accuracy_m}
    names = ("id", "reference", "party", "unit", "callsign", "person", "device", "patrol", "reported_at")
    row = {name: getattr(new, name) for name in names} | (where or {})
    words = {"kind": seen.kind.value, "severity": seen.severity.value, "confidence": seen.confidence.value}
    said = {"state": new.state.value, "words": seen.words, "happened_at": seen.happened_at, "rings": alarms}
    await writer.execute(insert(incident).values(**row, **words, **said))


async def rung_since(reader: PartySession, of: Unit, since: datetime) -> int:
    """Return how many reports of a unit rang after that."""
    its = _seen(reader) & (incident.c.party == of.party) & (incident.c.unit == of.id) & incident.c.rings
    return await reader.scalar(select(func.count()).where(its, incident.c.reported_at > since)) or 0


async def with_ids(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Incident]:
    """Return those incidents that the reader may see: its own party's, or unit's; for the desk all."""
    rows = await reader.rows(select(incident).where(one_of(incident.c.id, wanted), _seen(reader)))
    return {item.id: item for item in await _with_photos(reader, rows)}


async def page(reader: PartySession, limit: int, after: After) -> list[Incident]:
    """Return at most `limit` incidents that the reader may see, the newest first, after that (reported_at, id)."""
    query = select(incident).where(_seen(reader))
    if after is not None:
        query = query.where(tuple_(incident.c.reported_at, incident.c.id) < after)
    newest = query.order_by(incident.c.reported_at.desc(), incident.c.id.desc()).limit(limit)
    return await _with_photos(reader, await reader.rows(newest))


async def kept(reader: PartySession, of: Incident) -> Kept:
    """Return how many photos there are of an incident, and how much room all of its party's take."""
    its = (incident_photo.c.party == of.party) & (incident_photo.c.incident == of.id)
    photos = select(func.count()).where(its).scalar_subquery()
    row = await reader.one(select(photos.label("photos"), func.photo_bytes(of.party).label("size_bytes")))
    return Kept(row.photos, row.size_bytes)


async def add_photo(
    writer: PartySession, of: Incident, new: PhotoId, by: PersonId, image: Picture, now: datetime
) -> Photo:
    """Store a photo of an incident; return what is known of it."""
    size, digest = len(image.content), sha256(image.content).digest()
    photo = Photo(new, image.media_type, size, image.width, image.height, digest, now)
    names = ("id", "size_bytes", "width", "height", "digest", "added_at")
    row = {name: getattr(photo, name) for name in names} | {"media_type": image.media_type.value}
    about = {"party": of.party, "incident": of.id, "person": by, "content": image.content}
    await writer.execute(insert(incident_photo).values(**row, **about))
    return photo


async def image_of(reader: PartySession, of: UUID, wanted: UUID) -> tuple[Photo, bytes] | None:
    """Return a photo of an incident with its image, if the reader may see it."""
    named = (incident_photo.c.id == wanted) & (incident_photo.c.incident == of)
    shown = incident_photo.c.incident.in_(select(incident.c.id).where(incident.c.id == of, _seen(reader)))
    row = await reader.one_or_none(select(incident_photo).where(named, shown, _own(reader, incident_photo)))
    return None if row is None else (to_photo(row), row.content)


async def _with_photos(reader: PartySession, rows: Collection[Row[*tuple[Any, ...]]]) -> list[Incident]:
    photos: dict[UUID, tuple[Photo, ...]] = {}
    if rows:
        about = one_of(incident_photo.c.incident, [row.id for row in rows])
        query = select(*KNOWN).where(about, _own(reader, incident_photo))
        for row in await reader.rows(query.order_by(incident_photo.c.added_at, incident_photo.c.id)):
            photos[row.incident] = (*photos.get(row.incident, ()), to_photo(row))
    return [to_incident(row, photos) for row in rows]


def _seen(reader: PartySession) -> ColumnElement[bool]:
    """Which incidents the reader sees; of their photos those."""
    return _own(reader, incident) & scope.of_unit_or_self(reader, incident.c.unit, incident.c.person)


def _own(reader: PartySession, of: Table) -> ColumnElement[bool]:
    return scope.of_viewer(reader, of.c.party)


def to_incident(row: Row[*tuple[Any, ...]], photos: Mapping[UUID, tuple[Photo, ...]]) -> Incident:
    """Read an incident."""
    return Incident(
        IncidentId(row.id),
        row.reference,
        PartyId(row.party),
        UnitId(row.unit),
        row.callsign,
        PersonId(row.person),
        row.device and DeviceId(row.device),
        row.patrol,
        IncidentState(row.state),
        _observation(row),
        row.reported_at,
        photos.get(row.id, ()),
    )


def to_photo(row: Row[*tuple[Any, ...]]) -> Photo:
    """Read what is known of a photo."""
    return Photo(
        PhotoId(row.id),
        MediaType(row.media_type),
        row.size_bytes,
        row.width,
        row.height,
        row.digest,
        row.added_at,
    )


def _observation(row: Row[*tuple[Any, ...]]) -> Observation:
    spot = None if row.lon is None else Spot(row.lon, row.lat, row.accuracy_m)
    return Observation(
        IncidentKind(row.kind),
        Severity(row.severity),
        Confidence(row.confidence),
        row.words,
        spot,
        row.happened_at,
    )
