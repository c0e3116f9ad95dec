"""The only SQL about devices, but for the door's look at one that knocks. Never commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, true, update

from deconflict.parties import scope
from deconflict.parties.model import OFFICERS, Device, DeviceEntry, DeviceId, PartyId, PersonId, Role
from deconflict.parties.tables import device, person, unit
from deconflict.runtime.database import DoorSession, OwnerSession, PartySession, Session

_entries: Final = (
    select(
        device.c.id,
        device.c.person,
        device.c.party,
        device.c.name,
        device.c.code_expires_at,
        device.c.enrolled_at,
        device.c.revoked_at,
        person.c.name.label("owner"),
        unit.c.callsign,
    )
    .join(person, person.c.id == device.c.person)
    .outerjoin(unit, (unit.c.party == person.c.party) & (unit.c.id == person.c.unit))
)


@dataclass(frozen=True)
class Redeemed:
    """A device that has just traded its code, and the unit that it is of, if it is not a person's own."""

    device: Device
    callsign: str | None


async def add(writer: PartySession | OwnerSession, new: Device, secret_hash: bytes, at: datetime) -> None:
    """Store a device with the hash of its secret."""
    await _add(writer, new, {"secret_hash": secret_hash, "enrolled_at": at})


async def offer(
    writer: PartySession | OwnerSession, new: Device, code_hash: bytes, expires_at: datetime
) -> None:
    """Store a device that has a code and no secret yet."""
    await _add(writer, new, {"code_hash": code_hash, "code_expires_at": expires_at})


async def redeem(door: DoorSession, code_hash: bytes, secret_hash: bytes, at: datetime) -> Redeemed | None:
    """Give the device of a code its secret and use the code up; None when there is none, or it has run out."""
    call = func.redeem_code(code_hash, secret_hash, at)
    found = call.table_valued("device", "person", "party", "name", "callsign")
    row = await door.one_or_none(select(found))
    if row is None:
        return None
    return Redeemed(Device(row.device, row.person, row.party, row.name), row.callsign)


async def devices(reader: Session, limit: int, after: UUID | None) -> list[DeviceEntry]:
    """Return at most `limit` devices that the reader may see, in order of their ids, after that one."""
    query = _entries.where(_seen(reader)).order_by(device.c.id).limit(limit)
    if after is not None:
        query = query.where(device.c.id > after)
    return [_entry(row) for row in await reader.rows(query)]


async def device_with(reader: Session, wanted: UUID) -> DeviceEntry | None:
    """Return a device that the reader may see."""
    row = await reader.one_or_none(_entries.where(device.c.id == wanted, _seen(reader)))
    return None if row is None else _entry(row)


async def revoke(writer: PartySession | OwnerSession, wanted: DeviceId, at: datetime) -> None:
    """Store that a device is of no use any more: neither its code, nor its secret, nor any session of it."""
    known = (device.c.id == wanted, device.c.revoked_at.is_(None), _seen(writer))
    await writer.execute(update(device).where(*known).values(revoked_at=at))


async def _add(writer: PartySession | OwnerSession, new: Device, way_in: dict[str, Any]) -> None:
    known = {"id": new.id, "person": new.person, "party": new.party, "name": new.name}
    await writer.execute(insert(device).values(known | way_in))


def _seen(reader: Session) -> ColumnElement[bool]:
    """A person's own devices; for an officer those of the party, for the operator all."""
    if not isinstance(reader, PartySession) or reader.viewer.role == Role.OPERATOR.value:
        return true()
    own = device.c.person == reader.viewer.person
    if reader.viewer.role not in {role.value for role in OFFICERS}:
        return own
    return or_(own, scope.of_party(reader, device.c.party))


def _entry(row: Row[*tuple[Any, ...]]) -> DeviceEntry:
    of = Device(DeviceId(row.id), PersonId(row.person), row.party and PartyId(row.party), row.name)
    return DeviceEntry(of, row.owner, row.callsign, row.code_expires_at, row.enrolled_at, row.revoked_at)
